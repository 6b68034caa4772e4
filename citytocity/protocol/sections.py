"""What the protocol adds to the pages of the register."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from citytocity.design.memory import remembered
from citytocity.ledger.models import Activity, Partnership
from citytocity.ledger.sections import Section
from citytocity.protocol.presentation import figures, honour_row, promise_row
from citytocity.protocol.queries import counted, public_of_activity, public_of_partnership

NEWEST = 3


def protocol_of_partnership(request: HttpRequest, partnership: Partnership) -> list[Section]:
    return remembered(
        ("protocol of a partnership", partnership.pk, get_language()),
        lambda: _section(public_of_partnership(partnership), partnership=partnership.slug),
    )


def protocol_of_activity(request: HttpRequest, activity: Activity) -> list[Section]:
    return remembered(
        ("protocol of an activity", activity.pk, get_language()),
        lambda: _section(public_of_activity(activity), activity=activity.slug),
    )


def _section(records: dict[str, QuerySet], **about: str) -> list[Section]:
    """Figures that open their lists, the newest promises and honours; nothing where none is."""
    counts = counted(records)
    if not any(counts.values()):
        return []
    context: dict[str, Any] = {"figures": figures(counts, **about)}
    for name, row in (("promises", promise_row), ("honours", honour_row)):
        newest: Any = records[name]
        context[name] = [row(one) for one in newest.shown()[:NEWEST]] if counts[name] else []
    return [Section("protocol/_section.html", context)]
