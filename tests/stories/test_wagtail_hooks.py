import pytest
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from citytocity.people.enums import Role
from citytocity.stories.models import CityShelf
from tests.factories.cities import cities
from tests.factories.people import member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("files", [get_document_model(), get_image_model()])
def test_wagtail_asks_our_policy_where_a_file_may_be_put(client: Client, files: type) -> None:
    duisburg, oxford = (CityShelf.of(city).collection for city in cities("Duisburg", "Oxford"))
    author = member(Role.AUTHOR, CityShelf.objects.get(collection=duisburg).city)
    client.get("/admin/")  # Wagtail has read every hook by now

    shelves = policy_registry.get_by_type(files).collections_user_has_permission_for(author, "add")

    assert (duisburg in shelves, oxford in shelves) == (True, False)
