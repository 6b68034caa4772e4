"""A funder's sheet as PDF and as a workbook, in the active language."""

import io
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.funders.sheets import Line, Sheet
from citytocity.funders.words import name_of, state_of
from citytocity.languages.catalogue import html_code
from citytocity.languages.text import Words
from citytocity.ledger.presentation import wording
from citytocity.papers.making import pdf

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"


def paper(sheet: Sheet) -> bytes:
    return pdf(TEMPLATE, told(sheet))


def told(sheet: Sheet) -> dict[str, Any]:
    """All that the paper says."""
    return {
        "lang": html_code(get_language() or "en"),
        "title": _said(sheet.definition.name),
        "event": _said(sheet.activity.title),
        "made_after": _said(sheet.definition.made_after),
        "checks_name": _("What the funder wants"),
        "checks": [
            {"name": name_of(one), "state": state_of(one), "is_met": bool(one.is_met)}
            for one in sheet.checks
        ],
        "doubts": list(sheet.doubts),
        "parts": [
            {"heading": part.heading, "lines": [_line(line) for line in part.lines]}
            for part in sheet.parts
        ],
        "nothing": _("Nothing is on record."),
        "sources_name": _("Made after"),
        "sources": list(sheet.definition.sources),
        "page_name": _("page"),
    }


def workbook(sheet: Sheet) -> bytes:
    """One sheet: name and value, numbers as numbers; nothing in it is a formula."""
    from openpyxl import Workbook  # slow import
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # slow import
    from openpyxl.styles import Font  # slow import

    book = Workbook()
    page: Any = book.active
    page.title = _("Sheet")
    for row, (is_heading, *values) in enumerate(_rows(sheet), start=1):
        for column, value in enumerate(values, start=1):
            cell = page.cell(row, column)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"  # never a formula, whatever it begins with
            else:
                cell.value = value
            cell.font = Font(bold=is_heading)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 48, 60
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _rows(sheet: Sheet) -> list[tuple[Any, ...]]:
    """Each with whether it is a heading."""
    rows: list[tuple[Any, ...]] = [
        (True, wording(sheet.definition.name).text),
        (False, wording(sheet.definition.made_after).text),
        (True, _("What the funder wants")),
        *((False, name_of(one), state_of(one)) for one in sheet.checks),
        *((False, doubt) for doubt in sheet.doubts),
    ]
    for part in sheet.parts:
        rows.append((True, part.heading))
        rows += [(False, line.name, *_value(line)) for line in part.lines]
    return rows


def _value(line: Line) -> tuple[Any, ...]:
    """The number itself, with its words beside it where these say how it was counted."""
    if line.number is None:
        return (line.words,) if line.words else ()
    is_plain = line.words.replace("\xa0", "").replace(",", "").isdigit()
    return (line.number,) if is_plain else (line.number, line.words)


def _line(line: Line) -> dict[str, str]:
    return {"name": line.name, "words": line.words}


def _said(words: Words) -> dict[str, str]:
    shown = wording(words)
    return {"text": shown.text, "lang": html_code(shown.language)}
