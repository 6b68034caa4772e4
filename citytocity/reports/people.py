"""Whom to turn to in the cities of a report, for those who make it."""

import datetime
from typing import Any

from citytocity.contacts.models import ContactPoint
from citytocity.contacts.permissions import seen_by
from citytocity.reports.models import Report


def contacts_of(report: Report, *, by: Any, today: datetime.date) -> list[ContactPoint]:
    """The contacts in the report's partnerships, as far as each agreed that the person sees them.

    They are in no page for readers, in no file, and in nothing that is handed in: names are
    forgotten in time, reports are not.
    """
    ours = report.scope.partnerships().order_by().values("pk")
    found = seen_by(by).filter(partnership__in=ours).holding(today)
    return list(found.shown().order_by("partnership__since_first", "city__slug", "pk"))
