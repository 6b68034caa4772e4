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
from citytocity.ledger.states import remember_rows
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
OF_A_LINK = ("slug", "name", "since", "since_first", "first_contact", "base_date")
OF_A_SIDE = ("recognised", "recognised_first", "city__slug", "city__name")
OF_A_STATE = ("city", "state", "when_first", "sort_order")


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
    """All that is known of one partnership, for its signs: the cities of its sides and those that
    are the person's own, the states in which the sides see it now, and what stands around it."""

    partnership: Partnership
    cities: list[City]
    own: list[City]
    states: set[str]
    last: Last = field(default_factory=Last)
    contacts: list[ContactPoint] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    dead: list[Place] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return SideState.ENDED in self.states

    @property
    def is_resting(self) -> bool:
        return not RESTING.isdisjoint(self.states)

    @property
    def is_beginning(self) -> bool:
        return not BEGINNING.isdisjoint(self.states)

    @property
    def agreements(self) -> list[Agreement]:
        return list(self.partnership.agreements.all())


def known_links(user: Any, today: datetime.date) -> list[Known]:
    """The partnerships of the person's cities that have not ended; eight questions."""
    keys = city_keys(user, Act.RECORD)
    links = (_known(one, keys) for one in _with_lists(user))
    known = {one.partnership.pk: one for one in links if not one.has_ended}
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


def _with_lists(user: Any) -> list[Partnership]:
    """Each with its sides, its status history and its agreements, in four questions. There may be
    thousands, so only what signs are told by is fetched, and lists are handed out here: fetching
    them beforehand takes Django longer than all the rest."""
    ours = sides_seen(user).order_by().values("partnership")
    sides = PartnershipSide.objects.select_related("city").order_by("sort_order", "pk")
    lists: dict[str, QuerySet] = {
        "sides": sides.only("partnership", *OF_A_SIDE),
        "states": PartnershipState.objects.only("partnership", *OF_A_STATE),
        "agreements": Agreement.objects.all(),
    }
    found = {one.pk: one for one in Partnership.objects.filter(pk__in=ours).only(*OF_A_LINK)}
    for accessor, rows in lists.items():
        of_each: dict[int, list[Any]] = {key: [] for key in found}
        for row in rows.filter(partnership__in=ours):
            row.partnership = found[row.partnership_id]
            of_each[row.partnership_id].append(row)
        for key, own in of_each.items():
            remember_rows(found[key], accessor, rows.model, own)
    return list(found.values())


def _known(partnership: Partnership, keys: set[int] | None) -> Known:
    cities = partnership.cities
    own = cities if keys is None else [city for city in cities if city.pk in keys]
    states = {state.state for state in current_states(partnership).values()}
    return Known(partnership, cities, own, states)


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
    return [frozenset(pair) for pair in combinations((city.pk for city in link.cities), 2)]


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
    other_than = Q(activity__participations__city__gt=F("city"))
    if keys is not None:
        other_than |= Q(activity__participations__city__lt=F("city"))
        rows = rows.filter(city__in=keys)
    return (
        rows.filter(other_than)
        .values(of=NOTHING, one=F("city"), other=F("activity__participations__city"))
        .annotate(**_days(today, visit=NO_DAY))
    )


def _at_a_host(keys: set[int] | None, today: datetime.date) -> QuerySet:
    rows = Participation.objects.exclude(activity__status=ActivityStatus.CANCELLED)
    rows = rows.filter(activity__host__isnull=False).exclude(activity__host=F("city"))
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
