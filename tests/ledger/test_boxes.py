"""What is typed into the boxes of the admin's forms: it is kept as typed, or told to be wrong."""

import datetime
from typing import Any

import pytest
from django.test import Client

from citytocity.cities.models import City
from citytocity.sources.models import Source
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.sources import source
from tests.ledger.officers import KINDS, speaks
from tests.ledger.test_admin_forms import rows

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
        f"/admin/pages/{stories.story('The Kama', of=city('Perm')).pk}/edit/": "dated",
    }

    widgets = [
        officer.get(address).context["form"].fields[name].widget for address, name in forms.items()
    ]

    assert [widget.get_config()["validateOnBlur"] for widget in widgets] == [False] * 3


def city_sent(**values: Any) -> dict[str, Any]:
    perm = {"name__en": "Perm", "country": "RU", "time_zone": "Asia/Yekaterinburg", "slug": "perm"}
    return rows("citations") | perm | values


def test_a_number_that_cannot_be_read_is_told_and_the_one_before_it_is_kept(
    officer: Client,
) -> None:
    perm = city("Perm", population=66000)

    form = officer.post(
        f"/admin/snippets/cities/city/edit/{perm.pk}/", city_sent(population="66-67")
    ).context["form"]

    assert form.errors == {"population": ["Enter a whole number."]}
    assert form["population"].value() == "66-67"
    assert City.objects.get().population == 66000


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_has_a_box_that_sends_nothing_for_what_it_cannot_read(
    officer: Client, kind: str
) -> None:
    page = officer.get(f"/admin/snippets/{kind}/add/").text

    assert 'type="number"' not in page


@pytest.mark.parametrize(
    ("language", "typed"), [("ru", "56,01"), ("ru", "56.01"), ("en", "56.01"), ("en", "56,01")]
)
def test_a_part_behind_the_point_is_written_as_the_language_does(
    officer: Client, language: str, typed: str
) -> None:
    speaks(officer, language)

    officer.post("/admin/snippets/cities/city/add/", city_sent(latitude=typed, longitude="-3.5"))

    assert [(str(c.latitude), str(c.longitude)) for c in City.objects.all()] == [
        ("56.01000", "-3.50000")
    ]


def test_a_comma_that_may_part_thousands_is_not_taken_for_a_point(officer: Client) -> None:
    form = officer.post("/admin/snippets/cities/city/add/", city_sent(area_km2="1,234")).context[
        "form"
    ]

    assert form.errors == {"area_km2": ["Enter a number."]}


def test_a_name_that_is_no_record_is_told_beside_its_box_and_given_back(officer: Client) -> None:
    group = {"city": "?Permm", "role": "guest", "mode": "online", "certainty": "about"}

    answer = officer.post("/admin/snippets/ledger/participation/add/", group)

    assert answer.context["form"].errors["city"] == [
        "Select a valid choice. That choice is not one of the available choices."
    ]
    assert '<option value="?Permm" selected>Permm</option>' in answer.text
