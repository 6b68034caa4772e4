"""What is read."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet, Sum
from django.utils import timezone

from citytocity.readings.models import Reading

DAYS = 30


def readings_by_path(*, days: int = DAYS) -> dict[str, int]:
    """How often each page was read in the last days, in all languages together."""
    found = _lately(days).values_list("path")
    return dict(found.annotate(Sum("times")).order_by("path"))


def readings_of(paths: Iterable[str], *, days: int = DAYS) -> list[tuple[datetime.date, str, int]]:
    """How often a page was read at any of its paths, by day, the last one first, and language."""
    found = _lately(days).filter(path__in=list(paths)).values_list("day", "language")
    return list(found.annotate(Sum("times")).order_by("-day", "language"))


def _lately(days: int) -> QuerySet[Reading]:
    return Reading.objects.filter(day__gt=timezone.localdate() - datetime.timedelta(days=days))
