"""Chainable questions on one kind of record."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber, Substr
from django.db.models.lookups import Exact
from wagtail.models import CollectionViewRestriction

from citytocity.ledger.enums import (
    TOOK_PLACE,
    ActivityStatus,
    ParticipationRole,
    ResultKind,
    StillRunning,
)


def overlapping(year: int, until: int | None = None, *, field: str = "when") -> Q:
    """Records whose days overlap a year, or the years from there `until` another."""
    return overlapping_days(days_of(year, until), field=field)


def days_of(year: int, until: int | None = None) -> tuple[datetime.date, datetime.date]:
    """The first day of a year, and its last or that of the year `until`."""
    return datetime.date(year, 1, 1), datetime.date(until or year, 12, 31)


def overlapping_days(days: tuple[Any, Any], *, field: str = "when") -> Q:
    """Records whose days overlap those from the first to the last of whole years.

    An open end (`1990/..`) counts as going on; an open beginning (`../2019`) in its last year.
    Each of the four ways is one that an index answers.
    """
    begins = Q(**{f"{field}_first__range": days})
    began = Q(**{f"{field}_first__lt": days[0]})
    # A database without statistics looks for what has two ends first, and that is to be the last
    # day: less goes on after a year than began before it.
    goes_on = began & Q(**{f"{field}_last__range": (days[0], datetime.date.max)})
    never_ends = began & Q(**{f"{field}_last__isnull": True})
    ends = Q(**{f"{field}_first__isnull": True, f"{field}_last__range": days})
    return begins | goes_on | never_ends | ends


def maybe_of_another(days: tuple[Any, Any], *, field: str = "when") -> Q:
    """Of the records that overlap the first and the last day of a year those of which nobody knows
    whether they are of it: `201X`, `[2017,2019]`. What lasted, as `2017/2019` or a winter, is of
    each of its years."""
    of_a_decade = Q(Exact(Substr(field, 4, 1), Value("X"))) & ~Q(**{f"{field}__contains": "/"})
    within = Q(**{f"{field}_first__gte": days[0], f"{field}_last__lte": days[1]})
    return of_a_decade | (Q(**{f"{field}__startswith": "["}) & ~within)


class HowMany(Subquery):
    """The number of records in a list, as a column beside others."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) listed)"
    output_field = models.IntegerField()

    def __init__(self, records: models.QuerySet) -> None:
        super().__init__(records.order_by().values("pk"))


class PartnershipQuerySet(models.QuerySet):
    def of_city(self, city: Any) -> Self:
        """Partnerships that have the city as one of their sides."""
        return self.filter(sides__city=city)

    def seen_as(self, *any_of: str, on: datetime.date = datetime.date.max) -> Self:
        """Partnerships that one of their sides sees so, by the last line of its history until the
        day; lines without a day count as the first ones."""
        until = Q(when_first__lte=on) | Q(when_first__isnull=True)
        states = rows_of(self.model, "states").filter(until)
        of_the_side = states.filter(partnership=OuterRef("partnership"), city=OuterRef("city"))
        newest = of_the_side.order_by(
            models.F("when_first").desc(nulls_last=True), "-sort_order", "-pk"
        )
        current = states.filter(pk=Subquery(newest.values("pk")[:1]), state__in=any_of)
        return self.filter(pk__in=current.order_by().values("partnership"))

    def shown(self) -> Self:
        """With all that a card shows, in three queries."""
        return self.with_sides().prefetch_related("states")

    def with_sides(self) -> Self:
        """With the sides and their cities, in two queries."""
        sides = rows_of(self.model, "sides").select_related("city")
        return self.prefetch_related(models.Prefetch("sides", sides))


class PaperQuerySet(models.QuerySet):
    """Rows that may carry a document."""

    def with_document(self) -> Self:
        """With the document, and `is_closed` where not every reader may open it: its collection,
        or one above, is for some readers only. No query more."""
        place = models.ExpressionWrapper(
            OuterRef("document__collection__path"), output_field=models.CharField()
        )
        closed = CollectionViewRestriction.objects.annotate(place=place).filter(
            place__startswith=models.F("collection__path")
        )
        return self.select_related("document").annotate(is_closed=Exists(closed))


class ActivityQuerySet(models.QuerySet):
    def with_city(self, city: Any) -> Self:
        """Activities in which the city takes part, as host too."""
        return self.filter(self._takes_part(city))

    def of_partnership(self, partnership: Any) -> Self:
        """Activities in which at least two sides of the partnership take part, as host too."""
        cities = [side.city_id for side in partnership.sides.all()]
        if len(cities) == 2:
            return self.filter(*(self._takes_part(city) for city in cities))
        among = rows_of(self.model, "participations").filter(city__in=cities).order_by()
        several = among.values("activity").annotate(n=models.Count("city", distinct=True))
        guests = among.filter(activity=OuterRef("pk")).exclude(city=OuterRef("host"))
        return self.filter(
            Q(pk__in=several.filter(n__gte=2).values("activity"))
            | (Q(host__in=cities) & Exists(guests))
        )

    def of_organisation(self, body: Any) -> Self:
        """Activities that the body organised, or took part in as one of the groups."""
        organised = rows_of(self.model).filter(organisers=body).order_by()
        groups = rows_of(self.model, "participations").filter(organisation=body).order_by()
        return self.filter(Q(pk__in=organised.values("pk")) | Q(pk__in=groups.values("activity")))

    def in_year(self, year: int) -> Self:
        return self.in_years(year, year)

    def in_years(self, first: int, last: int) -> Self:
        return self.filter(overlapping(first, last))

    def that_took_place(self) -> Self:
        """Neither planned nor postponed nor called off."""
        return self.filter(status__in=TOOK_PLACE)

    def years_of_each(self, first: int, last: int) -> list[range]:
        """For each that falls into these years those of them that it has, as `in_year` has it."""
        spans = self.in_years(first, last).order_by().values_list("when_first", "when_last")
        years = ((b.year if b else e.year, e.year if e else last) for b, e in spans)
        return [range(max(begun, first), min(ended, last) + 1) for begun, ended in years]

    def ahead(self, today: datetime.date) -> Self:
        """Planned and not over, the next one first; those without a day at the end."""
        over = Q(when_last__lt=today)
        soonest = models.F("when_first").asc(nulls_last=True)
        return self.filter(~over, status=ActivityStatus.PLANNED).order_by(soonest, "slug")

    def open_to_join(self, today: datetime.date) -> Self:
        """In which one can still take part; whose time for it ends first stands first."""
        goes_on = self.filter(status__in=(ActivityStatus.PLANNED, ActivityStatus.ONGOING))
        return goes_on.filter(take_part_until__gte=today).order_by("take_part_until", "slug")

    def begun(self, today: datetime.date) -> Self:
        """Begun by today, the latest first; without those whose day nobody knows."""
        return self.filter(when_first__lte=today).newest_first()

    def newest_first(self) -> Self:
        """Latest first day first; those without a day at the end."""
        return self.order_by(models.F("when_first").desc(nulls_last=True), "slug")

    def shown(self) -> Self:
        """With all that a row shows, in two queries."""
        participations = rows_of(self.model, "participations").select_related("city")
        return self.select_related("host").prefetch_related(
            models.Prefetch("participations", participations)
        )

    def _takes_part(self, city: Any) -> Q:
        rows = rows_of(self.model, "participations").filter(city=city).order_by()
        return Q(host=city) | Q(pk__in=rows.values("activity"))


class ParticipationQuerySet(models.QuerySet):
    def in_year(self, year: int) -> Self:
        return self.in_years(year, year)

    def in_years(self, first: int, last: int) -> Self:
        return self.filter(overlapping(first, last, field="activity__when"))

    def that_took_place(self) -> Self:
        """Groups at activities that are neither planned nor postponed nor called off."""
        return self.filter(activity__status__in=TOOK_PLACE)

    def guests(self) -> Self:
        """One row is one journey of a group."""
        return self.filter(role=ParticipationRole.GUEST)

    def newest_first(self) -> Self:
        """Latest first day of the activity first; those without a day at the end."""
        return self.order_by(models.F("activity__when_first").desc(nulls_last=True), "pk")

    def shown(self) -> Self:
        return self.select_related("activity__host", "city", "organisation")


class ResultQuerySet(models.QuerySet):
    def evidenced(self) -> Self:
        return self.filter(self._has_evidence())

    def claimed(self) -> Self:
        """Results for which no evidence is on record."""
        return self.filter(~self._has_evidence())

    def practices(self) -> Self:
        """Ideas that travelled from one city to another."""
        return self.filter(kind=ResultKind.PRACTICE_ADOPTED)

    def newest_of_both(self, at_most: int) -> Self:
        """The newest practices, and the newest of the others; `in_all` is how many there are of
        each. One query, for the page of a partnership shows and counts both."""
        practice = models.Case(models.When(kind=ResultKind.PRACTICE_ADOPTED, then=1), default=0)
        newest: list[Any] = [models.F("when_first").desc(nulls_last=True), "slug"]
        both = self.annotate(
            in_all=Window(models.Count("pk"), partition_by=practice),
            nth=Window(RowNumber(), partition_by=practice, order_by=newest),
        )
        return both.filter(nth__lte=at_most)

    def in_year(self, year: int) -> Self:
        return self.in_years(year, year)

    def in_years(self, first: int, last: int) -> Self:
        """By their own days; without any by those of an activity that took place."""
        undated = Q(when="", activity__status__in=TOOK_PLACE)
        of_the_activity = undated & overlapping(first, last, field="activity__when")
        return self.filter(overlapping(first, last) | of_the_activity)

    def still_running(self) -> Self:
        return self.filter(still_running=StillRunning.YES)

    def with_a_place(self) -> Self:
        """Those that one can go and see, for their place is on record."""
        return self.filter(latitude__isnull=False)

    def of_city(self, city: Any) -> Self:
        """Results that came from the city, to it, of an activity it took part in, or of a
        partnership it is a side of."""
        taking_part = rows_of(self.model, "activity").with_city(city).order_by()
        own = rows_of(self.model, "partnership").of_city(city).order_by()
        of_its = Q(activity__in=taking_part.values("pk")) | Q(partnership__in=own.values("pk"))
        return self.filter(Q(from_city=city) | Q(to_city=city) | of_its)

    def of_partnership(self, partnership: Any) -> Self:
        """Results between the sides, or of an activity of the partnership."""
        cities = [side.city_id for side in partnership.sides.all()]
        activities = rows_of(self.model, "activity")
        return self.filter(
            Q(partnership=partnership)
            | Q(from_city__in=cities, to_city__in=cities)
            | Q(activity__in=activities.of_partnership(partnership))
        )

    def shown(self) -> Self:
        """With all that a row shows, `pieces` of evidence and `known_from` sources counted."""
        return self.select_related("from_city", "to_city", "activity").annotate(
            pieces=self._count("evidence", "result"), known_from=self._count("citations", "record")
        )

    def _count(self, relation: str, back: str) -> Coalesce:
        related = rows_of(self.model, relation).filter(**{back: OuterRef("pk")})
        rows = related.order_by().values(back)
        return Coalesce(Subquery(rows.annotate(n=models.Count("pk")).values("n")), 0)

    def _has_evidence(self) -> Exists:
        return Exists(rows_of(self.model, "evidence").filter(result=OuterRef("pk")))


class RecognitionQuerySet(models.QuerySet):
    def in_year(self, year: int) -> Self:
        return self.in_years(year, year)

    def in_years(self, first: int, last: int) -> Self:
        return self.filter(overlapping(first, last))

    def of_city(self, city: Any) -> Self:
        """Recognitions given to the city, or to a partnership it is a side of."""
        partnerships = rows_of(self.model, "partnership").filter(sides__city=city)
        return self.filter(Q(city=city) | Q(partnership__in=partnerships))

    def of_partnership(self, partnership: Any) -> Self:
        return self.filter(partnership=partnership)

    def shown(self) -> Self:
        """With all that a row shows, in one query."""
        return self.select_related("issuer", "city", "activity", "partnership")

    def with_cities(self) -> Self:
        """With all that a row shows, and the cities of the partnership, in two queries."""
        sides = rows_of(self.model, "partnership", "sides").select_related("city")
        return self.shown().prefetch_related(models.Prefetch("partnership__sides", sides))


def rows_of(model: type[models.Model], *relations: str) -> Any:
    """All rows at the end of the relations: models import this module, so it asks them by name."""
    for relation in relations:
        related: Any = model._meta.get_field(relation).related_model
        model = related
    return model._default_manager.all()
