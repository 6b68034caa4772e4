"""The register as an Excel workbook: a sheet for each kind, and for each list inside a kind.

Row 1, hidden, holds the keys; row 2 the headings in the active language; records begin in row 3.
Cell A1 says which sheet it is (`activities.id`, `activities.participations.id`), so that the names
of sheets may be translated or changed. A text has a column for each language (`title:en`) and one
for the code of the language it was first written in (`title:original`).

`workbook_reading` reads it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.ledger.cells import TEXT, text_cell
from citytocity.ledger.exporting import Plain, register_as_data
from citytocity.ledger.kinds import KINDS, Column, Kind, Nested
from citytocity.sources.models import Source

FIRST_ROW = 3
LAST_ROW = 1_048_576
ORIGINAL = "original"
LONGEST_LIST = 255  # characters that Excel takes for a list of allowed values
LONGEST_NAME = 31


def write_workbook(
    path: Path, told: Callable[[int], None] = lambda _count: None, *, closed: bool = False
) -> None:
    """The register in one workbook that opens ready for editing, and that the importer reads."""
    data = register_as_data(told, closed=closed)
    sheets = list(sheets_of(_languages(data), closed=closed))
    names = {sheet.key: sheet.name for sheet in sheets}
    book = Workbook(write_only=True)
    for sheet in sheets:
        _SheetWriter(book.create_sheet(sheet.name), sheet, names).write(sheet.rows(data))
    book.save(path)


# --- what a sheet is ---


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: of a text there is one for each language."""

    key: str
    heading: str
    column: Column | None = None
    language: str = ""


@dataclass(frozen=True)
class Sheet:
    """The sheet of a kind, or of a list inside a kind."""

    key: str
    name: str
    kind: Kind
    nested: Nested | None
    columns: list[SheetColumn]

    def rows(self, data: dict[str, list[Plain]]) -> Iterator[Plain]:
        for record in data[self.kind.key]:
            if self.nested is None:
                yield record
            else:
                for row in record.get(self.nested.key, []):
                    values = row if isinstance(row, dict) else {str(self.nested.short_key): row}
                    yield {**values, "id": record["id"]}


def sheets_of(languages: list[str], *, closed: bool) -> Iterator[Sheet]:
    taken: set[str] = set()
    for kind in KINDS.values():
        plural = capfirst(str(kind.model._meta.verbose_name_plural))
        first = SheetColumn(f"{kind.key}.id", capfirst(_("id")))
        columns = [first, *_columns(kind.told(closed=closed).values(), languages)]
        yield Sheet(kind.key, _name(plural, taken), kind, None, columns)
        for nested in kind.nested.values():
            model = Source if nested.short_key else nested.model
            name = _name(f"{plural} – {model._meta.verbose_name_plural}", taken)
            heading = capfirst(str(kind.model._meta.verbose_name))
            first = SheetColumn(f"{kind.key}.{nested.key}.id", heading)
            columns = [first, *_columns(nested.columns.values(), languages)]
            yield Sheet(f"{kind.key}.{nested.key}", name, kind, nested, columns)


def _columns(columns: Iterable[Column], languages: list[str]) -> Iterator[SheetColumn]:
    for column in columns:
        heading = capfirst(str(column.field.verbose_name))
        if not is_words(column):
            yield SheetColumn(column.key, heading, column)
            continue
        for code in languages:
            name = f"{heading} ({LOCAL_NAMES.get(code, code)})"
            yield SheetColumn(f"{column.key}:{code}", name, column, code)
        name = _("%(fact)s: original language") % {"fact": heading}
        yield SheetColumn(f"{column.key}:{ORIGINAL}", name, column, ORIGINAL)


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


def is_words(column: Column) -> bool:
    return isinstance(column.field, I18nCharField | I18nTextField)


# --- writing ---


@dataclass
class _SheetWriter:
    target: Any
    sheet: Sheet
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

    def _allowed(self, column: SheetColumn) -> DataValidation | None:
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
        if isinstance(value, int | float):
            return WriteOnlyCell(self.target, value=value)
        return text_cell(self.target, str(value))


def _written(column: SheetColumn, row: Plain) -> Any:
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


def _is_number(column: SheetColumn) -> bool:
    field = column.column and column.column.field
    return isinstance(field, models.IntegerField | models.DecimalField)


def _width(column: SheetColumn) -> int:
    if column.language and column.language != ORIGINAL:
        return 40
    return 14 if _is_number(column) or column.language else 24
