"""What the register cannot hold is told as not recorded wherever it is told, and never as zero."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import load_workbook

from citytocity.cities.models import City
from citytocity.figures.catalogue import indicators
from citytocity.figures.measuring import of_scopes
from citytocity.figures.scope import Scope
from citytocity.funders.reading import read as read_sheet
from citytocity.ledger.asked import FaultsError
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.ratings.reading import read as read_rating
from citytocity.ratings.shelf import shelf
from citytocity.reports.enums import FIGURES
from citytocity.reports.exporting import on_paper
from citytocity.reports.gathering import gathered
from citytocity.reports.presentation import reading
from tests.factories import ratings
from tests.factories.cities import cities
from tests.factories.people import member
from tests.factories.reports import a_year, handed_in, report

DOCS = Path(__file__).parents[2] / "docs/explanation/figures.md"
TODAY = date(2026, 11, 26)
WITHOUT = [code for code, one in indicators().items() if one.measure is None]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOT_TOLD = ("value", "certainty", "unit", "records", "records_without_number")


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford")


@pytest.fixture
def registrar(sides: list[City]) -> User:
    return member(Role.REGISTRAR, sides[0])


def test_the_docs_name_all_of_them() -> None:
    part = DOCS.read_text().split("## What never has a number yet")[1]

    assert re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) == sorted(WITHOUT)
    assert len(WITHOUT) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("code", WITHOUT)
def test_no_scope_and_no_year_makes_it_a_number(code: str, sides: list[City]) -> None:
    a_year(*sides)
    scopes = [Scope(), Scope(city=sides[0]), Scope(city=sides[0], other=sides[1])]

    found = of_scopes([code], [2017, 2018, 2030], scopes, today=TODAY)
    counted = [years[year][code] for years in found for year in years]

    assert [(one.value, one.records, one.number_of_records) for one in counted] == [
        (None, None, 0)
    ] * 9


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_their_pages_and_the_catalogue_say_so_in_every_language(
    language: str, client: Client
) -> None:
    with override(language):
        said, cannot = _("not recorded"), _("Not recorded: the register cannot hold it yet.")

    catalogue = _main(client, f"/{language}/figures/")
    pages = {code: _main(client, f"/{language}/figures/{code}/?year=2018") for code in WITHOUT}
    entries = {code: catalogue.find(id=code) for code in WITHOUT}

    shown = {code: page.select_one(".fig b").text.strip() for code, page in pages.items()}
    assert shown == dict.fromkeys(WITHOUT, said)
    assert [code for code in WITHOUT if cannot not in pages[code].text] == []
    assert [code for code in WITHOUT if cannot not in entries[code].text] == []
    assert [code for code in WITHOUT if entries[code].select("a.more")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", WITHOUT)
def test_programs_are_told_so(code: str, client: Client) -> None:
    one = client.get(f"/api/v1/figures/{code}?year=2018").json()["figures"][0]
    table = client.get(f"/api/v1/figures/{code}?year=2018&format=csv").text.removeprefix("\ufeff")
    [row] = csv.DictReader(StringIO(table))
    every = client.get("/api/v1/figures?year=2018").json()["figures"]
    known = client.get(f"/api/v1/indicators/{code}").json()

    assert (one["value"], one["certainty"], one["records"]) == (None, None, None)
    assert one["in_words"] == "not recorded"
    assert (row["value"], row["certainty"], row["unit"]) == ("", "", "")
    assert code not in {told["code"] for told in every}
    assert (known["is_recorded"], known["figure"]) == (False, None)
    assert client.get(f"/api/v1/figures/{code}/records?year=2018").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_report_and_its_files_say_so(
    language: str, client: Client, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)
    [code] = {code for found in FIGURES.values() for code in found} & set(WITHOUT)
    told, _figures = gathered(made, today=TODAY)

    with override(language):
        said, name = _("not recorded"), str(indicators()[code].name)
        paper = on_paper(reading(told))
    cards = [one for chapter in paper["chapters"] for one in chapter["figures"]]
    assert [one["value"] for one in cards if one["noun"] == name] == [said]
    assert name in paper["gaps"]
    for address in (f"/{language}/reports/{made.slug}/", f"/{language}{_below(frozen)}"):
        book = load_workbook(BytesIO(client.get(f"{address}report.xlsx").content))
        [cells] = [row for row in book.worksheets[0].values if row[0] == code]
        text = client.get(f"{address}report.csv").content.decode("utf-8-sig")
        [row] = [row for row in csv.DictReader(StringIO(text)) if row["code"] == code]
        page = _main(client, address)
        shown = [
            one.select_one("b").text.strip() for one in page.select(".fig") if name in one.text
        ]
        assert (cells[2], cells[-6:-1]) == (None, (None, None, said, None, None))
        assert {row[told] for told in NOT_TOLD} == {""}
        assert shown == [said]


@pytest.mark.django_db
@pytest.mark.parametrize("code", WITHOUT)
def test_no_questionnaire_and_no_sheet_can_ask_for_it(code: str) -> None:
    asked = ratings.told()
    asked["groups"][0]["indicators"][1]["source"] = {"figure": code}
    counted = {one for one, found in indicators().items() if found.measure is not None}

    with pytest.raises(FaultsError, match=f"there is no figure “{code}” that is counted"):
        read_rating(yaml.safe_dump(asked), figures=counted)
    with pytest.raises(FaultsError, match=f"there is no figure “{code}”, or nothing is counted"):
        _sheet(code)
    with pytest.raises(FaultsError, match="check 1, figure: there is no figure"):
        _sheet("I01", checks=[{"figure": code, "least": 1}])
    assert code not in {
        one.figure for of in shelf().definitions.values() for one in of.indicators.values()
    }


def _main(client: Client, address: str) -> Any:
    return BeautifulSoup(client.get(address).content, "html.parser").find("main")


def _below(frozen: Any) -> str:
    """Its address without its language."""
    return "/" + frozen.get_absolute_url().split("/", 2)[2]


def _sheet(code: str, **changed: Any) -> Any:
    told = {
        "code": "made-up",
        "about": "city",
        "name": {"en": "A made-up sheet"},
        "made_after": {"en": "After nothing."},
        "parts": ["numbers"],
        "sections": [{"code": "numbers", "name": {"en": "Numbers"}, "lines": [{"figure": code}]}],
    }
    return read_sheet(yaml.safe_dump(told | changed, allow_unicode=True))
