"""What is read."""

import datetime

from django.db.models import Sum
from django.utils import timezone

from citytocity.readings.models import Reading


def readings_by_path(*, days: int = 30) -> dict[str, int]:
    """How often each page was read in the last days, in all languages together."""
    since = timezone.localdate() - datetime.timedelta(days=days)
    found = Reading.objects.filter(day__gt=since).values_list("path")
    return dict(found.annotate(Sum("times")).order_by("path"))
