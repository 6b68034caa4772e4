"""A sheet as PDF and as a workbook, in the active language."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.funders.lines import Cell, Line, PartOfSheet
from citytocity.funders.sheets import Sheet
from citytocity.funders.words import name_of_check, state_of, wanted
from citytocity.languages.catalogue import html_code
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import wording
from citytocity.papers.making import pdf

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"
WIDE = 5
"""A table of more columns is set on a page lying on its side."""
WIDTHS = (48, 60)
OTHERS = 24
Row = tuple[bool, tuple[Any, ...]]
"""Whether it is a heading, and what stands in it."""


def paper(sheet: Sheet) -> bytes:
    return pdf(TEMPLATE, told(sheet))


def told(sheet: Sheet) -> dict[str, Any]:
    """All that the paper says."""
    widest = max((len(part.table.heads) for part in sheet.parts if part.table), default=0)
    return {
        "lang": html_code(get_language() or "en"),
        "title": _said(sheet.definition.name),
        "about": {"text": sheet.title, "lang": sheet.lang},
        "is_wide": widest > WIDE,
        "made_after": _said(sheet.definition.made_after),
        "checks_name": wanted(sheet),
        "checks": [
            {"name": name_of_check(one), "state": state_of(one), "is_met": bool(one.is_met)}
            for one in sheet.checks
        ],
        "doubts": list(sheet.doubts),
        "parts": [_part(part) for part in sheet.parts],
        "nothing": _("Nothing is on record."),
        "sources_name": _("Made after"),
        "sources": list(sheet.definition.sources),
        "page_name": _("page"),
    }


def workbook(sheet: Sheet) -> bytes:
    """One sheet: name and value, numbers as numbers; nothing in it is a formula."""
    from openpyxl import Workbook  # slow import
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # slow import
    from openpyxl.styles import Alignment, Font  # slow import
    from openpyxl.utils import get_column_letter  # slow import

    book = Workbook()
    page: Any = book.active
    page.title = _("Sheet")
    for row, (is_heading, values) in enumerate(_rows(sheet), start=1):
        for column, value in enumerate(values, start=1):
            cell = page.cell(row, column)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"  # never a formula, whatever it begins with
            else:
                cell.value = value
            cell.font = Font(bold=is_heading)
            cell.alignment = Alignment(vertical="top", wrap_text=column > 1)
    for column in range(1, page.max_column + 1):
        width = WIDTHS[column - 1] if column <= len(WIDTHS) else OTHERS
        page.column_dimensions[get_column_letter(column)].width = width
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _rows(sheet: Sheet) -> Iterator[Row]:
    yield True, (wording(sheet.definition.name).text, sheet.title)
    yield False, (wording(sheet.definition.made_after).text,)
    if sheet.checks:
        yield True, (wanted(sheet),)
    for one in sheet.checks:
        yield False, (name_of_check(one), state_of(one))
    for doubt in sheet.doubts:
        yield False, (doubt,)
    for part in sheet.parts:
        yield True, (part.heading,)
        if part.note:
            yield False, (part.note,)
        yield from _table_rows(part)
        for line in part.lines:
            yield False, (line.name, *_value(line))


def _table_rows(part: PartOfSheet) -> Iterator[Row]:
    if part.table:
        yield True, part.table.heads
        for row in part.table.rows:
            yield False, tuple(_of_cell(cell) for cell in row)


def _of_cell(cell: Cell) -> Any:
    """The number where its words say no more than it."""
    return cell.number if _is_plain(cell) else cell.words


def _value(line: Line) -> tuple[Any, ...]:
    """The number itself, with its words beside it where these say how it was counted."""
    if line.number is None:
        return (line.words,) if line.words else ()
    return (line.number,) if _is_plain(line) else (line.number, line.words)


def _is_plain(one: Cell | Line) -> bool:
    """Whether the words are those of the number in this language, and nothing beside them."""
    return one.number is not None and one.words == number_in_words(one.number)


def _part(part: PartOfSheet) -> dict[str, Any]:
    return {
        "heading": part.heading,
        "note": part.note,
        "lines": [{"name": line.name, "words": line.words} for line in part.lines],
        "table": part.table
        and {
            "heads": list(part.table.heads),
            "rows": [[cell.words for cell in row] for row in part.table.rows],
        },
    }


def _said(words: Words) -> dict[str, str]:
    shown = wording(words)
    return {"text": shown.text, "lang": html_code(shown.language)}
