"""Gifts, promises, letters, honours: those that readers see."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from citytocity.figures.kinds.kind import Kind, Period, either, one_of
from citytocity.figures.scope import Scope
from citytocity.ledger.querysets import overlapping
from citytocity.protocol.enums import Direction, HonourKind, PromiseState
from citytocity.protocol.models import Gift, Honour, Letter, Promise


def _seen(model: Any) -> Callable[[Scope], Any]:
    def of(scope: Scope) -> Any:
        rows = model.objects.seen_by_all()
        if scope.is_between:
            return rows.among(scope.keys)
        return rows.of_city(scope.city) if scope.city is not None else rows

    return of


def _gift(*, given: bool) -> Callable[[Scope], Q]:
    """A gift is kept by one of the two cities, and seen from there."""
    ours, theirs = (Direction.GIVEN, Direction.RECEIVED)[:: 1 if given else -1]

    def where(scope: Scope) -> Q:
        if scope.home is None:
            return Q(direction=ours)
        own = Q(city=scope.home, direction=ours)
        return own | Q(partner=scope.home, direction=theirs)

    return where


def _year(period: Period) -> Q:
    return overlapping(period.year)


GIFTS = Kind(
    _seen(Gift),
    _year,
    {"direction": either(given=_gift(given=True), received=_gift(given=False))},
)
HONOURS = Kind(_seen(Honour), _year, {"kind": one_of(HonourKind)})
LETTERS = Kind(_seen(Letter), _year)
PROMISES = _seen(Promise)
PROMISES_OPEN = Kind(
    PROMISES,
    lambda period: (
        (Q(when_first__lte=period.last) | Q(when_first__isnull=True))
        & (Q(state=PromiseState.OPEN) | Q(state=PromiseState.KEPT, settled_first__gt=period.last))
    ),
)
PROMISES_KEPT = Kind(
    PROMISES,
    lambda period: overlapping(period.year, field="settled") & Q(state=PromiseState.KEPT),
)
