"""Dates in the cells of workbooks are as exact as they are shown."""

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from citytocity.ledger.cells import day_as_shown
from citytocity.spreadsheets.tables import rows

DAY = datetime.datetime(2018, 9, 1)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("dd.mm.yyyy", "2018-09-01"), ("mmm yy", "2018-09"), ("yyyy", "2018"),
        ("[$-de-DE]mmmm yyyy", "2018-09"), ("[$-419]mmmm\\ yyyy;@", "2018-09"),
        ("[$-ru-RU,1]yyyy", "2018"), ('yyyy"dagen"', "2018"), ("[Red]mmmm yyyy", "2018-09"),
        ("[$-F800]", "2018-09-01"), ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2018-09-01"),
        ("[$-x-sysdate]dddd, mmmm dd, yyyy", "2018-09-01"), ("yyyy hh:mm", "2018"),
        ("General", "2018-09-01"),
    ],
)  # fmt: skip
def test_a_format_says_how_exact_a_date_is(number_format: str, shown: str) -> None:
    assert day_as_shown(DAY, number_format) == shown


def test_dates_with_a_language_are_read_from_a_file(tmp_path: Path) -> None:
    book = Workbook()
    for number_format in ("[$-F800]", "[$-de-DE]mmmm yyyy", "[$-F800]dddd, mmmm dd, yyyy"):
        book.active.append([DAY])
        book.active.cell(book.active.max_row, 1).number_format = number_format
    book.save(tmp_path / "list.xlsx")

    found = [row.cells[0] for row in rows(tmp_path / "list.xlsx", sheet="Sheet")]

    assert found == ["2018-09-01", "2018-09", "2018-09-01"]
