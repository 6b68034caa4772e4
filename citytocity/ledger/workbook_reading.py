"""The register's workbook read back, a row at a time: a large one does not fill the memory.

What reading means: a column that is not there leaves its fact as it is, also one language of a
text; an empty cell empties. A sheet of a list replaces the whole list of every record that stands
in it, and of every record that stands in the sheet of its kind: there, no rows mean an empty list.
A sheet that is not there changes nothing. Of formulas the values are read that Excel has kept; one
without is refused, for it is not an empty cell.
"""

import datetime
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.fields import NameField
from citytocity.ledger.cells import cells_of, day_as_shown, number_format
from citytocity.ledger.kinds import Column
from citytocity.ledger.workbook import (
    FIRST_ROW,
    ORIGINAL,
    Sheet,
    SheetColumn,
    is_words,
    sheets_of,
)
from citytocity.ledger.written import Item, Pile, Position, SomeLanguages, Written

MOST_UNZIPPED = 256 * 1024 * 1024
MOST_COLUMNS = 1_000
SHORT = 40
"""Letters of a text that is likely to come again: it is kept once."""
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how OOXML writes what XML has no letter for
HALVES = range(0xD800, 0xE000)
NO_FAULTS: dict[int, str] = {}
"""The same for every row that has none: of a quarter of a million nearly all."""


class DamagedError(Exception):
    """The file cannot be read to its end."""


class Row(NamedTuple):
    """The cells of a row that is not empty, as texts; None is an empty cell. `faults` tells of the
    cells that cannot be read, by their column, counted from 0."""

    number: int
    cells: tuple[str | None, ...]
    faults: dict[int, str]

    def cell(self, place: int) -> str | None:
        return self.cells[place] if place < len(self.cells) else None


def read_workbook(path: Path) -> Written:
    """The workbook's records; problems instead of records where it cannot be read."""
    written = Written()
    try:
        if _size_unzipped(path) > MOST_UNZIPPED:
            message = _("This workbook is too big: unzipped it has more than %(limit)d MB.")
            limit = MOST_UNZIPPED // 1024**2
            written.problems.append((Position(path.name), message % {"limit": limit}))
            return written
        with path.open("rb") as file:
            _Reading(path.name, written).take(_opened(file))
    except (DamagedError, zipfile.BadZipFile, OSError):
        message = _("This is no Excel workbook. Save it anew as “Excel Workbook (.xlsx)”.")
        return Written(problems=[(Position(path.name), message)])
    return written


# --- the file ---


def _size_unzipped(path: Path) -> int:
    with zipfile.ZipFile(path) as parts:
        return sum(part.file_size for part in parts.infolist())


def _opened(file: Any) -> Any:
    try:
        reader = _Reader(file, read_only=True, data_only=True)
        reader.read()
    except Exception as error:  # a damaged file breaks the parser anywhere, with any error
        raise DamagedError from error
    return reader.wb


class _Reader(ExcelReader):
    """Leaves the escapes of shared texts as they are: openpyxl takes half of them out."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_strings(source))


def _strings(source: Any) -> Iterator[str]:
    for _event, node in iterparse(source):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            yield Text.from_tree(node).content  # type: ignore[union-attr]
            node.clear()


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that are not empty."""
    try:
        with sheet._get_source() as source:
            for number, found in cells_of(sheet, source).parse():
                row = _row(sheet.parent, number, found)
                if row.cells or row.faults:
                    yield row
    except Exception as error:
        raise DamagedError from error


def _row(book: Any, number: int, found: list[dict[str, Any]]) -> Row:
    cells: list[str | None] = []
    faults: dict[int, str] = {}
    for parts in found:
        place, value = parts["column"] - 1, _meant(book, parts)
        if fault := _unreadable(parts):
            faults[place] = fault
        if value is not None or fault:
            cells += [None] * (place + 1 - len(cells))
            cells[place] = value
    return Row(number, tuple(cells), faults or NO_FAULTS)


def _unreadable(parts: dict[str, Any]) -> str:
    """What is wrong with a cell whose value is no value; empty if nothing is."""
    if parts["data_type"] == "e":
        return _("“%(value)s” is an error of a formula, not a value.") % {"value": parts["value"]}
    if parts["data_type"] == "f":
        return _(
            "This formula has no value yet. Write the value itself, "
            "or open and save the file in a spreadsheet program."
        )
    return ""


def _meant(book: Any, parts: dict[str, Any]) -> str | None:
    """What the person meant whose Excel made a number or a date of it."""
    value = parts["value"]
    if value is None or parts["data_type"] == "e":
        return None
    if isinstance(value, str):
        return ESCAPED.sub(_letter, value) if value.strip() else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}').normalize():f}"
    if not isinstance(value, datetime.datetime):
        return intern(str(value))
    if value.time() != datetime.time():
        return value.isoformat(" ")
    return day_as_shown(value, number_format(book, parts["style_id"]))


def _letter(code: re.Match[str]) -> str:
    """As it is written, if it is half a letter: no text can be kept that has one."""
    number = int(code[1], 16)
    return code[0] if number in HALVES else chr(number)


# --- what stands in it ---


@dataclass
class _Part:
    """A sheet on its way: which of the register's it is, and what its columns hold."""

    file: str
    name: str
    sheet: Sheet
    heads: dict[int, SheetColumn]

    def at(self, row: int, place: int) -> Position:
        return Position(self.file, row, f"{self.name}!{get_column_letter(place + 1)}{row}")

    def item(self, row: Row) -> Item:
        item = Item(self.at(row.number, 0))
        for place, head in self.heads.items():
            value = row.cell(place)
            if place in row.faults:
                item.refused.add(head.column.key if head.column else "id")
            if head.column is None:
                item.values["id"], item.places["id"] = value, place
            elif head.language:
                self._add_language(item, head, value, place)
            else:
                item.values[head.key] = _typed(head.column, value)
                item.places[head.key] = place
        return item

    def listed(self, row: Row) -> Item:
        """A row of a list: it has no id of its own."""
        item = self.item(row)
        del item.values["id"], item.places["id"]
        return item

    def _add_language(self, item: Item, head: SheetColumn, value: str | None, place: int) -> None:
        assert head.column is not None  # noqa: S101 for the type checker
        key = head.column.key
        words = item.values.setdefault(key, SomeLanguages(self.at(item.position.line, place)))
        item.places.setdefault(key, place)
        if head.language == ORIGINAL:
            words.original = (value or "").strip()
            return
        words.values[head.language] = value
        if value is not None and all(text is None for text in list(words.values.values())[:-1]):
            item.places[key] = place  # the first language that says something


@dataclass
class _Records:
    """The records of one kind, each with its lists, which stand in sheets of their own: put
    together whenever they are gone through."""

    bare: Pile = field(default_factory=Pile)
    ids: set[str] = field(default_factory=set)
    lists: dict[str, dict[str, list[tuple[_Part, Row]]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.bare)

    def __iter__(self) -> Iterator[Item]:
        for item in self.bare:
            slug, has_row = item.text("id"), bool(item.places)
            for key, rows in self.lists.items():
                mine = rows.get(slug, ())
                if mine or has_row:
                    item.values[key] = [part.listed(row) for part, row in mine]
                if mine:
                    part, row = mine[0]
                    item.places[key] = part.at(row.number, 0)
            yield item

    def add(self, item: Item) -> None:
        self.ids.add(item.text("id"))
        self.bare.append(item)


@dataclass
class _Reading:
    file: str
    written: Written

    def take(self, book: Any) -> None:
        known = {sheet.columns[0].key: sheet for sheet in sheets_of([], closed=True)}
        for sheet in book.worksheets:
            rows = _rows(sheet)
            first = next(rows, None)
            if first is None:
                continue
            keys = first if first.number == 1 else Row(1, (), {})
            found = known.get(str(keys.cell(0)).strip())
            if found is None:
                self._tell_unknown(sheet.title, keys.cell(0))
            else:
                part = _Part(self.file, sheet.title, found, {})
                self._take(part, keys, rows if keys is first else chain([first], rows))
        for records in self.written.sections.values():
            self._add_missing(records)

    def _take(self, part: _Part, keys: Row, rows: Iterable[Row]) -> None:
        part.heads = self._heads(part, keys)
        records = self.written.sections.setdefault(part.sheet.kind.key, _Records())
        nested = part.sheet.nested
        lists = records.lists.setdefault(nested.key, {}) if nested else {}
        used: set[int] = set()
        for row in chain([keys], rows):
            if len(row.cells) > MOST_COLUMNS:
                message = _("There is something far to the right of the register. Take it out.")
                self._problem(part.at(row.number, len(row.cells) - 1), message)
                return
            if row.number < FIRST_ROW:
                continue
            used |= {place for place, value in enumerate(row.cells) if value is not None}
            for place in part.heads.keys() & row.faults.keys():
                self._problem(part.at(row.number, place), row.faults[place])
            if nested is None:
                records.add(part.item(row))
            else:
                self._take_listed(part, row, lists)
        for place in sorted(used - part.heads.keys()):
            if not (keys.cell(place) or "").strip():
                message = _("This column has no key in row 1. Write it, or clear it.")
                self._problem(part.at(1, place), message)

    def _take_listed(
        self, part: _Part, row: Row, lists: dict[str, list[tuple[_Part, Row]]]
    ) -> None:
        slug = (row.cell(0) or "").strip()
        if slug:
            lists.setdefault(slug, []).append((part, _small(row)))
        else:
            message = _("Write the id of the record that this row belongs to.")
            self._problem(part.at(row.number, 0), message)

    def _add_missing(self, records: _Records) -> None:
        """Records of which only rows of lists stand in the file: nothing else changes of them."""
        for rows in records.lists.values():
            for slug, mine in rows.items():
                if slug not in records.ids:
                    part, row = mine[0]
                    records.add(Item(part.at(row.number, 0), {"id": slug}))

    def _heads(self, part: _Part, keys: Row) -> dict[int, SheetColumn]:
        """The columns by their place from the left; those that cannot be read are told."""
        sheet = part.sheet
        columns = sheet.nested.columns if sheet.nested else sheet.kind.columns
        heads = {0: SheetColumn("id", "")}
        for place in range(1, min(len(keys.cells), MOST_COLUMNS)):
            written = (keys.cell(place) or "").strip()
            key, _colon, language = written.partition(":")
            column = columns.get(key)
            if not written:
                continue
            if fault := self._fault(written, column, columns):
                self._problem(part.at(1, place), fault)
            elif any(_are_one(written, head.key) for head in heads.values()):
                message = _("“%(key)s” is there twice.") % {"key": written}
                self._problem(part.at(1, place), message)
            else:
                heads[place] = SheetColumn(written, "", column, language)
        return heads

    def _fault(self, written: str, column: Column | None, columns: dict[str, Column]) -> str:
        language = written.partition(":")[2]
        if column is None or (language and not is_words(column)):
            message = _("There is no column “%(key)s” on this sheet. Known are: %(known)s.")
            return message % {"key": written, "known": ", ".join(columns)}
        if is_words(column) and not language and not isinstance(column.field, NameField):
            return _("Write the language with it, such as “%(key)s:en”.") % {"key": column.key}
        if language and language not in {ORIGINAL, *CONTENT_LANGUAGES}:
            message = _("Unknown language: %(codes)s. Codes are such as en, ru, zh-hans.")
            return message % {"codes": language}
        return ""

    def _tell_unknown(self, name: str, key: str | None) -> None:
        message = _(
            "This sheet is none of the register’s: A1 says “%(key)s”, not such as “cities.id”. "
            "Take the sheet out, or begin from an exported workbook."
        )
        self._problem(Position(self.file, 1, f"{name}!A1"), message % {"key": key or ""})

    def _problem(self, position: Position, message: str) -> None:
        self.written.problems.append((position, message))


def _small(row: Row) -> Row:
    """With each short text kept once, however many rows have it."""
    cells = (intern(text) if text and len(text) < SHORT else text for text in row.cells)
    return Row(row.number, tuple(cells), row.faults)


def _are_one(key: str, other: str) -> bool:
    """Whether both columns say the same: also a name in one form, and in a language."""
    return other in {key, key.partition(":")[0]} or key == other.partition(":")[0]


def _typed(column: Column, value: str | None) -> Any:
    if value is None:
        return None
    if column.is_list:
        return [slug.strip() for slug in value.split(",") if slug.strip()]
    return value.strip() if column.is_reference or column.field.choices else value
