"""A list of the register as a spreadsheet: what is in it, and in whose language."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories import ledger
from tests.factories.cities import cities, city, organisation
from tests.factories.sources import source
from tests.ledger.officers import KINDS, one_of_each, speaks, whole

pytestmark = pytest.mark.django_db


def as_csv(client: Client, records: str, **query: Any) -> list[list[str]]:
    answer = client.get(f"/admin/snippets/{records}/", query | {"export": "csv"})
    return list(csv.reader(io.StringIO(whole(answer).decode())))


def as_workbook(client: Client, records: str, **query: Any) -> list[list[Any]]:
    answer = client.get(f"/admin/snippets/{records}/", query | {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(whole(answer))).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_is_taken_along_whole_as_text_and_as_a_workbook(
    officer: Client, kind: str
) -> None:
    one_of_each("Perm")

    text, workbook = as_csv(officer, kind), as_workbook(officer, kind)

    assert [len(row) for row in text] == [len(row) for row in workbook]
    assert len(text) == len(officer.get(f"/admin/snippets/{kind}/").context["object_list"]) + 1
    assert text[0] == workbook[0]
    assert [row[0] for row in text] == [row[0] for row in workbook]


def test_only_what_the_list_is_narrowed_to_is_taken_along(officer: Client) -> None:
    ledger.activity(slug="visit", kind="visit")
    ledger.activity(slug="camp", kind="camp")

    rows = as_csv(officer, "ledger/activity", kind="camp")

    assert [row[0] for row in rows[1:]] == ["camp"]


def test_an_activity_is_written_in_words_with_its_days_and_cities(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    ledger.activity(oxford, host=perm, slug="days", when="2018-09", title={"en": "Days of culture"})

    headings, row = as_workbook(officer, "ledger/activity")

    assert dict(zip(headings, row, strict=True)) == {
        "Id": "days",
        "Title": "Days of culture",
        "Kind": "festival",
        "When": "2018-09",
        "First day": datetime.date(2018, 9, 1),
        "Last day": datetime.date(2018, 9, 30),
        "Status": "took place",
        "Cities": "Perm, Oxford",
        "Host city": "Perm",
        "Programme": None,
        "Edition": None,
        "People present": None,
        "How sure": "counted",
    }


def test_a_partnership_is_written_with_its_cities_and_how_each_sees_it(officer: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    partnership = ledger.partnership(perm, oxford, slug="perm-oxford", since="1995")
    ledger.state(partnership, oxford, "suspended", when="2022-03")

    rows = as_csv(officer, "ledger/partnership")

    assert rows == [
        ["Id", "Kind", "Cities", "Status", "Since", "First contact", "Anniversaries count from"],
        ["perm-oxford", "twin cities", "Perm, Oxford", "Oxford: suspended", "1995", "",
         "start of the partnership"],
    ]  # fmt: skip


@pytest.mark.parametrize("export", [as_csv, as_workbook])
def test_headings_and_kinds_are_in_the_officers_language(officer: Client, export: Any) -> None:
    organisation("Archive", of=city("Perm", name={"en": "Perm", "ru": "Пермь"}), slug="archive",
                 name={"en": "Archive", "ru": "Архив"})  # fmt: skip
    speaks(officer, "ru")

    rows = export(officer, "cities/organisation")

    assert [row[:4] for row in rows] == [
        ["Идентификатор", "Название", "Вид", "Город"],
        ["archive", "Архив", "архив", "Пермь"],
    ]


def test_a_country_is_written_by_its_name(officer: Client) -> None:
    city("Duisburg")

    assert as_csv(officer, "cities/city")[1][:3] == ["duisburg", "Duisburg", "Germany"]


@pytest.mark.parametrize("title", ["=1+1", "+7 342", "-1", "@SUM(A1)", "\t=1+1"])
def test_no_text_is_run_as_a_formula(officer: Client, title: str) -> None:
    source(title, publisher="")

    assert as_csv(officer, "sources/source")[1][1] == f"'{title}"
    assert as_workbook(officer, "sources/source")[1][1] == title


def test_a_number_below_zero_stays_a_number(officer: Client) -> None:
    city("Oxford")

    assert as_csv(officer, "cities/city")[1][3:5] == ["51.75222", "-1.25596"]
