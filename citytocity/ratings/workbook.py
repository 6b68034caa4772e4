"""A questionnaire as an Excel workbook: answers, sources, norms, and points that Excel adds up."""

import io
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from citytocity.design.heads import absolute
from citytocity.ratings.presentation import (
    answered_in_words,
    category_in_words,
    decimal_of,
    norm_in_words,
    qualifier_in_words,
    records_url,
    source_in_words,
    standing_in_words,
)
from citytocity.ratings.sheets import Line, Sheet

WIDTHS = (28, 44, 20, 14, 12, 40, 44, 40, 10, 10, 12)
POINTS, SHARE = "J", "I"


def workbook(sheet: Sheet) -> bytes:
    book = Workbook()
    page: Any = book.active
    page.title = _("Questionnaire")
    head = _head(sheet)
    for row, told in enumerate(head, start=1):
        for column, words in enumerate(told, start=1):
            _put(page, row, column, words)
    first = len(head) + 3
    for column, words in enumerate(_headings(), start=1):
        _put(page, first - 1, column, words).font = Font(bold=True)
        page.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    for row, line in enumerate(sheet.lines, start=first):
        for column, value in enumerate(_cells(sheet, line, row), start=1):
            _put(page, row, column, value)
    last = page.max_row
    if sheet.standing:
        _put(page, last + 1, len(WIDTHS) - 1, _("Total")).font = Font(bold=True)
        page.cell(last + 1, len(WIDTHS)).value = f"=ROUND(SUM(K{first}:K{last}),2)"
    page.freeze_panes = f"C{first}"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _head(sheet: Sheet) -> list[tuple[Any, ...]]:
    return [
        (str(sheet.definition.name),),
        (str(sheet.definition.made_after),),
        (capfirst(_("city")), str(sheet.city.name)),
        (capfirst(_("year")), sheet.year),
        (capfirst(_("inhabitants")), sheet.population, sheet.inhabitants_known_from),
        (_("Category of cities"), category_in_words(sheet)),
        (_("Answers"), answered_in_words(sheet)),
        (_("Points"), standing_in_words(sheet)),
        (_("State"), _handed_in(sheet)),
    ]


def _handed_in(sheet: Sheet) -> str:
    if sheet.handed_in_on is None:
        return _("not handed in yet")
    return _("handed in on %(day)s") % {"day": f"{sheet.handed_in_on:%Y-%m-%d}"}


def _headings() -> tuple[str, ...]:
    return (
        _("Group"),
        _("Indicator"),
        _("Unit"),
        pgettext("in a rating", "Answer"),
        _("How counted"),
        _("Source"),
        _("Records"),
        _("Norm"),
        _("Weight"),
        _("Points"),
        _("Counts for"),
    )


def _cells(sheet: Sheet, line: Line, row: int) -> tuple[Any, ...]:
    answer, indicator = line.answer, line.indicator
    address = records_url(sheet, line)
    return (
        str(line.group.name),
        str(indicator.name),
        str(indicator.unit),
        None if answer.value is None else decimal_of(answer.value, max(indicator.places, 2)),
        qualifier_in_words(answer),
        source_in_words(answer) or _("missing"),
        absolute(address) if address else None,
        norm_in_words(indicator),
        _share(line.share),
        None if line.points is None else decimal_of(line.points, 10).normalize() + 0,
        f"={POINTS}{row}*{SHARE}{row}/100" if line.points is not None else None,
    )


def _share(share: Fraction) -> Decimal:
    return decimal_of(share, 6)


def _put(page: Any, row: int, column: int, value: Any) -> Any:
    """What a person typed is text there, whatever it begins with; only ours are formulas."""
    cell = page.cell(row, column)
    is_ours = column == len(WIDTHS) and isinstance(value, str) and value.startswith(f"={POINTS}")
    if isinstance(value, str) and not is_ours:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=row > 2, vertical="top")
    elif value is not None:
        cell.value = value
        cell.alignment = Alignment(vertical="top")
    return cell
