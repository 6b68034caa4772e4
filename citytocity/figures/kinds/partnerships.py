"""Partnerships, their papers and their anniversaries."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from citytocity.figures.kinds.kind import Filter, Kind, Period, during, one_of, rows
from citytocity.figures.scope import Scope
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.enums import AgreementKind, PartnershipKind, SideState
from citytocity.ledger.models import Partnership, PartnershipSide, PartnershipState
from citytocity.ledger.queries import anniversary_base


def _standing(period: Period) -> Q:
    """Begun by the end of the period, and not ended before it: by the last line before it of each
    side's history. One that a side has ended and another says to go on counts."""
    begun = Q(since_first__lte=period.until) | Q(since_first__isnull=True)
    before = PartnershipState.objects.filter(
        partnership=OuterRef("partnership"),
        city=OuterRef("city"),
        when_first__lt=period.first,
    ).order_by("-when_first", "-sort_order", "-pk")
    sides = PartnershipSide.objects.filter(partnership=OuterRef("pk")).order_by()
    last = sides.annotate(last=Subquery(before.values("state")[:1]))
    goes_on = last.filter(last__isnull=False).exclude(last=SideState.ENDED)
    ended = last.filter(last=SideState.ENDED)
    return begun & (Q(Exists(goes_on)) | ~Q(Exists(ended)))


def _seen_as(values: list[str], _scope: Scope, period: Period) -> Q:
    """At the end of the period, or as far as it has come."""
    found: Any = Partnership.objects.seen_as(*values, on=period.until)
    return Q(pk__in=found.order_by().values("pk"))


def _in_force(period: Period) -> Q:
    """At the end of the period, or as far as it has come. What has no beginning on record began
    when it was signed; with a term alone, always."""
    of_signing = Q(signed_first__lte=period.until) | (Q(signed_first__isnull=True) & ~Q(valid=""))
    begun = Q(valid_first__lte=period.until) | (Q(valid_first__isnull=True) & of_signing)
    return begun & (Q(valid_last__gte=period.until) | Q(valid_last__isnull=True))


def with_round_years(scope: Scope, periods: Iterable[Period]) -> dict[Period, list[int]]:
    """The keys of those that have an anniversary in the two years after each period, in three
    questions however many periods there are."""
    stands = {
        period: Case(When(_standing(period), then=Value(1)), default=Value(0)) for period in periods
    }
    found = scope.partnerships().with_sides().prefetch_related("agreements")
    known = list(found.annotate(**{f"in_{one.year}": standing for one, standing in stands.items()}))
    return {
        period: [
            one.pk for one in known if getattr(one, f"in_{period.year}") and _is_round(one, period)
        ]
        for period in stands
    }


def _is_round(partnership: Partnership, period: Period) -> bool:
    first = period.last + datetime.timedelta(days=1)
    last = period.last.replace(year=period.year + 2)
    return any(round_years(anniversary_base(partnership), first, last))


def _agreements(scope: Scope) -> Any:
    return scope.agreements()


PARTNERSHIPS = Kind(
    rows(lambda scope: scope.partnerships(), _standing),
    {
        "kind": one_of(PartnershipKind),
        "state": Filter(tuple(SideState.values), _seen_as),
    },
)
ANNIVERSARIES = Kind(rows(lambda scope: scope.partnerships(), _standing))
AGREEMENTS = Kind(rows(_agreements, _in_force), {"kind": one_of(AgreementKind)})
AGREEMENTS_SIGNED = Kind(
    rows(_agreements, lambda period: during(period, field="signed")),
    {"kind": one_of(AgreementKind)},
)
AGREEMENTS_ENDING = Kind(
    rows(
        _agreements,
        lambda period: Q(
            valid_last__range=period.ahead,
            partnership__in=Partnership.objects.filter(_standing(period)).order_by().values("pk"),
        ),
    ),
    {"kind": one_of(AgreementKind)},
)
