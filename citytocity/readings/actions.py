"""Readings come into the database, and leave it in time."""

import datetime
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils import timezone

from citytocity.readings.models import Reading

KEPT = datetime.timedelta(days=400)  # so that a month can be compared with that of the year before
# Django's own upsert sets a value; this adds to it, in SQLite and PostgreSQL alike.
ADD = """
INSERT INTO readings_reading (day, language, path, times) VALUES (%s, %s, %s, %s)
ON CONFLICT (day, language, path) DO UPDATE SET times = readings_reading.times + excluded.times
"""


@transaction.atomic
def keep(counts: Mapping[tuple[str, str], int]) -> None:
    """Adds the readings, by language and path, to today's."""
    today = timezone.localdate()
    rows = [(today, language, path, times) for (language, path), times in sorted(counts.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(ADD, rows)


def forget_old_readings() -> int:
    """Deletes what is older than 400 days; the number of rows."""
    before = timezone.localdate() - KEPT
    return Reading.objects.filter(day__lt=before).delete()[0]
