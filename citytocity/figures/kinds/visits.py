"""Visits, exchanges and delegations, and the groups that travelled."""

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.lookups import Exact

from citytocity.figures.kinds.kind import Filter, Kind, Period, begun, either, one_of, rows
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import ActivityKind, ActivityStatus, Mode, ParticipationRole
from citytocity.ledger.models import Participation
from citytocity.ledger.queries import heads_once
from citytocity.ledger.querysets import maybe_of_another
from citytocity.visits.enums import VISITING
from citytocity.visits.models import Visit
from citytocity.visits.queries import journeys

IN, OUT = "in", "out"


def _guests() -> Any:
    groups = Participation.objects.filter(activity=OuterRef("pk"), role=ParticipationRole.GUEST)
    return groups.exclude(city=OuterRef("host")).order_by()


def _is_city(path: str, city: Any) -> Q:
    """Not by the index of cities, which a database without statistics takes: it would go through
    all rows of the city for each activity, or for each year, whose activities are found sooner by
    their days. Of a city with few rows that costs some milliseconds a year.
    """
    return Q(Exact(F(path) + 0, city.pk))


def _visits(scope: Scope) -> Any:
    """Visits, exchanges and delegations with guests, once however many groups came."""
    found = scope.activities().filter(kind__in=VISITING, host__isnull=False)
    guests = _guests().exclude(mode=Mode.ONLINE)
    if scope.is_between:
        found, guests = found.filter(host__in=scope.keys), guests.filter(city__in=scope.keys)
    elif scope.city is not None:
        came, went = Q(host=scope.city), Q(Exists(guests.filter(_is_city("city", scope.city))))
        return found.filter(Exists(guests)).filter(came | went)
    return found.filter(Exists(guests))


def _both_ways(came: Callable[[Any], Q], went: Callable[[Any], Q]) -> Filter:
    """Who came to the home city, who went from it; of the whole register, all of them."""

    def seen_from_home(condition: Callable[[Any], Q]) -> Callable[[Scope], Q]:
        return lambda scope: Q() if scope.home is None else condition(scope.home)

    return either(**{IN: seen_from_home(came), OUT: seen_from_home(went)})


def _journeys(scope: Scope) -> Any:
    """Groups of guests at visits, in person, with the nights that the folder keeps."""
    found: Any = journeys()
    if scope.is_between:
        return found.filter(city__in=scope.keys, activity__host__in=scope.keys)
    if scope.city is not None:
        return found.filter(_is_city("city", scope.city) | _is_city("activity__host", scope.city))
    return found


def _begun_in(period: Period, field: str = "when") -> Q:
    begun = Q(**{f"{field}_first__range": (period.first, period.until)})
    return begun & ~maybe_of_another(period.days, field=field)


def _comes_in(scope: Scope) -> Any:
    """Whether a group came to the home city, or went from it; null of any other journey."""
    nothing = Value(None, output_field=BooleanField())
    if scope.home is None:
        return nothing
    came = When(activity__host=scope.home, then=Value(True))  # noqa: FBT003
    went = When(city=scope.home, then=Value(False))  # noqa: FBT003
    return Case(came, went, default=nothing, output_field=BooleanField())


def _among(visits: Any) -> Q:
    """Asked of each by itself: a database without statistics goes through all activities for the
    few visits that are owed."""
    return Q(Exists(visits.filter(activity=OuterRef("pk")).order_by()))


DIRECTION = _both_ways(
    lambda home: Q(host=home),
    lambda home: (
        ~Q(host=home)
        & Q(Exists(_guests().exclude(mode=Mode.ONLINE).filter(_is_city("city", home))))
    ),
)
VISITS = Kind(
    rows(_visits, lambda period: _begun_in(period) & Q(status=ActivityStatus.HELD)),
    {
        "kind": one_of(ActivityKind),
        "direction": DIRECTION,
        "return": either(
            owed=lambda _scope: _among(Visit.objects.owed()),
            made=lambda _scope: _among(Visit.objects.going_ahead().filter(answers__isnull=False)),
        ),
    },
)
JOURNEYS = Kind(
    rows(
        lambda scope: _journeys(scope).annotate(comes_in=_comes_in(scope)),
        lambda period: _begun_in(period, "activity__when"),
    ),
    {
        "direction": _both_ways(
            lambda home: _is_city("activity__host", home), lambda home: _is_city("city", home)
        )
    },
    once=heads_once,
)


def visits_both_ways(scope: Scope, period: Period) -> Any:
    """Those received and those made, each found once: what the figures of both count."""
    both = VISITS.filters["direction"].where([IN, OUT], scope, period)
    return VISITS.of(scope, period).filter(both)


LAST_VISITS = Kind(
    rows(lambda scope: _visits(scope).filter(status=ActivityStatus.HELD), begun("when_first")),
    {"direction": DIRECTION},
)
