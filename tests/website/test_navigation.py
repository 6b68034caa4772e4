"""The foot of each page leads only to pages that are there."""

import pytest
from django.test import Client
from wagtail.models import Locale

from citytocity.website.founding import found_site
from citytocity.website.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db


def about_in(client: Client, path: str) -> bool:
    return f'href="{path}about/"' in client.get(path).text


def test_a_new_site_says_nothing_about_itself_yet(client: Client) -> None:
    found_site()

    assert not about_in(client, "/en/")


def test_what_was_written_in_one_language_is_linked_and_shown_in_all(client: Client) -> None:
    found_site()
    english = Locale.objects.get(language_code="en")
    page = PlainPage(title="About this site", slug="about", locale=english)
    HomePage.objects.get(locale=english).add_child(instance=page)

    assert (about_in(client, "/en/"), about_in(client, "/ru/")) == (True, True)
    assert [client.get(f"/{code}/about/").status_code for code in ("en", "ru")] == [200, 200]
