"""Reports are taken along as workbook, CSV and paper."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from citytocity.cities.models import City
from citytocity.design.components import Cell, CityMark
from citytocity.figures.measuring import figure
from citytocity.people.models import User
from citytocity.reports.enums import FIGURES
from citytocity.reports.exporting import cell_words, letters_in, on_paper
from citytocity.reports.gathering import gathered
from citytocity.reports.presentation import reading
from citytocity.reports.workbook import sheet_name
from tests.factories import ledger
from tests.factories.reports import a_year, handed_in, report
from tests.factories.stories import story
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
SHEET_NAMED = re.compile(r"'([^']+)'!")


def test_the_workbook_adds_up_its_own_records(
    client: Client, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/en/reports/{made.slug}/report.xlsx")
    book = load_workbook(BytesIO(answer.content))
    figures = {row[0].value: row for row in book["Figures"].iter_rows(min_row=2)}
    parts: dict[str, float] = {}
    for code, _kind, _key, _title, part, _of in book["Records"].iter_rows(
        min_row=2, values_only=True
    ):
        parts[code] = parts.get(code, 0) + (part or 0)

    assert figures["I11"][7].value == "=SUMIFS('Records'!$E:$E,'Records'!$A:$A,$A13)"
    assert {code: parts[code] for code in ("I11", "I05-in", "I08")} == {
        code: figure(code, year=2018, city=sides[0]).value for code in ("I11", "I05-in", "I08")
    }


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_sheets_are_named_in_the_language_of_the_reader_and_formulas_ask_them_so(
    language: str, client: Client, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/{language}/reports/{made.slug}/report.xlsx")
    book = load_workbook(BytesIO(answer.content))
    figures, records = book.worksheets[:2]
    formulas = [cell for row in figures.values for cell in row if "SUMIFS" in str(cell)]
    with override(language):
        names = [_("Figures"), _("Records")]

    assert book.sheetnames[:2] == names
    assert len(formulas) > 5
    assert {name for one in formulas for name in SHEET_NAMED.findall(one)} == {records.title}
    assert all(len(one) <= 31 and not set(one) & set("[]:*?/\\'") for one in book.sheetnames)


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["Who keeps the partnership in each city"], ["Who keeps the partnership in…"]),
        (["Partnerschaftsvereinbarungskommission"], ["Partnerschaftsvereinbarungskom…"]),
        (["Gifts: sent/received?", "[none]", "''"], ["Gifts- sent-received-", "-none-", "--"]),
        (["Visits", "visits", "History"], ["Visits", "visits 2", "History 2"]),
        (["Awards and ranks of all cities of the year"] * 2,
         ["Awards and ranks of all cities…", "Awards and ranks of all… 2"]),
    ],
)  # fmt: skip
def test_names_of_sheets_are_whole_words_that_excel_takes(
    names: list[str], wanted: list[str]
) -> None:
    book = Workbook()
    book.remove(book.active)

    for name in names:
        book.create_sheet(sheet_name(book, name))

    assert book.sheetnames == wanted


def test_no_title_becomes_a_formula(client: Client, sides: list[City], registrar: User) -> None:
    ledger.activity(sides[1], host=sides[0], title={"en": '=HYPERLINK("http://evil")'})
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/en/reports/{made.slug}/report.xlsx")
    book = load_workbook(BytesIO(answer.content))
    titles = [row[3] for row in book["Records"].iter_rows(min_row=2) if row[0].value == "I11"]

    assert [cell.data_type for cell in titles] == ["s"]


def test_files_have_the_words_of_titles_as_they_were_typed_and_no_marks_of_the_web(
    client: Client, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    titles = ["Why <love> wins &copy", "Если 1 <3 & 3> 1"]
    story(titles[0], of=sides[0], cities=[sides[0]], dated="2018-05-02")
    visit(sides[1], to=sides[0], title={"ru": titles[1]})
    made = report(city=sides[0], by=registrar, published=True)

    told, _year = gathered(made, today=date(2026, 11, 26))
    chapters = on_paper(reading(told))["chapters"]
    cells = {cell for c in chapters for one in c["lists"] for row in one["rows"] for cell in row}
    answer = client.get(f"/en/reports/{made.slug}/report.xlsx")
    book = load_workbook(BytesIO(answer.content))
    in_book = {str(cell) for sheet in book for row in sheet.values for cell in row}

    assert set(titles) <= cells
    assert set(titles) <= in_book
    assert not [mark for mark in ("<span", "&lt;", "&amp;", "&#") if mark in f"{chapters}{in_book}"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_column_of_a_list_is_narrower_than_its_longest_word(
    language: str, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    ledger.recognition(city=sides[0], title={"en": "Best practice of all towns " * 3})
    made = report(city=sides[0], by=registrar, published=True)

    with override(language):
        told, _year = gathered(made, today=date(2026, 11, 26))
        chapters = on_paper(reading(told))["chapters"]
    lists = [one for chapter in chapters for one in chapter["lists"]]
    narrow = [
        (one["caption"], column[0], width)
        for one in lists
        for width, column in zip(
            one["widths"], zip(one["heads"], *one["rows"], strict=True), strict=True
        )
        for word in " ".join(column).replace("-", " ").split()
        if width < min(letters_in(word), 14) + 2
    ]

    assert len(lists) > 4
    assert narrow == []


def test_cities_stand_beside_each_other_in_files_as_on_no_journey() -> None:
    cell = Cell(cities=tuple(CityMark(name) for name in ("Perm", "Oxford")))

    assert cell_words(cell) == "Perm, Oxford"


def test_the_csv_has_every_figure(client: Client, sides: list[City], registrar: User) -> None:
    made = report(city=sides[0], by=registrar, published=True)

    answer = client.get(f"/ru/reports/{made.slug}/report.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))

    codes = {row["code"] for row in rows if row["year"] == "2018"}
    assert codes == {code for found in FIGURES.values() for code in found}


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_paper_is_a_tagged_pdf(
    client: Client, sides: list[City], registrar: User, language: str
) -> None:
    a_year(*sides)
    long = {"en": "Vo" + "l" * 180 + "ue", "ar": "مهرجان المدن المتوأمة", "zh-hans": "友好城市节"}
    ledger.activity(sides[1], host=sides[0], kind="visit", title=long)
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)

    for address in (f"/{language}/reports/{made.slug}/", frozen.get_absolute_url()):
        paper = client.get(f"{address}report.pdf").content
        assert (paper[:5], b"/MarkInfo" in paper) == (b"%PDF-", True)


def test_an_unknown_kind_of_file_is_not_there(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar, published=True)

    assert client.get(f"/en/reports/{made.slug}/report.exe").status_code == 404
