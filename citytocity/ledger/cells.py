"""The cells of spreadsheets: read in one pass, with the dates in them as exact as they are shown;
and written so that no program takes a text for a formula."""

import datetime
import re
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].|am/pm|a/p', re.IGNORECASE)
"""What in a number format is no part of a date: words, colours and languages (`[$-de-DE]`)."""
MINUTES = re.compile(r"h+[^a-z]*m+|m+[^a-z]*s+")
SYSTEM_DATE = "[$-f800]"
"""The long date of the reader's own system, whatever stands behind it; openpyxl knows it not."""

TEXT = "@"  # Excel's format that turns nothing into a date or a number
MEANT_AS_IT_IS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def text_cell(sheet: Any, text: str) -> Cell:
    """A cell that is a text, never a formula, whatever it begins with."""
    cell: Cell = WriteOnlyCell(sheet)
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    escaped = MEANT_AS_IT_IS.sub("_x005F_", clean).replace("\r", "_x000D_")
    # the setter cuts at 32,767 letters, those of the escapes among them
    cell._value = escaped  # type: ignore[attr-defined]
    cell.data_type = "s"
    cell.number_format = TEXT
    return cell


class Cells(WorkSheetParser):
    """Marks formulas for which the program that wrote the file kept no value: they are `f`."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell


def cells_of(sheet: Any, source: Any) -> Cells:
    """The rows of an opened sheet, each with its number, to be had by `parse`."""
    book = sheet.parent
    return Cells(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats | _system_dates(book),
        timedelta_formats=book._timedelta_formats,
    )


def day_as_shown(value: datetime.datetime, number_format: str) -> str:
    """`Sep 18` in a cell is a month, though Excel keeps its first day."""
    shown = MINUTES.sub("", NOT_SHOWN.sub("", number_format).split(";")[0].lower())
    if "d" in shown or "general" in shown or not re.search("[my]", shown):
        return value.date().isoformat()
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"


def number_format(book: Any, style: int) -> str:
    """The format of the cells that have the style."""
    key = book._cell_styles[style].numFmtId
    if key < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(key, "General"))
    return str(book._number_formats[key - BUILTIN_FORMATS_MAX_SIZE])


def _system_dates(book: Any) -> set[int]:
    styles = range(len(book._cell_styles))
    return {style for style in styles if SYSTEM_DATE in number_format(book, style).lower()}
