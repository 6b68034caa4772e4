"""Tests found their site from what founding wrote before: it is the same site."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from citytocity.website.models import HomePage
from tests.factories import founding

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not settings.ON_SQLITE, reason="PostgreSQL founds it anew for each test."),
]


@pytest.fixture(autouse=True)
def nothing_was_founded_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "_written", {})


def test_what_is_written_again_is_what_was_founded_to_the_row() -> None:
    founded = rows_when_founded()

    again = rows_when_founded()

    assert again == founded  # also the keys that are drawn by lot: nothing was founded anew
    assert len(founded["website.HomePage"]) == len(settings.WAGTAIL_CONTENT_LANGUAGES)


def test_where_one_language_was_there_before_the_site_is_founded_from_that() -> None:
    rows_when_founded()
    german = Locale.objects.create(language_code="de")

    founding.found_as_before()

    assert Locale.objects.count() == len(settings.WAGTAIL_CONTENT_LANGUAGES)
    assert HomePage.objects.get(locale=german).slug == "home-de"


def rows_when_founded() -> dict[str, list[dict[str, Any]]]:
    """Of every model; the site is gone afterwards."""
    with transaction.atomic():
        founding.found_as_before()
        found = {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models(include_auto_created=True)
        }
        transaction.set_rollback(True)
    return found
