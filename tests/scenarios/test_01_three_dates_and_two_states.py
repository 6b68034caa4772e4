"""Scenario 1: Oxford–Perm holds three start dates and two states, each with its source; its
anniversaries count from the date that the city chose, and say which."""

import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from citytocity.cities.models import City
from citytocity.ledger.importing import import_files
from citytocity.ledger.models import Partnership
from citytocity.links.health import health
from citytocity.people.enums import Role
from tests.factories.people import member

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2018, 12, 3)
REGISTER = """
sources:
  - {id: association, title: History, publisher: Oxford Perm Association, language: en}
  - {id: council, title: International links, publisher: Oxford City Council, language: en}
  - {id: award, title: Euro award, publisher: Oxford Mail, language: en}
  - {id: hall, title: Города-побратимы, publisher: Администрация Перми, language: ru}
cities:
  - {id: oxford, name: {en: Oxford}, country: GB}
  - {id: perm, name: {en: Perm, ru: Пермь}, country: RU}
partnerships:
  - id: perm-oxford
    kind: twinning
    since: "1995"
    first_contact: "1989"
    base_date: since
    sides: [{city: perm}, {city: oxford}]
    states:
      - {city: perm, state: active, when: "1995", source: hall}
      - {city: oxford, state: dormant, when: "2018", source: council}
    sources:
      - {source: association, about: first_contact, states: "1989"}
      - {source: council, about: since, states: "1995"}
      - {source: award, about: since, states: "2004-12"}
"""


def brought(folder: Path, *, base: str = "since") -> Partnership:
    file = folder / "register.yaml"
    file.write_text(REGISTER.replace("date: since", f"date: {base}"), encoding="utf-8")
    import_files([file])
    return Partnership.objects.get()


def told(client: Client, record: Partnership, places: str) -> set[str]:
    """The texts that stand in some places of the record's page."""
    page = BeautifulSoup(client.get(record.get_absolute_url()).text, "html.parser")
    return {" ".join(place.get_text(" ").split()) for place in page.select(places)}


def test_three_dates_and_two_states_stand_on_the_page_each_with_its_source(
    client: Client, tmp_path: Path
) -> None:
    twins = brought(tmp_path)

    lines = told(client, twins, "main aside li, main aside .sides p")

    assert {
        "Oxford Perm Association, History first contact",
        "1995 Oxford City Council: International links counts here",
        "December 2004 Oxford Mail: Euro award",
        "Active since 1995 Source: Города-побратимы",
        "Dormant since 2018 Source: International links",
    } <= lines
    assert "1989 First contact" in told(client, twins, "main li")


@pytest.mark.parametrize(
    ("base", "years", "from_when"),
    [
        ("since", "25 years: 2020", "start of the partnership"),
        ("first-contact", "30 years: 2019", "first contact"),
    ],
)
def test_anniversaries_count_from_the_date_that_the_city_chose_and_say_which(
    client: Client, tmp_path: Path, base: str, years: str, from_when: str
) -> None:
    twins = brought(tmp_path, base=base)
    registrar = member(Role.REGISTRAR, City.objects.get(slug="perm"))

    (link,) = health(registrar, TODAY)

    assert f"{years} (counted from: {from_when})." in [sign.words for sign in link.signs]
    figures = told(client, twins, ".fig")
    assert [one for one in figures if f"counted from: {from_when}" in one] != []
