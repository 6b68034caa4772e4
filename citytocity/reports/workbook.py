"""A report as a workbook: its figures, their records, and each of its lists.

Where a figure is a sum, it is a formula over the sheet of its records: who gets the file can see it
come about.
"""

from decimal import Decimal
from io import BytesIO
from typing import Any

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
from citytocity.reports.exporting import cell_words, plain
from citytocity.reports.presentation import address, reading
from citytocity.reports.told import Annual, Measured

ADDED_UP = (HowMany, Total, Nights, Worth)


def as_workbook(told: Annual) -> bytes:
    """The figures, as formulas over the sheet of their records where they are sums."""
    book = Workbook(write_only=True)
    _write_figures(book.create_sheet(_("Figures")), told)
    _write_records(book.create_sheet(RECORDS), told)
    for chapter in reading(told).chapters:
        for listed in chapter.lists:
            _write_list(book, listed.table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


RECORDS = "Records"
"""The sheet that formulas name: the same in every language."""


def _write_figures(sheet: Any, told: Annual) -> None:
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
        cells.append(_formula(told, one, row) or _number(one, told.year))
        this, before = get_column_letter(last), get_column_letter(last - 1)
        has_both = len(years) > 1 and None not in (number.value, _number(one, years[-2]))
        cells.append(f"={this}{row}-{before}{row}" if has_both else None)
        cells += [_text(sheet, number.certainty), number.records, number.unknown]
        cells.append(_text(sheet, absolute(address(one.path))))
        sheet.append(cells)


def _formula(told: Annual, one: Measured, row: int) -> str:
    """The sum of its records, or a share of two sums; empty for what is no sum."""
    found = indicators().get(one.code)
    if found is None or found.measure is None or one.code not in told.behind:
        return ""
    if one.numbers[told.year].value is None:
        return ""
    parts = f"SUMIFS({RECORDS}!$E:$E,{RECORDS}!$A:$A,$A{row})"
    if isinstance(found.measure.reduction, ADDED_UP):
        return f"={parts}"
    if isinstance(found.measure.reduction, Share):
        whole = f'SUMIFS({RECORDS}!$F:$F,{RECORDS}!$A:$A,$A{row},{RECORDS}!$E:$E,"<>")'
        return f"=ROUND(100*{parts}/{whole},1)"
    return ""


def _write_records(sheet: Any, told: Annual) -> None:
    heads = [_("Figure"), _("Kind"), _("Number of the record"), _("Title"), _("Part"), _("Of")]
    sheet.column_dimensions["D"].width = 60
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, head) for head in heads])
    for code, rows in told.behind.items():
        model = told.kinds[code]
        for one in rows:
            title = str(Words(told.title_of(model, one.key)))
            is_share = one.of is not None and one.part is None
            sheet.append(
                [
                    _text(sheet, code),
                    _text(sheet, model),
                    one.key,
                    _text(sheet, title),
                    None if one.part is None else float(one.part),
                    None if one.of is None or is_share or one.part is None else float(one.of),
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


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
