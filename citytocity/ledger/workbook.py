"""The register as an Excel workbook: a sheet for each kind, and for each list inside a kind.

Row 1, hidden, holds the keys; row 2 the headings in the active language; records begin in row 3.
Cell A1 says which sheet it is (`activities.id`, `activities.participations.id`), so that the names
of sheets may be translated or changed. A text has a column for each language (`title:en`) and one
for the code of the language it was first written in (`title:original`).

What reading means: a column that is not there leaves its fact as it is, also one language of a
text; an empty cell empties. A sheet of a list replaces the whole list of every record that stands
in it, and of every record that stands in the sheet of its kind: there, no rows mean an empty list.
A sheet that is not there changes nothing. Of formulas the values are read that Excel has kept; one
without is refused, for it is not an empty cell.
"""

import datetime
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES
from citytocity.languages.fields import I18nCharField, I18nTextField, NameField
from citytocity.ledger.exporting import Plain, register_as_data
from citytocity.ledger.kinds import KINDS, Column, Kind, Nested
from citytocity.ledger.written import Item, Position, SomeLanguages, Written
from citytocity.sources.models import Source

MOST_UNZIPPED = 256 * 1024 * 1024
FIRST_ROW = 3
LAST_ROW = 1_048_576
ORIGINAL = "original"
TEXT = "@"  # Excel's format that turns nothing into a date or a number
LONGEST_LIST = 255  # characters that Excel takes for a list of allowed values
LONGEST_NAME = 31
MOST_COLUMNS = 1_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how OOXML writes what XML has no letter for
MEANT_AS_IT_IS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_workbook(
    path: Path, told: Callable[[int], None] = lambda _count: None, *, closed: bool = False
) -> None:
    """The register in one workbook that opens ready for editing, and that the importer reads."""
    data = register_as_data(told, closed=closed)
    sheets = list(_sheets(_languages(data), closed=closed))
    names = {sheet.key: sheet.name for sheet in sheets}
    book = Workbook(write_only=True)
    for sheet in sheets:
        _SheetWriter(book.create_sheet(sheet.name), sheet, names).write(sheet.rows(data))
    book.save(path)


def read_workbook(path: Path) -> Written:
    """The workbook's records; problems instead of records where it cannot be read."""
    written = Written()
    try:
        if _size_unzipped(path) > MOST_UNZIPPED:
            message = _("This workbook is too big: unzipped it has more than %(limit)d MB.")
            limit = MOST_UNZIPPED // 1024**2
            written.problems.append((Position(path.name), message % {"limit": limit}))
            return written
        grids = list(_grids(path))
    except Exception:  # a damaged file breaks the parser anywhere, with any error
        message = _("This is no Excel workbook. Save it anew as “Excel Workbook (.xlsx)”.")
        written.problems.append((Position(path.name), message))
        return written
    _Reading(path.name, written).take(grids)
    return written


# --- what a sheet is ---


@dataclass(frozen=True)
class _SheetColumn:
    """A column of a sheet: of a text there is one for each language."""

    key: str
    heading: str
    column: Column | None = None
    language: str = ""


@dataclass(frozen=True)
class _Sheet:
    """The sheet of a kind, or of a list inside a kind."""

    key: str
    name: str
    kind: Kind
    nested: Nested | None
    columns: list[_SheetColumn]

    def rows(self, data: dict[str, list[Plain]]) -> Iterator[Plain]:
        for record in data[self.kind.key]:
            if self.nested is None:
                yield record
            else:
                for row in record.get(self.nested.key, []):
                    values = row if isinstance(row, dict) else {str(self.nested.short_key): row}
                    yield {**values, "id": record["id"]}


def _sheets(languages: list[str], *, closed: bool) -> Iterator[_Sheet]:
    taken: set[str] = set()
    for kind in KINDS.values():
        plural = capfirst(str(kind.model._meta.verbose_name_plural))
        first = _SheetColumn(f"{kind.key}.id", capfirst(_("id")))
        columns = [first, *_columns(kind.told(closed=closed).values(), languages)]
        yield _Sheet(kind.key, _name(plural, taken), kind, None, columns)
        for nested in kind.nested.values():
            model = Source if nested.short_key else nested.model
            name = _name(f"{plural} – {model._meta.verbose_name_plural}", taken)
            heading = capfirst(str(kind.model._meta.verbose_name))
            first = _SheetColumn(f"{kind.key}.{nested.key}.id", heading)
            columns = [first, *_columns(nested.columns.values(), languages)]
            yield _Sheet(f"{kind.key}.{nested.key}", name, kind, nested, columns)


def _columns(columns: Iterable[Column], languages: list[str]) -> Iterator[_SheetColumn]:
    for column in columns:
        heading = capfirst(str(column.field.verbose_name))
        if not _is_words(column):
            yield _SheetColumn(column.key, heading, column)
            continue
        for code in languages:
            name = f"{heading} ({LOCAL_NAMES.get(code, code)})"
            yield _SheetColumn(f"{column.key}:{code}", name, column, code)
        name = _("%(fact)s: original language") % {"fact": heading}
        yield _SheetColumn(f"{column.key}:{ORIGINAL}", name, column, ORIGINAL)


def _name(name: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, and that no other sheet has."""
    clean = "".join("-" if letter in r"[]:*?/\'" else letter for letter in name)
    short = clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 1].rstrip() + "…"
    number = 1
    while short.casefold() in taken:
        number += 1
        short = f"{clean[: LONGEST_NAME - 4].rstrip()}… {number}"
    taken.add(short.casefold())
    return short


def _languages(data: dict[str, list[Plain]]) -> list[str]:
    """The site's languages, and what other ones the register's texts are in."""
    used = {code for records in data.values() for record in records for code in _codes(record)}
    return [*settings.CONTENT_CODES, *sorted(used - set(settings.CONTENT_CODES))]


def _codes(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if key in CONTENT_LANGUAGES)
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _codes(part)


def _is_words(column: Column) -> bool:
    return isinstance(column.field, I18nCharField | I18nTextField)


# --- writing ---


@dataclass
class _SheetWriter:
    target: Any
    sheet: _Sheet
    names: dict[str, str]

    def write(self, rows: Iterator[Plain]) -> None:
        self._furnish()
        columns = self.sheet.columns
        self.target.append([self._cell(column.key) for column in columns])
        self.target.append([self._heading(column.heading) for column in columns])
        for row in rows:
            self.target.append([self._cell(_written(column, row)) for column in columns])

    def _furnish(self) -> None:
        """Before the first row, for the file is written from its head to its foot."""
        self.target.freeze_panes = f"B{FIRST_ROW}"
        self.target.row_dimensions[1].hidden = True
        for number, column in enumerate(self.sheet.columns, start=1):
            letter = get_column_letter(number)
            self.target.column_dimensions[letter].width = _width(column)
            if not _is_number(column):
                self.target.column_dimensions[letter].number_format = TEXT
            if allowed := self._allowed(column):
                allowed.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
                self.target.data_validations.append(allowed)

    def _allowed(self, column: _SheetColumn) -> DataValidation | None:
        """The list of values to choose from; None where anything may stand."""
        if column.column is None:
            return self._ids(self.sheet.kind.key) if self.sheet.nested else None
        field = column.column.field
        if field.is_relation and not column.column.is_list:
            return self._ids(_kind_of(field.related_model))
        if isinstance(field, models.BooleanField):
            return _list_of(["yes", "no"])
        if field.choices and not column.column.is_list:
            return _list_of([str(value) for value, _label in field.flatchoices if value])
        return None

    def _ids(self, kind: str) -> DataValidation | None:
        if kind not in self.names:
            return None
        ids = f"'{self.names[kind]}'!$A${FIRST_ROW}:$A${LAST_ROW}"
        return DataValidation(type="list", formula1=ids, allow_blank=True, errorStyle="warning")

    def _heading(self, text: str) -> Cell:
        cell = self._cell(text)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def _cell(self, value: Any) -> Any:
        if value is None or value == "":
            return None
        cell = WriteOnlyCell(self.target)
        if isinstance(value, int | float):
            cell.value = value
            return cell
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        escaped = MEANT_AS_IT_IS.sub("_x005F_", text).replace("\r", "_x000D_")
        # the setter cuts at 32,767 letters, those of the escapes among them
        cell._value = escaped  # type: ignore[attr-defined]
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.number_format = TEXT
        return cell


def _written(column: _SheetColumn, row: Plain) -> Any:
    """What stands in the cell; a default that files leave out is written out here."""
    if column.column is None:
        return row["id"]
    field = column.column.field
    value = row.get(column.column.key)
    if column.language == ORIGINAL:
        return next(iter(value), None) if value else None
    if column.language:
        return (value or {}).get(column.language)
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return field.get_default() if value is None and field.has_default() else value


def _list_of(values: list[str]) -> DataValidation | None:
    joined = ",".join(values)
    if len(joined) > LONGEST_LIST:
        return None
    return DataValidation(
        type="list",
        formula1=f'"{joined}"',
        allow_blank=True,
        showErrorMessage=True,
        error=_("Choose a value from the list."),
    )


def _kind_of(model: Any) -> str:
    return next((key for key, kind in KINDS.items() if kind.model is model), "")


def _is_number(column: _SheetColumn) -> bool:
    field = column.column and column.column.field
    return isinstance(field, models.IntegerField | models.DecimalField)


def _width(column: _SheetColumn) -> int:
    if column.language and column.language != ORIGINAL:
        return 40
    return 14 if _is_number(column) or column.language else 24


# --- reading ---


Place = tuple[int, int]
"""A row, counted from 1, and a column, counted from 0."""


@dataclass(frozen=True)
class _Grid:
    """The cells of one sheet as texts; None is an empty cell, and an empty row is not there.

    `faults` tells of the cells that cannot be read.
    """

    name: str
    rows: dict[int, list[str | None]]
    faults: dict[Place, str]

    def row(self, number: int) -> list[str | None]:
        return self.rows.get(number, [])

    @property
    def records(self) -> dict[int, list[str | None]]:
        return {number: row for number, row in self.rows.items() if number >= FIRST_ROW}


def _size_unzipped(path: Path) -> int:
    with zipfile.ZipFile(path) as parts:
        return sum(part.file_size for part in parts.infolist())


def _grids(path: Path) -> Iterator[_Grid]:
    values, formulas = _opened(path, data_only=True), _opened(path, data_only=False)
    try:
        for sheet, twin in zip(values.worksheets, formulas.worksheets, strict=True):
            yield _grid(sheet, twin)
    finally:
        values.close()
        formulas.close()


def _opened(path: Path, *, data_only: bool) -> Any:
    reader = _Reader(path, read_only=True, data_only=data_only)
    reader.read()
    for sheet in reader.wb.worksheets:
        sheet.reset_dimensions()  # what they say may be wrong
    return reader.wb


class _Reader(ExcelReader):
    """Leaves the escapes of shared texts as they are: openpyxl takes half of them out."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = [
                    Text.from_tree(node).content  # type: ignore[union-attr]
                    for _event, node in iterparse(source)
                    if node.tag == f"{{{SHEET_MAIN_NS}}}si"
                ]


def _grid(sheet: Any, twin: Any) -> _Grid:
    """The sheet's cells; `twin` is the same sheet with formulas instead of their values."""
    rows: dict[int, list[str | None]] = {}
    faults: dict[Place, str] = {}
    pairs = zip(sheet.iter_rows(), twin.iter_rows(), strict=True)
    for number, (cells, originals) in enumerate(pairs, start=1):
        for place, (cell, original) in enumerate(zip(cells, originals, strict=True)):
            if fault := _unreadable(cell, original):
                faults[number, place] = fault
        row = [_meant(cell) for cell in cells]
        while row and row[-1] is None and (number, len(row) - 1) not in faults:
            row.pop()
        if row:
            rows[number] = row
    return _Grid(sheet.title, rows, faults)


def _unreadable(cell: Any, original: Any) -> str:
    """What is wrong with a cell whose value is no value; empty if nothing is."""
    if cell.data_type == "e":
        return _("“%(value)s” is an error of a formula, not a value.") % {"value": cell.value}
    if original.data_type == "f" and cell.value is None:
        return _(
            "This formula has no value yet. Write the value itself, "
            "or open and save the file in a spreadsheet program."
        )
    return ""


def _meant(cell: Any) -> str | None:
    """What the person meant whose Excel made a number or a date of it."""
    value = cell.value
    if value is None or cell.data_type == "e" or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}').normalize():f}"
    if isinstance(value, datetime.datetime):
        return _day(value, str(cell.number_format).lower())
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(value))


def _day(value: datetime.datetime, number_format: str) -> str:
    """As exact as it is shown: `Sep 18` in a cell is a month, though Excel keeps its first day."""
    if value.time() != datetime.time():
        return value.isoformat(" ")
    if "d" in number_format:
        return value.date().isoformat()
    return f"{value:%Y-%m}" if "m" in number_format else f"{value:%Y}"


@dataclass
class _Reading:
    file: str
    written: Written

    def take(self, grids: list[_Grid]) -> None:
        sheets = {sheet.columns[0].key: sheet for sheet in _sheets([], closed=True)}
        lists: list[tuple[_Sheet, _Grid]] = []
        for grid in grids:
            key = _at(grid.row(1), 0)
            sheet = sheets.get(str(key).strip())
            if sheet is None:
                self._tell_unknown(grid, key)
            elif (width := max(map(len, grid.rows.values()))) > MOST_COLUMNS:
                message = _("There is something far to the right of the register. Take it out.")
                row = next(number for number, row in grid.rows.items() if len(row) == width)
                self._problem(self._position(grid, row, width - 1), message)
            elif sheet.nested is None:
                self._take_records(sheet, grid)
            else:
                lists.append((sheet, grid))
        for sheet, grid in lists:  # after the records they belong to
            self._take_list(sheet, grid)

    def _take_records(self, sheet: _Sheet, grid: _Grid) -> None:
        items = self.written.sections.setdefault(sheet.kind.key, [])
        items += self._items(grid, sheet.kind.columns)

    def _take_list(self, sheet: _Sheet, grid: _Grid) -> None:
        assert sheet.nested is not None  # noqa: S101 for the type checker
        key = sheet.nested.key
        records = self.written.sections.setdefault(sheet.kind.key, [])
        by_id = {record.text("id"): record for record in records}
        for record in records:
            record.values.setdefault(key, [])
        for row in self._items(grid, sheet.nested.columns):
            slug = str(row.values.pop("id") or "").strip()
            at = row.places.pop("id")
            if not slug:
                self._problem(at, _("Write the id of the record that this row belongs to."))
                continue
            if slug not in by_id:
                by_id[slug] = Item(at, {"id": slug, key: []}, {"id": at})
                records.append(by_id[slug])
            by_id[slug].values[key].append(row)
            by_id[slug].places.setdefault(key, at)

    def _items(self, grid: _Grid, columns: dict[str, Column]) -> Iterator[Item]:
        heads = self._heads(grid, columns)
        for number, row in grid.records.items():
            yield self._item(grid, number, row, heads)

    def _heads(self, grid: _Grid, columns: dict[str, Column]) -> dict[int, _SheetColumn]:
        """The columns by their place from the left; those that cannot be read are told."""
        heads = {0: _SheetColumn("id", "")}
        used = {
            place
            for row in grid.records.values()
            for place, value in enumerate(row)
            if value is not None
        }
        for place in range(1, max(map(len, grid.rows.values()))):
            written = str(_at(grid.row(1), place) or "").strip()
            key, _colon, language = written.partition(":")
            column = columns.get(key)
            if fault := self._fault(written, column, columns, is_used=place in used):
                self._problem(self._position(grid, 1, place), fault)
            elif any(_are_one(written, head.key) for head in heads.values()):
                message = _("“%(key)s” is there twice.") % {"key": written}
                self._problem(self._position(grid, 1, place), message)
            elif written:
                heads[place] = _SheetColumn(written, "", column, language)
        return heads

    def _fault(
        self, written: str, column: Column | None, columns: dict[str, Column], *, is_used: bool
    ) -> str:
        language = written.partition(":")[2]
        if not written:
            return _("This column has no key in row 1. Write it, or clear it.") if is_used else ""
        if column is None or (language and not _is_words(column)):
            message = _("There is no column “%(key)s” on this sheet. Known are: %(known)s.")
            return message % {"key": written, "known": ", ".join(columns)}
        if _is_words(column) and not language and not isinstance(column.field, NameField):
            return _("Write the language with it, such as “%(key)s:en”.") % {"key": column.key}
        if language and language not in {ORIGINAL, *CONTENT_LANGUAGES}:
            message = _("Unknown language: %(codes)s. Codes are such as en, ru, zh-hans.")
            return message % {"codes": language}
        return ""

    def _item(
        self, grid: _Grid, number: int, row: list[str | None], heads: dict[int, _SheetColumn]
    ) -> Item:
        item = Item(self._position(grid, number, 0))
        for place, head in heads.items():
            value, position = _at(row, place), self._position(grid, number, place)
            if fault := grid.faults.get((number, place)):
                self._problem(position, fault)
                item.refused.add(head.column.key if head.column else "id")
            if head.column is None:
                item.values["id"], item.places["id"] = value, position
            elif head.language:
                self._add_language(item, head, value, position)
            else:
                item.values[head.key] = _typed(head.column, value)
                item.places[head.key] = position
        return item

    def _add_language(
        self, item: Item, head: _SheetColumn, value: str | None, position: Position
    ) -> None:
        assert head.column is not None  # noqa: S101 for the type checker
        words = item.values.setdefault(head.column.key, SomeLanguages(position))
        item.places.setdefault(head.column.key, position)
        if head.language == ORIGINAL:
            words.original = (value or "").strip()
            return
        words.values[head.language] = value
        if value is not None and all(text is None for text in list(words.values.values())[:-1]):
            item.places[head.column.key] = position  # the first language that says something

    def _tell_unknown(self, grid: _Grid, key: str | None) -> None:
        if grid.rows:
            message = _(
                "This sheet is none of the register’s: A1 says “%(key)s”, not such as “cities.id”. "
                "Take the sheet out, or begin from an exported workbook."
            )
            self._problem(self._position(grid, 1, 0), message % {"key": key or ""})

    def _position(self, grid: _Grid, row: int, place: int) -> Position:
        return Position(self.file, row, f"{grid.name}!{get_column_letter(place + 1)}{row}")

    def _problem(self, position: Position, message: str) -> None:
        self.written.problems.append((position, message))


def _are_one(key: str, other: str) -> bool:
    """Whether both columns say the same: also a name in one form, and in a language."""
    return other in {key, key.partition(":")[0]} or key == other.partition(":")[0]


def _typed(column: Column, value: str | None) -> Any:
    if value is None:
        return None
    if column.is_list:
        return [slug.strip() for slug in value.split(",") if slug.strip()]
    return value.strip() if column.is_reference or column.field.choices else value


def _at(row: list[str | None], place: int) -> str | None:
    return row[place] if place < len(row) else None
