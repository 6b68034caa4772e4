"""The list of readers as CSV, as it can be brought to another installation."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from citytocity.newsletter.models import Consent, Reader, Wish
from citytocity.newsletter.permissions import sender
from citytocity.people.models import User

COLUMNS = ("email", "language", "rhythm", "cities", "topics", "consent_given", "consent_proof")
"""Of the file that is given out, and of one that is brought."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def readers_file(readers: QuerySet[Reader], *, by: User) -> Iterator[str]:
    """A line at a time; what a spreadsheet would run as a formula has an apostrophe before it."""
    sender(by)
    wishes = {wish.pk: wish for wish in Wish.objects.prefetch_related("cities", "topics")}
    newest = Consent.objects.filter(reader=OuterRef("pk")).order_by("-given", "-pk")
    yield "\ufeff" + _line(COLUMNS)
    rows = readers.annotate(
        given=Subquery(newest.values("given")[:1]), words=Subquery(newest.values("words")[:1])
    )
    for reader in rows.iterator(chunk_size=2000):
        wish = wishes[reader.wish_id]
        yield _line(
            (
                reader.email,
                reader.language,
                reader.rhythm,
                ", ".join(sorted(city.slug for city in wish.cities.all())),
                ", ".join(sorted(topic.slug for topic in wish.topics.all())),
                timezone.localtime(reader.given).date().isoformat() if reader.given else "",
                reader.words or "",
            )
        )


def _line(cells: tuple[str, ...]) -> str:
    line = StringIO()
    csv.writer(line).writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return line.getvalue()
