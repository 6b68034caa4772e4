"""What the protocol adds to the pages of the register."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from citytocity.design.memory import remembered
from citytocity.ledger.models import Activity, Partnership, PartnershipSide
from citytocity.ledger.sections import Section, may_have
from citytocity.protocol.presentation import figures, honour_row, promise_row
from citytocity.protocol.queries import KINDS, counted, public_of_activity, public_of_partnership

NEWEST = 3


def protocol_is_of_activity(key: str) -> dict[str, Exists]:
    """Whether readers see anything of it."""
    seen = (kind.objects.seen_by_all() for kind in KINDS.values())
    return {"protocol": reduce(or_, (Exists(one.filter(activity=OuterRef(key))) for one in seen))}


def protocol_is_of_partnership(key: str) -> dict[str, Exists]:
    """Whether readers see anything of it between two of the sides."""
    sides = PartnershipSide.objects.filter(partnership=OuterRef(OuterRef(key))).order_by()
    seen = (kind.objects.seen_by_all() for kind in KINDS.values())
    return {"protocol": reduce(or_, (Exists(one.among(sides.values("city"))) for one in seen))}


def protocol_of_partnership(request: HttpRequest, partnership: Partnership) -> list[Section]:
    if not may_have(partnership, "protocol"):
        return []
    return remembered(
        ("protocol of a partnership", partnership.pk, get_language()),
        lambda: _section(public_of_partnership(partnership), partnership=partnership.slug),
    )


def protocol_of_activity(request: HttpRequest, activity: Activity) -> list[Section]:
    if not may_have(activity, "protocol"):
        return []
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
