"""Questions on visits: what overlaps, who is counted, who came and who went."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from citytocity.cities.models import City
from citytocity.dates.edtf import Form, parse
from citytocity.ledger.enums import ActivityStatus, Certainty, Mode
from citytocity.ledger.models import Activity, Participation, Partnership
from citytocity.visits.enums import VISITING, Direction, Gender
from citytocity.visits.models import ProgrammeItem, Traveller, Visit

YOUNG = 30
"""Who is younger counts as young, as in the register."""


def overlapping_items(items: Iterable[ProgrammeItem]) -> list[tuple[ProgrammeItem, ProgrammeItem]]:
    """Pairs of which the second begins before the first is over. Two groups may well be at two
    places at once: this is for a warning."""
    found = []
    ordered = sorted(items, key=lambda item: item.starts)
    for place, item in enumerate(ordered):
        later = ordered[place + 1 :]
        found += [(item, other) for other in later if item.ends and other.starts < item.ends]
    return found


# --- who travels, counted ---


@dataclass(frozen=True)
class Heads:
    """How many travellers; a number is None where it is not known of each of them."""

    people: int = 0
    youth: int | None = None
    women: int | None = None
    men: int | None = None
    nonbinary: int | None = None


@dataclass(frozen=True)
class CityCount:
    """The travellers of one city beside what the register tells the public of its groups."""

    city: City
    heads: Heads
    groups: list[Participation] = field(default_factory=list)

    @property
    def is_taken_over(self) -> bool:
        """Whether the public numbers are those of the folder."""
        if len(self.groups) != 1:
            return False
        (group,) = self.groups
        told = (group.people, group.youth, group.women, group.men, group.nonbinary)
        ours = (self.heads.people, self.heads.youth, self.heads.women, self.heads.men,
                self.heads.nonbinary)  # fmt: skip
        known = [(public, own) for public, own in zip(told, ours, strict=True) if own is not None]
        return group.certainty == Certainty.COUNTED and all(one == two for one, two in known)


def heads_of(travellers: Iterable[Traveller]) -> Heads:
    found = list(travellers)
    ages = [one.age for one in found if one.age is not None]
    genders = [one.gender for one in found if one.gender]
    has_ages, has_genders = (len(known) == len(found) for known in (ages, genders))
    return Heads(
        people=len(found),
        youth=sum(age < YOUNG for age in ages) if has_ages else None,
        women=genders.count(Gender.FEMALE) if has_genders else None,
        men=genders.count(Gender.MALE) if has_genders else None,
        nonbinary=genders.count(Gender.NONBINARY) if has_genders else None,
    )


def counts(visit: Visit, travellers: Iterable[Traveller]) -> list[CityCount]:
    """City by city, for cities that have travellers; `participations__city` is prefetched."""
    by_city: dict[int, list[Traveller]] = defaultdict(list)
    for traveller in travellers:
        by_city[traveller.city_id].append(traveller)
    groups: dict[int, list[Participation]] = defaultdict(list)
    for row in visit.activity.participations.all():
        groups[row.city_id].append(row)
    return [
        CityCount(found[0].city, heads_of(found), groups[key]) for key, found in by_city.items()
    ]


# --- who came and who went ---


@dataclass(frozen=True)
class Trips:
    """A sum of journeys: visits, person-trips and guest-nights. Each of the latter two is None
    where nothing of it is on record, and as sure as its least sure part."""

    visits: int = 0
    people: int | None = None
    people_certainty: Certainty = Certainty.COUNTED
    nights: int | None = None
    nights_certainty: Certainty = Certainty.COUNTED


def journeys(
    *,
    partnership: Partnership | None = None,
    year: int | None = None,
    to: City | None = None,
    of: set[int] | None = None,
) -> QuerySet[Participation]:
    """The groups of guests that went to a visit, an exchange or with a delegation, in person; each
    has `nights_kept`, what its folder says of the nights. No query more than one.

    `of`: groups of these cities alone, given by their keys.
    """
    kept = Visit.objects.filter(activity=OuterRef("activity")).order_by().values("nights")[:1]
    found: Any = (
        Participation.objects.guests()
        .exclude(mode=Mode.ONLINE)
        .exclude(city=F("activity__host"))
        .filter(activity__kind__in=VISITING, activity__status=ActivityStatus.HELD)
        .filter(activity__host__isnull=False)
        .annotate(nights_kept=Subquery(kept))
        .select_related("activity__part_of")
    )
    if partnership is not None:
        cities = [side.city_id for side in partnership.sides.all()]
        found = found.filter(city__in=cities, activity__host__in=cities)
    if to is not None:
        found = found.filter(activity__host=to)
    if of is not None:
        found = found.filter(city__in=of)
    if year is not None:
        day = Q(activity__when_first__year=year)
        found = found.filter(day)
    return found


def visits_owed(
    *, partnership: Partnership | None = None, to: City | None = None, of: City | None = None
) -> QuerySet[Visit]:
    """Visits that wait for one in return, and took place; `to` a city, with guests `of` another."""
    found: Any = Visit.objects.owed()
    if to is not None:
        found = found.seen_from(to, Direction.INCOMING)
    if of is not None:
        found = found.seen_from(of, Direction.OUTGOING)
    if partnership is not None:
        found = found.filter(activity__in=Activity.objects.of_partnership(partnership).order_by())
    return found


def owed_journeys(visits: QuerySet[Visit]) -> QuerySet[Any]:
    """Who came on those of the visits that wait for one in return: a row for each group, with the
    key of its `visit` and `until` when one is owed. One query."""
    owed: Any = visits
    held = owed.owed().order_by()
    folder = Visit.objects.filter(activity=OuterRef("activity")).order_by()
    found: Any = Participation.objects.guests().exclude(city=F("activity__host"))
    return (
        found.filter(activity__host__isnull=False, activity__in=held.values("activity"))
        .select_related("activity")
        .annotate(
            visit=Subquery(folder.values("pk")[:1]),
            until=Subquery(folder.values("return_until")[:1]),
        )
        .order_by("activity__when_first", "pk")
    )


def sum_of(rows: Iterable[Any]) -> Trips:
    """Of `journeys`; one visit of two groups is one visit, and who is counted at a whole visit went
    no second time to a part of it: as `ledger.queries.heads_once` has it."""
    found = list(rows)
    travelled = _once(found)
    stays = [(row, nights_of(row.activity, row.nights_kept)) for row in travelled]
    people = _sum((row.people, row.certainty) for row in travelled)
    nights = _sum(
        (None if row.people is None or stayed is None else row.people * stayed, row.certainty)
        for row, stayed in stays
    )
    return Trips(len({row.activity_id for row in found}), *people, *nights)


def _once(rows: list[Any]) -> list[Any]:
    counted = {
        (row.activity_id, row.city_id, row.organisation_id)
        for row in rows
        if row.people is not None
    }
    return [
        row
        for row in rows
        if not any(
            (whole, row.city_id, body) in counted
            for whole in _wholes(row.activity)
            for body in (None, row.organisation_id)
        )
    ]


def _wholes(activity: Activity) -> list[int | None]:
    """The keys of what it is a part of, and of what that is a part of."""
    whole = activity.part_of
    return [] if whole is None else [whole.pk, whole.part_of_id]


def _sum(parts: Iterable[tuple[int | None, str]]) -> tuple[int | None, Certainty]:
    """Parts that are not on record leave at least the sum of the others."""
    numbers, sure = [], []
    for number, certainty in parts:
        sure.append(Certainty.AT_LEAST if number is None else certainty)
        numbers += [] if number is None else [number]
    return (sum(numbers) if numbers else None, Certainty.of_sum(sure))


def nights_of(activity: Activity, kept: int | None) -> int | None:
    """Nights of each guest: what the folder says, or by the days if both are known; else None."""
    if kept is not None or not activity.when:
        return kept
    date = parse(activity.when)
    exact = [point for point in date.points if point and point.day and not point.mark]
    is_whole = len(exact) == len(date.points) and date.form in (Form.POINT, Form.INTERVAL)
    if not is_whole or not date.first or not date.last:
        return None
    return (date.last - date.first).days


# --- for the brief ---


def last_time(visit: Visit) -> Activity | None:
    """The last visit between the same cities before this one, by the register."""
    first, host = visit.activity.when_first, visit.activity.host
    if first is None or host is None:
        return None
    before = Activity.objects.with_city(host).filter(kind__in=VISITING, when_first__lt=first)
    for guest in visit.guests.values():
        before = before.with_city(guest)
    held = before.filter(status=ActivityStatus.HELD).exclude(pk=visit.activity_id)
    return held.newest_first().first() if visit.guests else None


def sights_before(visit: Visit, among: Any) -> QuerySet[ProgrammeItem]:
    """What was shown to delegations of the same cities on earlier visits to the same host, the
    latest first; `among` are the folders that may be looked into."""
    first, host = visit.activity.when_first, visit.activity.host
    if first is None or host is None:
        return ProgrammeItem.objects.none()
    rows = Participation.objects.guests().filter(city__in=list(visit.guests))
    earlier = among.filter(
        activity__host=host,
        activity__status=ActivityStatus.HELD,
        activity__when_first__lt=first,
        activity__in=rows.order_by().values("activity"),
    )
    shown = ProgrammeItem.objects.filter(sight=True, visit__in=earlier.order_by())
    return shown.select_related("visit__activity").order_by("-starts", "pk")


def partnerships_of(visit: Visit) -> list[Partnership]:
    """Those between the host and the guests, with sides and agreements."""
    if visit.activity.host is None:
        return []
    found = Partnership.objects.of_city(visit.activity.host).with_sides()
    return [
        one
        for one in found.prefetch_related("agreements")
        if any(city.pk in visit.guests for city in one.cities)
    ]


def answerable(visit: Visit, among: Any) -> list[Visit]:
    """The visits that this one may answer, the newest first."""
    return [
        one
        for one in among.exclude(pk=visit.pk).shown()
        if one.is_other_way(visit) and not _came_later(one, visit)
    ]


def newest_answer(visit: Visit) -> Activity | None:
    """What was put on the register last of what goes the other way after the visit, without a
    folder as yet."""
    host, day = visit.activity.host, visit.activity.when_first
    if host is None:
        return None
    found = Activity.objects.with_city(host).filter(kind__in=VISITING)
    found = found.filter(host__in=list(visit.guests)).exclude(status=ActivityStatus.CANCELLED)
    found = found.exclude(pk__in=Visit.objects.order_by().values("activity"))
    later = found.filter(when_first__gte=day) if day else found
    return later.order_by("-pk").first()


def _came_later(first: Visit, visit: Visit) -> bool:
    begun, over = first.activity.when_first, visit.activity.when_last
    return bool(begun and over and begun > over)


def over_before(day: datetime.date) -> Q:
    """Folders whose visit was over before the day, and that were opened before it: who looks after
    an old visit now has as long for it. One without days counts from its last change."""
    undated = Q(activity__when_first__isnull=True, activity__when_last__isnull=True)
    return Q(opened__date__lt=day) & (
        Q(activity__when_last__lt=day)
        | Q(activity__when_last__isnull=True, activity__when_first__lt=day)
        | (undated & Q(changed__date__lt=day))
    )
