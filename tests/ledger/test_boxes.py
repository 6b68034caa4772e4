"""What is typed into the boxes of the admin's forms: it is kept as typed, or told to be wrong."""

import datetime
from typing import Any

import pytest
from django.test import Client

from citytocity.sources.models import Source
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.sources import source

pytestmark = pytest.mark.django_db

SOURCES = "/admin/snippets/sources/source"


def source_sent(**values: Any) -> dict[str, Any]:
    return {"title": "A paper", "language": "en", "slug": "a-paper"} | values


@pytest.mark.parametrize("typed", ["14.09.2018", "2018-09-14"])
def test_a_day_is_understood_in_the_way_of_the_files_and_of_the_office(
    officer: Client, typed: str
) -> None:
    officer.post(f"{SOURCES}/add/", source_sent(accessed=typed))

    assert Source.objects.get().accessed == datetime.date(2018, 9, 14)


@pytest.mark.parametrize("typed", ["завтра", "31.02.2018", "02/03/2018"])
def test_a_day_that_nobody_can_be_sure_of_is_told_beside_its_box(
    officer: Client, typed: str
) -> None:
    form = officer.post(f"{SOURCES}/add/", source_sent(accessed=typed)).context["form"]

    assert form.errors == {"accessed": ["Write the day like 2018-09-14 or 14.09.2018."]}
    assert form["accessed"].value() == typed


def test_no_calendar_writes_a_day_of_its_own_into_a_box(officer: Client) -> None:
    news = source()
    forms = {
        f"{SOURCES}/edit/{news.pk}/": "accessed",
        "/admin/snippets/ledger/result/add/": "checked_on",
        f"/admin/pages/add/stories/storypage/{stories.city_page(city('Perm')).pk}/": "dated",
    }

    widgets = [
        officer.get(address).context["form"].fields[name].widget for address, name in forms.items()
    ]

    assert [widget.get_config()["validateOnBlur"] for widget in widgets] == [False] * 3
