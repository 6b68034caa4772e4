"""A report as a workbook: its figures, their records, and each of its lists.

Where a figure is a sum, it is a formula over the sheet of its records: who gets the file can see it
come about.
"""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from citytocity.design.components import Table
from citytocity.design.heads import absolute
from citytocity.figures.catalogue import indicators
from citytocity.figures.enums import Unit
from citytocity.figures.reductions import HowMany, Nights, Share, Total, Worth
from citytocity.languages.text import Words
from citytocity.ledger.enums import Certainty
from citytocity.reports.behind import Behind
from citytocity.reports.exporting import cell_words, plain
from citytocity.reports.presentation import reading
from citytocity.reports.since import model_named
from citytocity.reports.told import Annual, Measured
from citytocity.reports.wording import address, label, language

ADDED_UP = (HowMany, Total, Nights, Worth)
Closed = Mapping[str, set[int]]
"""Keys by kind of record."""
RECORDS = "Records"
"""The sheet that formulas name: the same in every language."""


def as_workbook(told: Annual, records: Behind, *, closed: Closed | None = None) -> bytes:
    """The figures, as formulas over the sheet of their records where they are sums. Of those that
    are `closed` to readers the title is not told, and no part of a figure that counts one: its sum
    is a plain number, out of which nothing can be worked out."""
    book = Workbook(write_only=True)
    _write_figures(book.create_sheet(_("Figures")), told, records, closed or {})
    _write_records(book.create_sheet(RECORDS), told, records, closed or {})
    for chapter in reading(told).chapters:
        for listed in chapter.lists:
            _write_list(book, listed.table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_figures(sheet: Any, told: Annual, records: Behind, closed: Closed) -> None:
    years = [*told.before, told.year]
    heads = [_("Code"), _("Figure"), _("Unit"), *map(str, years), _("Against the year before"),
             _("How sure"), _("Records"), _("Without a number"), _("Address")]  # fmt: skip
    sheet.column_dimensions["B"].width = 44
    sheet.freeze_panes = "C2"
    sheet.append([_bold(sheet, head) for head in heads])
    last = 3 + len(years)
    for row, one in enumerate(told.measured.values(), start=2):
        number = one.numbers[told.year]
        cells: list[Any] = [_text(sheet, one.code), _text(sheet, str(Words(one.name)))]
        cells.append(_text(sheet, number.currency or str(Unit(one.unit).label)))
        cells += [_number(one, year) for year in years[:-1]]
        formula = "" if _hides_parts(one, records, closed) else _formula(told, records, one, row)
        cells.append(formula or _number(one, told.year))
        this, before = get_column_letter(last), get_column_letter(last - 1)
        has_both = len(years) > 1 and None not in (number.value, _number(one, years[-2]))
        cells.append(f"={this}{row}-{before}{row}" if has_both else None)
        cells += [_text(sheet, label(Certainty, number.certainty)), number.records, number.unknown]
        cells.append(_text(sheet, absolute(address(one.path))))
        sheet.append(cells)


def _formula(told: Annual, records: Behind, one: Measured, row: int) -> str:
    """The sum of its records, or a share of two sums; empty for what is no sum."""
    found = indicators().get(one.code)
    if found is None or found.measure is None or one.code not in records.parts:
        return ""
    if one.numbers[told.year].value is None:
        return ""
    parts = f"SUMIFS({RECORDS}!$E:$E,{RECORDS}!$A:$A,$A{row})"
    if isinstance(found.measure.reduction, ADDED_UP):
        return f"={parts}"
    if isinstance(found.measure.reduction, Share):
        both = f'{RECORDS}!$A:$A,$A{row},{RECORDS}!$E:$E,"<>",{RECORDS}!$F:$F,"<>"'
        part, whole = (f"SUMIFS({RECORDS}!${column}:${column},{both})" for column in "EF")
        return f"=ROUND(100*{part}/{whole},1)"
    return ""


def _hides_parts(one: Measured, records: Behind, closed: Closed) -> bool:
    """Whether a record of the figure is closed that adds more than that it is there."""
    if one.unit == Unit.RECORDS.value or one.code not in records.parts:
        return False
    away = closed.get(records.kinds[one.code], set())
    return any(part.key in away for part in records.parts[one.code])


def _write_records(sheet: Any, told: Annual, records: Behind, closed: Closed) -> None:
    heads = [_("Figure"), _("Kind"), _("Number of the record"), _("Title"), _("Part"), _("Of")]
    sheet.column_dimensions["D"].width = 60
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, head) for head in heads])
    for code, parts in records.parts.items():
        kind = records.kinds[code]
        away = closed.get(kind, set())
        hides = _hides_parts(told.measured[code], records, closed)
        for key, part, of in parts:
            told_by = records.key_in(language(), key, kind, away)
            called = records.records.get(kind, {}).get(told_by)
            title = str(Words(called.title)) if called else _("not recorded")
            if key in away:
                title = _("no longer open to readers")
            sheet.append(
                [
                    _text(sheet, code),
                    _text(sheet, capfirst(str(model_named(kind)._meta.verbose_name))),
                    key,
                    _text(sheet, title),
                    None if part is None or hides else float(part),
                    None if of is None or part is None or hides else float(of),
                ]
            )


def _write_list(book: Any, table: Table) -> None:
    sheet = book.create_sheet(_sheet_name(book, str(table.caption)))
    sheet.append([_bold(sheet, plain(column.words)) for column in table.columns])
    for row in table.rows:
        sheet.append([_text(sheet, cell_words(cell)) for cell in row])


def _sheet_name(book: Any, name: str) -> str:
    clean = "".join("-" if letter in r"[]:*?/\'" else letter for letter in name)[:28]
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    number = 1
    while (clean if number == 1 else f"{clean} {number}").casefold() in taken:
        number += 1
    return clean if number == 1 else f"{clean} {number}"


def _number(one: Measured, year: int) -> float | int | None:
    number = one.numbers.get(year)
    if number is None or number.value is None:
        return None
    value: Decimal = number.value
    return int(value) if value == value.to_integral_value() else float(value)


def _text(sheet: Any, text: str) -> Cell:
    """A text that no spreadsheet takes for a formula, whatever it begins with."""
    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, text: str) -> Cell:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    return cell
