"""Gifts, promises, letters, honours: those that readers see."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from citytocity.figures.kinds.kind import Kind, during, either, one_of, rows
from citytocity.figures.scope import Scope
from citytocity.protocol.enums import Direction, HonourKind, PromiseState
from citytocity.protocol.models import Gift, Honour, Letter, Promise


def _seen(model: Any) -> Callable[[Scope], Any]:
    def of(scope: Scope) -> Any:
        found = model.objects.seen_by_all()
        if scope.is_between:
            return found.among(scope.keys)
        return found.of_city(scope.city) if scope.city is not None else found

    return of


def _gift(*, given: bool) -> Callable[[Scope], Q]:
    """A gift is seen from both cities, whichever keeps it. If both do, the one in the book of the
    city from which one looks counts: both are of the same day."""
    ours, theirs = (Direction.GIVEN, Direction.RECEIVED)[:: 1 if given else -1]

    def where(scope: Scope) -> Q:
        twins = Gift.objects.seen_by_all().filter(
            direction=ours,
            city=OuterRef("partner"),
            partner=OuterRef("city"),
            when_first=OuterRef("when_first"),
            when_last=OuterRef("when_last"),
        )
        kept_there = Q(direction=theirs, partner__isnull=False) & ~Q(Exists(twins.order_by()))
        if scope.home is None:
            return Q(direction=ours) | kept_there
        return Q(city=scope.home, direction=ours) | (kept_there & Q(partner=scope.home))

    return where


GIFTS = Kind(
    rows(_seen(Gift), during),
    {"direction": either(given=_gift(given=True), received=_gift(given=False))},
)
HONOURS = Kind(rows(_seen(Honour), during), {"kind": one_of(HonourKind)})
LETTERS = Kind(rows(_seen(Letter), during))


def _settled_after(day: datetime.date) -> Q:
    """Kept or withdrawn later; of `../2020` the last day alone is known."""
    of_an_open_beginning = Q(settled_first__isnull=True, settled_last__gt=day)
    return Q(settled_first__gt=day) | of_an_open_beginning


PROMISES = _seen(Promise)
PROMISES_OPEN = Kind(
    rows(
        PROMISES,
        lambda period: (
            (Q(when_first__lte=period.until) | Q(when_first__isnull=True))
            & (Q(state=PromiseState.OPEN) | _settled_after(period.until))
        ),
    ),
)
PROMISES_KEPT = Kind(
    rows(PROMISES, lambda period: during(period, field="settled") & Q(state=PromiseState.KEPT)),
)
