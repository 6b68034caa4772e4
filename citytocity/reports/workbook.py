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
from openpyxl.utils import get_column_letter, quote_sheetname

from citytocity.design.components import Table
from citytocity.design.heads import absolute
from citytocity.figures.catalogue import indicators
from citytocity.figures.enums import Unit
from citytocity.figures.reductions import HowMany, Nights, Share, Total, Worth
from citytocity.languages.text import Words
from citytocity.ledger.enums import Certainty
from citytocity.reports.behind import Behind
from citytocity.reports.exporting import cell_words, held, letters_in, plain
from citytocity.reports.presentation import reading
from citytocity.reports.since import model_named
from citytocity.reports.told import Annual, Measured
from citytocity.reports.wording import address, label, language

ADDED_UP = (HowMany, Total, Nights, Worth)
Closed = Mapping[str, set[int]]
"""Keys by kind of record."""
WIDEST = 70
LONGEST = 31
"""Letters in the name of a sheet, as Excel has it."""


def as_workbook(told: Annual, records: Behind, *, closed: Closed | None = None) -> bytes:
    """The figures, as formulas over the sheet of their records where they are sums. Sheets have
    names in the active language, and formulas name that of the records as it is. Of those that
    are `closed` to readers the title is not told, and no part of a figure that counts one: its sum
    is a plain number, out of which nothing can be worked out."""
    book = Workbook(write_only=True)
    figures = book.create_sheet(sheet_name(book, _("Figures")))
    parts = book.create_sheet(sheet_name(book, _("Records")))
    _write_figures(figures, told, records, closed or {}, summed=quote_sheetname(parts.title))
    _write_records(parts, told, records, closed or {})
    for chapter in reading(told).chapters:
        for listed in chapter.lists:
            _write_list(book, listed.table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_figures(
    sheet: Any, told: Annual, records: Behind, closed: Closed, *, summed: str
) -> None:
    years = [*told.before, told.year]
    heads = [_("Code"), _("Figure"), _("Unit"), *map(str, years), _("Against the year before"),
             _("How sure"), _("Records"), _("Without a number"), _("Address")]  # fmt: skip
    _widen(
        sheet,
        [14, 44, 20, *(10 for _year in years), *(letters_in(head) + 2 for head in heads[-5:])],
    )
    sheet.freeze_panes = "C2"
    sheet.append([_bold(sheet, head) for head in heads])
    last = 3 + len(years)
    for row, one in enumerate(told.measured.values(), start=2):
        number = one.numbers[told.year]
        cells: list[Any] = [_text(sheet, one.code), _text(sheet, str(Words(one.name)))]
        is_held = held(one.code)
        unit = number.currency or str(Unit(one.unit).label)
        cells.append(_text(sheet, unit if is_held else ""))
        cells += [_number(one, year) for year in years[:-1]]
        is_sum = _has_parts(told, records, one) and not _hides_parts(one, records, closed)
        formula = _formula(one, row, summed) if is_sum else ""
        cells.append(formula or _number(one, told.year))
        this, before = get_column_letter(last), get_column_letter(last - 1)
        has_both = len(years) > 1 and None not in (number.value, _number(one, years[-2]))
        cells.append(f"={this}{row}-{before}{row}" if has_both else None)
        sure = _("not recorded") if number.value is None else label(Certainty, number.certainty)
        cells.append(_text(sheet, sure))
        cells += [number.records, number.unknown] if is_held else [None, None]
        cells.append(_text(sheet, absolute(address(one.path))))
        sheet.append(cells)


def _has_parts(told: Annual, records: Behind, one: Measured) -> bool:
    """Whether it has a value, and its records stand in the file."""
    return one.code in records.parts and one.numbers[told.year].value is not None


def _formula(one: Measured, row: int, summed: str) -> str:
    """The sum of its records on the sheet `summed`, or a share of two sums; empty for what is no
    sum."""
    found = indicators().get(one.code)
    if found is None or found.measure is None:
        return ""
    parts = f"SUMIFS({summed}!$E:$E,{summed}!$A:$A,$A{row})"
    if isinstance(found.measure.reduction, ADDED_UP):
        return f"={parts}"
    if isinstance(found.measure.reduction, Share):
        both = f'{summed}!$A:$A,$A{row},{summed}!$E:$E,"<>",{summed}!$F:$F,"<>"'
        part, whole = (f"SUMIFS({summed}!${column}:${column},{both})" for column in "EF")
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
    _widen(sheet, [14, 24, letters_in(heads[2]) + 2, 60, 10, 10])
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
    sheet = book.create_sheet(sheet_name(book, str(table.caption)))
    heads = [plain(column.words) for column in table.columns]
    rows = [[cell_words(cell) for cell in row] for row in table.rows]
    columns = zip(heads, *rows, strict=True)
    _widen(sheet, [min(max(map(letters_in, column)) + 2, WIDEST) for column in columns])
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_text(sheet, words) for words in row])


def _widen(sheet: Any, widths: list[int]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def sheet_name(book: Any, name: str) -> str:
    """As Excel takes it: short, without its marks, not that of another sheet, and not "History",
    which it keeps for itself. A long one ends at a word."""
    clean = "".join("-" if letter in r"[]:*?/\'" else letter for letter in name).strip() or "-"
    taken = {sheet.title.casefold() for sheet in book.worksheets} | {"history"}
    number, found = 1, _shortened(clean, LONGEST)
    while found.casefold() in taken:
        number += 1
        found = f"{_shortened(clean, LONGEST - len(f' {number}'))} {number}"
    return found


def _shortened(name: str, most: int) -> str:
    """Its first words, if it is longer; of one long word its beginning."""
    if len(name) <= most:
        return name
    begun = name[:most].rpartition(" ")[0] or name[: most - 1]
    return f"{begun}…"


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
