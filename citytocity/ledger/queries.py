"""Questions across kinds of records. They return rows, never words for a page."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Max,
    Model,
    OuterRef,
    ProtectedError,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.deletion import Collector
from django.db.models.functions import Cast, Coalesce, Substr
from modelcluster.fields import ParentalKey

from citytocity.cities.models import City
from citytocity.languages.text import Words
from citytocity.ledger.enums import BaseDate, Certainty, ParticipationRole
from citytocity.ledger.models import (
    Activity,
    Participation,
    Partnership,
    PartnershipState,
    Recognition,
    Result,
)
from citytocity.sources.models import Citation, Record


@dataclass(frozen=True)
class Disputed:
    """A fact on which sources differ: each statement with its source; one of them counts."""

    about: str
    counts: str
    citations: list[Citation]


def disagreements(record: Record) -> list[Disputed]:
    """The facts of a record that its sources state differently. What the record holds counts."""
    by_fact: dict[str, list[Citation]] = defaultdict(list)
    for citation in record.citations.all():
        if citation.states:
            by_fact[citation.about].append(citation)
    disputed = []
    for about, citations in by_fact.items():
        value = getattr(record, about)
        if any(_as_held(record, about, citation.states) != value for citation in citations):
            disputed.append(Disputed(about, _written(value), citations))
    return disputed


def _as_held(record: Record, about: str, stated: str) -> Any:
    """What a source states as the record would hold it: 40.00 is 40, a date has no spaces."""
    value, said = getattr(record, about), stated.strip()
    if isinstance(value, Words):
        return value if said in value.data.values() else said
    try:
        return record._meta.get_field(about).to_python(said)
    except ValidationError:
        return said


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def years_with_activities() -> list[int]:
    """The years on a day of which an activity is on record, latest first.

    Read as text: SQLite would call Python for the year of each of many thousand dates.
    """
    dated = Activity.objects.filter(when_first__isnull=False).order_by()
    first, last = (
        Substr(Cast(field, CharField()), 1, 4)
        for field in ("when_first", Coalesce("when_last", "when_first"))
    )
    spans = dated.values_list(first, last).distinct()
    years = {year for first, last in spans for year in range(int(first), int(last) + 1)}
    return sorted(years, reverse=True)


def years_on_record(*, today: datetime.date) -> tuple[int, int]:
    """The first and the last year of anything on record; what goes on has come to this year."""
    years = years_with_activities() or [today.year]
    goes_on = Activity.objects.filter(when_first__lte=today, when_last__isnull=True).exists()
    return years[-1], max(years[0], today.year) if goes_on else years[0]


def latest_year(*, today: datetime.date) -> int:
    """The last year, up to this one, in which something happened; this one if nothing did."""
    last = Activity.objects.filter(when_first__lte=today).aggregate(last=Max("when_first"))["last"]
    return last.year if last else today.year


def month_within(activity: Activity, *, year: int) -> int | None:
    """The month of the year, 1 to 12, that holds all its days; None if it has none or several."""
    first, last = activity.when_first, activity.when_last
    if not first or not last or (first.year, first.month) != (last.year, last.month):
        return None
    return first.month if first.year == year else None


@dataclass(frozen=True)
class Journeys:
    """Groups that went from one side of a partnership to the other, by who came and who went."""

    came: list[Participation] = field(default_factory=list)
    went: list[Participation] = field(default_factory=list)


def journeys_between(
    home: City, other: City, activities: list[Activity]
) -> dict[int | None, Journeys]:
    """Journeys of groups between two cities by year, in the order of the activities.

    The key is None where no day is known. `participations__city` of the activities is prefetched.
    """
    by_year: dict[int | None, Journeys] = {}
    for activity in activities:
        day = activity.when_first
        for row in activity.participations.all():
            if row.role != ParticipationRole.GUEST:
                continue
            came = row.city_id == other.pk and activity.host_id == home.pk
            went = row.city_id == home.pk and activity.host_id == other.pk
            if came or went:
                journeys = by_year.setdefault(day.year if day else None, Journeys())
                (journeys.came if came else journeys.went).append(row)
    return by_year


def current_states(partnership: Partnership) -> dict[int, PartnershipState]:
    """For each side's city the last line of its status history."""
    return states_on(partnership, datetime.date.max)


def states_on(partnership: Partnership, day: datetime.date) -> dict[int, PartnershipState]:
    """For each side's city the last line of its status history until the day; lines without a day
    count as the first ones."""
    latest: dict[int, PartnershipState] = {}
    for state in sorted(
        partnership.states.all(), key=lambda s: (s.when_first or datetime.date.min, s.sort_order)
    ):
        if state.when_first is None or state.when_first <= day:
            latest[state.city_id] = state
    return latest


def anniversary_base(partnership: Partnership) -> str:
    """The EDTF date that anniversaries count from, as the office chose it; empty if not known."""
    if partnership.base_date == BaseDate.FIRST_CONTACT:
        return partnership.first_contact
    if partnership.base_date == BaseDate.AGREEMENT:
        signed = [a for a in partnership.agreements.all() if a.signed_first]
        return min(signed, key=lambda a: a.signed_first).signed if signed else ""
    if partnership.base_date == BaseDate.RECOGNISED:
        sides = partnership.sides.all()
        known = all(side.recognised_first for side in sides)
        return max(sides, key=lambda side: side.recognised_first).recognised if known else ""
    return partnership.since


def year_records(year: int) -> dict[str, QuerySet]:
    """What a year's figures count; practices are those of all time, for they go on."""
    return {
        "activities": Activity.objects.in_year(year),
        "journeys": Participation.objects.in_year(year).guests(),
        "practices": Result.objects.practices(),
        "recognitions": Recognition.objects.in_year(year),
    }


def totals(records: dict[str, QuerySet]) -> dict[str, int]:
    """How many records each of the querysets has, counted in one query."""
    counts = [
        rows.order_by().annotate(of=Value(name)).values("of").annotate(n=Count("pk", distinct=True))
        for name, rows in records.items()
    ]
    found = (
        counts[0]
        .values_list("of", "n")
        .union(*(count.values_list("of", "n") for count in counts[1:]), all=True)
    )
    return dict.fromkeys(records, 0) | dict(found)


@dataclass(frozen=True)
class Heads:
    """A sum of people, how sure it is, how many groups have no head count on record, and how many
    groups there are. Who stands at a festival and at its concerts is one head in it."""

    number: int
    certainty: Certainty
    unknown: int
    groups: int


def heads(participations: QuerySet[Participation]) -> Heads:
    """All people of the groups together, in one query."""
    once = heads_once(participations)
    known = once & Q(people__isnull=False)
    found = participations.aggregate(
        heads=Sum("people", filter=once),
        unknown=Count("pk", filter=once & Q(people__isnull=True)),
        groups=Count("pk"),
        **{
            certainty.name: Count("pk", filter=known & Q(certainty=certainty))
            for certainty in Certainty
        },
    )
    parts = [certainty for certainty in Certainty if found[certainty.name]]
    certainty = Certainty.of_sum(parts)
    return Heads(found["heads"] or 0, certainty, found["unknown"], found["groups"])


def heads_once(groups: Any) -> Q:
    """No group at a part of an activity of which the whole, or the whole of that, has the heads:
    of the same city and body, or of all that came from the city."""
    parts = Activity.objects.filter(part_of__isnull=False).order_by()
    in_whole = _has_heads(groups, parts, "part_of") | _has_heads(groups, parts, "part_of__part_of")
    return ~Q(activity__in=parts.values("pk")) | ~in_whole


def _has_heads(groups: Any, parts: Any, whole: str) -> Q:
    """Whether the heads of an outer group are told where its activity is a part of. That one is
    found first and its few groups then, never all groups of the city, as a database without
    statistics goes through them for each group."""
    itself = parts.filter(pk=OuterRef(OuterRef("activity")))
    same = Q(organisation__isnull=True) | Q(organisation=OuterRef("organisation"))
    above = groups.annotate(own_city=F("city_id") + 0).filter(
        same,
        activity=Subquery(itself.values(whole)[:1]),
        own_city=OuterRef("city"),
        people__isnull=False,
    )
    return Q(Exists(above.order_by()))


def is_above(part_of: str) -> Q:
    """Whether an activity has the outer one as a part, or as a part of a part."""
    return Q(pk=OuterRef(part_of)) | Q(pk=OuterRef(f"{part_of}__part_of"))


def citing_models() -> list[type[Citation]]:
    """Every table that ties records to sources."""
    return Citation.__subclasses__()


def standing_on(record: Model) -> list[Model]:
    """The records that would lose their ground if this one were deleted: first take them away."""
    collector = Collector(using=record._state.db or DEFAULT_DB_ALIAS, origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        return list(dict.fromkeys(map(_record_of, error.protected_objects)))
    return []


def _record_of(row: Any) -> Model:
    """The record that a row of a list stands in; any other row is one itself."""
    parent = next((f.name for f in row._meta.fields if isinstance(f, ParentalKey)), None)
    return getattr(row, parent) if parent else row
