"""Spreadsheets as files: their sheets and rows, from XLSX and from CSV, a row at a time.

openpyxl reads sheets a row at a time; which cells are merged it tells only when it reads all at
once, so that is looked up in the file. charset-normalizer tells the encoding of a CSV file.
"""

import csv
import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

MOST_UNZIPPED = 512 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_SHEETS = 10
LONGEST_CELL = 32_767
MOST_MERGED = 20_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
PIECE = 1024 * 1024
ENCODINGS = ("utf_8", "utf_16", "cp1251", "latin_1", "cp1252", "koi8_r", "cp866", "gb18030")
SEPARATORS = ",;\t|"
SAMPLE = 256 * 1024


class UnusableFileError(Exception):
    """The file cannot be read at all; the message says why, and what to do."""


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number, its cells as texts, and what is wrong with some. `spans`
    has those cells that stand in several rows, merged: the first row and the last."""

    number: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)


def sheet_names(path: Path) -> list[str]:
    """The sheets that there are to choose from; of a CSV file one without a name."""
    if not is_workbook(path):
        return [""]
    book = _opened(path)
    try:
        names = [sheet.title for sheet in book.worksheets]
    finally:
        book.close()
    if not names:
        raise UnusableFileError(_("There is no sheet with cells in this workbook."))
    return names


def first_rows(path: Path, count: int) -> dict[str, list[Row]]:
    """How each of the first sheets of a workbook begins."""
    book = _opened(path)
    try:
        return {
            sheet.title: list(islice(_sheet_rows(book, sheet), count))
            for sheet in book.worksheets[:MOST_SHEETS]
        }
    finally:
        book.close()


def rows(path: Path, *, sheet: str = "", encoding: str = "") -> Iterator[Row]:
    """The rows of a sheet that are not empty. A merged cell stands in each of its rows."""
    found = _workbook_rows(path, sheet) if is_workbook(path) else _csv_rows(path, encoding)
    for count, row in enumerate(found):
        if count >= MOST_ROWS:
            words = _("There are more than %(limit)d rows. Part the file into several.")
            raise UnusableFileError(words % {"limit": MOST_ROWS})
        yield row


def row_count(path: Path, sheet: str) -> int:
    """About how many rows there are; 0 if that is not told."""
    if not is_workbook(path):
        with path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))
    book = _opened(path)
    try:
        return next((one.max_row or 0 for one in book.worksheets if one.title == sheet), 0)
    finally:
        book.close()


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def likely_encoding(path: Path) -> str:
    """The encoding of a text file as far as can be told; the person may choose another one."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf_16"
    try:
        (start if len(start) < SAMPLE else start[: start.rfind(b"\n") + 1]).decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(start, cp_isolation=list(ENCODINGS[2:])).best()
        return best.encoding if best and best.encoding in ENCODINGS else "cp1251"
    return "utf_8"


# --- workbooks ---


def _opened(path: Path) -> Any:
    from openpyxl import load_workbook  # slow import

    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNZIPPED:
                limit = MOST_UNZIPPED // 1024**2
                words = _("This workbook is too big: unzipped it has more than %(limit)d MB.")
                raise UnusableFileError(words % {"limit": limit})
        return load_workbook(path, read_only=True, data_only=True)
    except UnusableFileError:
        raise
    except Exception as error:  # a damaged file breaks the parser anywhere, with any error
        words = _("This is no Excel workbook. Save it anew as “Excel Workbook (.xlsx)” or as CSV.")
        raise UnusableFileError(words) from error


def _workbook_rows(path: Path, title: str) -> Iterator[Row]:
    book = _opened(path)
    try:
        sheet = next((one for one in book.worksheets if one.title == title), None)
        if sheet is None:
            raise UnusableFileError(_("This sheet is not in the workbook any more."))
        yield from _sheet_rows(book, sheet)
    finally:
        book.close()


def _sheet_rows(book: Any, sheet: Any) -> Iterator[Row]:
    from citytocity.ledger.cells import cells_of  # slow import

    try:
        fill = _Filling(_merged(sheet))
        with sheet._get_source() as source:
            for number, found in cells_of(sheet, source).parse():
                row = fill.row(_row(book, number, found))
                if any(row.cells) or row.faults:
                    yield row
    except UnusableFileError:
        raise
    except Exception as error:
        words = _("This sheet is damaged: it cannot be read to its end. Save the workbook anew.")
        raise UnusableFileError(words) from error


def _row(book: Any, number: int, found: list[dict[str, Any]]) -> Row:
    cells: list[str] = []
    faults: dict[int, str] = {}
    for parts in found:
        place = parts["column"] - 1
        if place >= MOST_COLUMNS:
            if parts["value"] is not None:
                words = _("There is something in row %(row)d far to the right. Take it out.")
                raise UnusableFileError(words % {"row": number})
            continue
        cells += [""] * (place + 1 - len(cells))
        cells[place] = _text(book, parts) if parts["data_type"] != "e" else ""
        if parts["data_type"] == "e":
            words = _("“%(value)s” is an error of a formula, not a value.")
            faults[place] = words % {"value": parts["value"]}
        elif parts["data_type"] == "f":
            faults[place] = _("A formula stands here that has no value yet.")
    return Row(number, cells, faults)


def _text(book: Any, parts: dict[str, Any]) -> str:
    """What the person meant whose Excel made a number or a date of it."""
    value = parts["value"]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}').normalize():f}"
    if isinstance(value, datetime.datetime):
        from citytocity.ledger.cells import day_as_shown, number_format  # slow import

        if value.time() != datetime.time():
            return value.date().isoformat()
        return day_as_shown(value, number_format(book, parts["style_id"]))
    return _plain(str(value))


def _merged(sheet: Any) -> list[tuple[int, int, int, int]]:
    """The ranges of merged cells: left, top, right, bottom."""
    from openpyxl.utils import range_boundaries  # slow import

    found: list[tuple[int, int, int, int]] = []
    rest = b""
    with sheet._get_source() as source:
        while piece := source.read(PIECE):
            text = rest + piece
            matches = list(MERGED.finditer(text))
            found += [
                (left or 1, top or 1, right or 1, bottom or 1)
                for left, top, right, bottom in (
                    range_boundaries(match[1].decode()) for match in matches
                )
            ]
            rest = text[max(matches[-1].end() if matches else 0, len(text) - 200) :]
            if len(found) > MOST_MERGED:
                raise UnusableFileError(_("There are too many merged cells. Part them first."))
    return found


class _Filling:
    """Gives each row of a merged range what its first row has, and says so."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self.starts: dict[int, list[tuple[int, int]]] = {}
        for left, top, _right, bottom in ranges:
            if bottom > top and left <= MOST_COLUMNS:
                self.starts.setdefault(top, []).append((left - 1, bottom))
        self.open: dict[int, tuple[int, int, str]] = {}

    def row(self, row: Row) -> Row:
        cells, is_filled = row.cells, any(row.cells)
        for place, (top, bottom, value) in list(self.open.items()):
            if row.number > bottom:
                del self.open[place]
            elif is_filled:
                cells += [""] * (place + 1 - len(cells))
                cells[place] = cells[place] or value
                row.spans[place] = (top, bottom)
        for place, bottom in self.starts.get(row.number, ()):
            if place < len(cells) and cells[place]:
                self.open[place] = (row.number, bottom, cells[place])
                row.spans[place] = (row.number, bottom)
        return row


# --- text files ---


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    encoding = encoding or likely_encoding(path)
    try:
        with path.open(
            encoding="utf_8_sig" if encoding == "utf_8" else encoding, newline=""
        ) as file:
            start = file.read(SAMPLE)
            file.seek(0)
            csv.field_size_limit(LONGEST_CELL * 4)
            for row in _numbered(csv.reader(file, delimiter=_separator(start))):
                if any(row.cells):
                    yield row
    except UnicodeError as error:
        words = _("Not all of this file is text in the encoding %(encoding)s. Choose another one.")
        raise UnusableFileError(words % {"encoding": encoding}) from error
    except csv.Error as error:
        words = _("This is no CSV file: %(what)s. Save it anew as an Excel workbook.")
        raise UnusableFileError(words % {"what": error}) from error


def _numbered(found: Any) -> Iterator[Row]:
    for cells in found:
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            words = _("There is something in row %(row)d far to the right. Take it out.")
            raise UnusableFileError(words % {"row": found.line_num})
        yield Row(found.line_num, [_plain(cell) for cell in cells[:MOST_COLUMNS]])


def _separator(start: str) -> str:
    """The sign that parts most lines into the same number of cells, and into more than one."""
    lines = [line for line in start.splitlines()[:40] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in SEPARATORS}

    def fitness(mark: str) -> tuple[int, int]:
        seen = [count for count in counts[mark] if count]
        return (max(map(seen.count, seen)) if seen else 0, max(seen, default=0))

    return max(SEPARATORS, key=fitness)


def _plain(text: str) -> str:
    """Without control characters, and without the apostrophe that keeps a formula a text."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]", "", text).strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text
