"""Scenario 12: a city named in Russian in the genitive (“Дуйсбурга”) is found by search and linked;
“Turun” finds Turku, not Turin."""

import pytest
from django.test import Client

from citytocity.cities.models import City
from citytocity.ledger.models import Activity
from tests.factories.cities import city
from tests.factories.people import user
from tests.factories.spreadsheets import read, taken, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known() -> dict[str, City]:
    return {
        "perm": city("Perm", host=True, name={"en": "Perm", "ru": "Пермь"}),
        "duisburg": city("Duisburg", name={"de": "Duisburg", "ru": "Дуйсбург"}),
        "turku": city("Turku", name={"fi": "Turku", "sv": "Åbo"}, country="FI"),
        "turin": city("Turin", name={"it": "Torino", "en": "Turin", "ru": "Турин"}, country="IT"),
    }


@pytest.mark.parametrize(
    ("asked", "slug"), [("Дуйсбурга", "duisburg"), ("Turun", "turku"), ("Turin", "turin")]
)
def test_search_finds_a_city_by_the_cases_of_its_name(
    client: Client, known: dict[str, City], asked: str, slug: str
) -> None:
    page = client.get("/en/search/", {"q": asked}).text

    assert [one for one in known if f"/en/cities/{one}/" in page] == [slug]


def test_an_officers_list_that_names_cities_in_the_genitive_is_linked_to_them() -> None:
    sheet = read(
        workbook(
            ["Title", "When", "City"],
            ["Выставка", "2018-09-12", "Дуйсбурга"],
            ["Näyttely", "2018-10-03", "Turun"],
        ),
        by=user(officer=True),
        columns={0: "title", 1: "when", 2: "cities"},
        common={"kind": "exhibition", "host": "perm"},
    )

    taken(sheet)

    guests = [
        [group.city.slug for group in activity.participations.exclude(city__slug="perm")]
        for activity in Activity.objects.order_by("when_first")
    ]
    assert guests == [["duisburg"], ["turku"]]
