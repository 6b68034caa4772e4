"""The list of readers as CSV and as a workbook, as it can be brought to another installation."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from citytocity.ledger.formulas import never_a_formula
from citytocity.newsletter.actions.passing import note_taken
from citytocity.newsletter.lacking import GONE, lacks_cities, lacks_topics
from citytocity.newsletter.models import Consent, Reader, Wish
from citytocity.newsletter.permissions import sender
from citytocity.people.models import User

COLUMNS = ("email", "language", "rhythm", "cities", "topics", "consent_given", "consent_proof")
"""Of the file that is given out, and of one that is brought."""
WIDTHS = (34, 10, 14, 24, 24, 16, 80)
KEPT_A_TEXT = "'"
"""Before a cell: what follows is meant as it stands. Who brings the file drops the first."""
IN_MEMORY = 1_000_000  # bytes; a longer workbook is kept in a file without a name


def readers_file(readers: QuerySet[Reader], *, by: User, purpose: str) -> Iterator[str]:
    """CSV, a line at a time; before what a spreadsheet would run as a formula is an apostrophe. The
    log keeps who took it along, and what for."""
    sender(by)
    note_taken(readers.count(), kind="CSV", purpose=purpose, by=by)
    return _lines(readers)


def _lines(readers: QuerySet[Reader]) -> Iterator[str]:
    yield "\ufeff" + _line(COLUMNS)
    for row in _rows(readers):
        yield _line(tuple(never_a_formula(_meant(cell)) for cell in row))


def readers_workbook(readers: QuerySet[Reader], *, by: User, purpose: str) -> IO[bytes]:
    """XLSX, in which every cell is a text; to be read from its beginning. The log keeps who took it
    along, and what for."""
    from openpyxl import Workbook  # slow import

    from citytocity.ledger.cells import text_cell  # slow import

    sender(by)
    note_taken(readers.count(), kind="XLSX", purpose=purpose, by=by)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("readers")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[place]].width = width
    sheet.append([text_cell(sheet, name) for name in COLUMNS])
    for row in _rows(readers):
        sheet.append([text_cell(sheet, _meant(cell)) for cell in row])
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    book.save(kept)
    kept.seek(0)
    return kept


def _rows(readers: QuerySet[Reader]) -> Iterator[tuple[str, ...]]:
    """Of each reader what she chose, and the newest consent with its words."""
    wishes = {wish.pk: wish for wish in Wish.objects.prefetch_related("cities", "topics")}
    newest = Consent.objects.filter(reader=OuterRef("pk")).order_by("-given", "-pk")
    rows = readers.annotate(
        given=Subquery(newest.values("given")[:1]), words=Subquery(newest.values("words")[:1])
    )
    for reader in rows.iterator(chunk_size=2000):
        wish = wishes[reader.wish_id]
        yield (
            reader.email,
            reader.language,
            reader.rhythm,
            _slugs(wish.cities.all()) or (GONE if lacks_cities(wish) else ""),
            _slugs(wish.topics.all()) or (GONE if lacks_topics(wish) else ""),
            timezone.localtime(reader.given).date().isoformat() if reader.given else "",
            reader.words or "",
        )


def _slugs(records: Iterable[Any]) -> str:
    return ", ".join(sorted(record.slug for record in records))


def _meant(cell: str) -> str:
    return f"{KEPT_A_TEXT}{cell}" if cell.startswith(KEPT_A_TEXT) else cell


def _line(cells: tuple[str, ...]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
