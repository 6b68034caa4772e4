"""When something last happened between two cities, and what is known of each link; few questions,
however many links there are."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateField,
    F,
    Max,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Coalesce

from citytocity.cities.models import City
from citytocity.contacts.models import ContactPoint
from citytocity.ledger.enums import ActivityStatus, ParticipationRole, SideState
from citytocity.ledger.models import (
    Agreement,
    Participation,
    Partnership,
    PartnershipSide,
    PartnershipState,
    Result,
)
from citytocity.ledger.permissions import kept_by
from citytocity.ledger.queries import current_states
from citytocity.links.models import Place
from citytocity.links.models.outside import DEAD_AFTER
from citytocity.links.permissions import sides_seen
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys
from citytocity.protocol.models import Promise

RESTING = {SideState.DORMANT, SideState.SUSPENDED}
BEGINNING = {SideState.PROPOSED, SideState.EXPLORATORY}
Day = datetime.date | None
Pair = frozenset[int | None]
NOTHING: Any = Cast(Value(None), BigIntegerField())
NO_DAY: Any = Cast(Value(None), DateField())


@dataclass
class Last:
    """The last day on record of each kind, and the next planned one; None if there is none."""

    contact: Day = None
    visit: Day = None
    result: Day = None
    planned: Day = None

    def take(self, other: "Last") -> None:
        for name in ("contact", "visit", "result", "planned"):
            known = [day for day in (getattr(self, name), getattr(other, name)) if day]
            setattr(self, name, max(known, default=None))


@dataclass
class Known:
    """All that is known of one partnership, for its signs."""

    partnership: Partnership
    own: list[City]
    last: Last = field(default_factory=Last)
    contacts: list[ContactPoint] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    dead: list[Place] = field(default_factory=list)
    is_resting: bool = False
    is_beginning: bool = False

    @property
    def agreements(self) -> list[Agreement]:
        return list(self.partnership.agreements.all())


def known_links(user: Any, today: datetime.date) -> list[Known]:
    """The partnerships of the person's cities that have not ended; seven questions."""
    keys = city_keys(user, Act.RECORD)
    known = _with_sides(user, keys)
    _take_states(known, user)
    known = {key: one for key, one in known.items() if not _has_ended(one.partnership)}
    _take_last_days(known, keys, today)
    for contact in _contacts(user, keys, today):
        if contact.partnership_id in known:
            known[contact.partnership_id].contacts.append(contact)
    _take_promises(known, user)
    _take_dead(known, user)
    return list(known.values())


def first_told(known: Iterable[Known]) -> list[Known]:
    """Those that do not rest, in the order in which they are told what two cities owe each other:
    a pair of cities is that of the oldest link which both have a part in and which is at work."""
    awake = (one for one in known if not one.is_resting)
    return sorted(awake, key=lambda one: (one.is_beginning, *_age(one.partnership)))


def _age(partnership: Partnership) -> tuple[datetime.date, int]:
    return (partnership.since_first or datetime.date.max, partnership.pk)


def _with_sides(user: Any, keys: set[int] | None) -> dict[int, Known]:
    found: dict[int, Known] = {}
    sides = sides_seen(user).select_related("partnership", "city").order_by("sort_order", "pk")
    rows: dict[int, list] = {}
    for side in sides:
        one = found.setdefault(side.partnership_id, Known(side.partnership, []))
        rows.setdefault(side.partnership_id, []).append(side)
        if keys is None or side.city_id in keys:
            one.own.append(side.city)
    for key, one in found.items():
        one.partnership.sides = rows[key]
    return found


def _take_states(known: dict[int, Known], user: Any) -> None:
    """The status history and the agreements, each in one question."""
    ours = sides_seen(user).order_by().values("partnership")
    states: dict[int, list] = {}
    for state in PartnershipState.objects.filter(partnership__in=ours):
        states.setdefault(state.partnership_id, []).append(state)
    prefetch_related_objects([one.partnership for one in known.values()], "agreements")
    for key, one in known.items():
        one.partnership.states = states.get(key, [])
        now = {state.state for state in current_states(one.partnership).values()}
        one.is_resting = bool(now & RESTING)
        one.is_beginning = bool(now & BEGINNING)


def _has_ended(partnership: Partnership) -> bool:
    return any(state.state == SideState.ENDED for state in current_states(partnership).values())


def _take_last_days(known: dict[int, Known], keys: set[int] | None, today: datetime.date) -> None:
    by_pair: dict[Pair, Last] = {}
    by_partnership: dict[int, Last] = {}
    pairs = {key: _pairs(link) for key, link in known.items()}
    wanted = {pair for found in pairs.values() for pair in found}
    for partnership, one, other, days in _last_days(keys, today):
        if partnership in known:
            by_partnership.setdefault(partnership, Last()).take(Last(*days))
        if (pair := frozenset((one, other))) in wanted:
            by_pair.setdefault(pair, Last()).take(Last(*days))
    for key, link in known.items():
        for last in (*(by_pair.get(pair) for pair in pairs[key]), by_partnership.get(key)):
            if last:
                link.last.take(last)
        for paper in link.agreements:
            if paper.signed_first and paper.signed_first <= today:
                link.last.take(Last(contact=paper.signed_first))


def _pairs(link: Known) -> list[Pair]:
    """Each two of its sides."""
    cities = [side.city_id for side in link.partnership.sides.all()]
    return [frozenset(pair) for pair in combinations(cities, 2)]


def _last_days(
    keys: set[int] | None, today: datetime.date
) -> Iterator[tuple[int | None, int | None, int | None, list[Day]]]:
    """Partnership or two cities, and the days of `Last`; one question of three parts:
    groups of both cities, groups at a host, results between them."""
    parts = (_together(keys, today), _at_a_host(keys, today), _results(keys, today))
    first, *others = (
        rows.order_by().values_list("of", "one", "other", "contact", "visit", "result", "planned")
        for rows in parts
    )
    for of, one, other, *days in first.union(*others, all=True):
        yield of, one, other, days


def _together(keys: set[int] | None, today: datetime.date) -> QuerySet:
    rows = Participation.objects.exclude(activity__status=ActivityStatus.CANCELLED)
    rows = rows if keys is None else rows.filter(city__in=keys)
    return rows.values(
        of=NOTHING, one=F("city"), other=F("activity__participations__city")
    ).annotate(**_days(today, visit=NO_DAY))


def _at_a_host(keys: set[int] | None, today: datetime.date) -> QuerySet:
    rows = Participation.objects.exclude(activity__status=ActivityStatus.CANCELLED)
    rows = rows.filter(activity__host__isnull=False)
    if keys is not None:
        rows = rows.filter(Q(city__in=keys) | Q(activity__host__in=keys))
    is_journey = Q(role=ParticipationRole.GUEST, activity__when_first__lte=today)
    return rows.values(of=NOTHING, one=F("city"), other=F("activity__host")).annotate(
        **_days(today, visit=Max("activity__when_first", filter=is_journey))
    )


def _days(today: datetime.date, *, visit: Any) -> dict[str, Any]:
    """A result without a day of its own is of the day of its activity."""
    is_past = Q(activity__when_first__lte=today)
    has_result = Q(activity__results__isnull=False)
    of_result = Coalesce("activity__results__when_first", "activity__when_first")
    return {
        "contact": Max("activity__when_first", filter=is_past),
        "visit": visit,
        "result": Max(of_result, filter=is_past & has_result),
        "planned": Max("activity__when_first", filter=Q(activity__when_first__gt=today)),
    }


def _results(keys: set[int] | None, today: datetime.date) -> QuerySet:
    """Results between two cities, or told of a partnership itself."""
    rows = Result.objects.filter(when_first__lte=today)
    if keys is not None:
        ours = PartnershipSide.objects.filter(city__in=keys).order_by().values("partnership")
        rows = rows.filter(Q(from_city__in=keys) | Q(to_city__in=keys) | Q(partnership__in=ours))
    return rows.values(of=F("partnership"), one=F("from_city"), other=F("to_city")).annotate(
        contact=NO_DAY, visit=NO_DAY, result=Max("when_first"), planned=NO_DAY
    )


def _contacts(user: Any, keys: set[int] | None, today: datetime.date) -> QuerySet[ContactPoint]:
    """Of the own sides, those who hold an office now."""
    rows = ContactPoint.objects.holding(today).select_related("city", "deputy")
    return rows if keys is None else rows.filter(city__in=keys)


def _take_promises(known: dict[int, Known], user: Any) -> None:
    """What is open between two sides, as far as the person may see it; in one question. Each
    promise stands with one link."""
    by_pair: dict[Pair, list[Promise]] = {}
    promises: Any = kept_by(user, Promise.objects.open())
    for promise in promises.soonest_first().select_related("from_city", "to_city"):
        by_pair.setdefault(frozenset((promise.from_city_id, promise.to_city_id)), []).append(
            promise
        )
    for one in first_told(known.values()):
        one.promises = [promise for pair in _pairs(one) for promise in by_pair.pop(pair, ())]


def _take_dead(known: dict[int, Known], user: Any) -> None:
    """Each place once, with the first of the partnerships: a city's own source is about all."""
    told = set()
    for place in _dead(user):
        where = (place.link_id, place.noun, place.key)
        if place.partnership_id in known and where not in told:
            told.add(where)
            known[place.partnership_id].dead.append(place)


def _dead(user: Any) -> QuerySet[Place]:
    ours = sides_seen(user).order_by().values("partnership")
    rows = Place.objects.filter(partnership__in=ours, link__failures__gte=DEAD_AFTER)
    return rows.select_related("link").order_by("pk")
