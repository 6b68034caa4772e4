"""What visits add to the register's public pages. Nothing of a person, nothing of the office."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City
from citytocity.design.components import Cell, Column, Figure, Table
from citytocity.ledger.enums import Certainty
from citytocity.ledger.models import Activity, Participation, Partnership, PartnershipSide
from citytocity.ledger.presentation import counted, figure, joined, said, wording
from citytocity.ledger.sections import Section, may_have
from citytocity.visits.models import ProgrammeItem, Visit
from citytocity.visits.presentation import clocks, days_of, hours, list_url
from citytocity.visits.queries import Trips, journeys, sum_of, visits_owed


def visit_of_activity(request: HttpRequest, activity: Activity) -> list[Section]:
    """The public programme, what the visit answers and what answered it; two queries at most."""
    if not may_have(activity, "visit"):
        return []
    answering = Q(pk__in=Visit.objects.going_ahead().filter(answers__activity=activity))
    either = Q(activity=activity) | answering
    visits = list(Visit.objects.filter(either).select_related("activity", "answers__activity"))
    own = next((visit for visit in visits if visit.activity_id == activity.pk), None)
    if own is None:
        return []
    items = list(own.items.filter(public=True))
    context = {
        "answers": _link(own.answers.activity) if own.answers else None,
        "answered_by": [_link(one.activity) for one in visits if one.answers_id == own.pk],
        "days": [
            {"words": day.words, "rows": [_row(item) for item in day.items]}
            for day in days_of(items)
        ],
        "clocks": sorted({f"{item.zone}, {clocks(item)}" for item in items}),
        "calendar": reverse("visits:programme", args=[activity.slug]) if items else "",
    }
    shown = context["answers"] or context["answered_by"] or items
    return [Section("visits/_programme.html", context)] if shown else []


def visits_of_partnership(request: HttpRequest, partnership: Partnership) -> list[Section]:
    """The way to who came and who went; asks nothing of its own."""
    if not (may_have(partnership, "journeys") or may_have(partnership, "visits_owed")):
        return []
    return [Section("visits/_way.html", {"url": list_url(partnership=partnership)})]


def reciprocity(partnership: Partnership) -> dict[str, Any]:
    """Who came and who went, year by year: visits, person-trips, guest-nights; two queries.

    The partnership has its sides and their cities.
    """
    travelled = journeys(partnership=partnership).select_related("activity__host", "city")
    rows = list(travelled.order_by(F("activity__when_first").desc(nulls_last=True), "pk"))
    owed = visits_owed(partnership=partnership).count()
    figures = [*_figures(partnership, rows), *_owed(partnership, owed)]
    return {"figures": figures, "table": _table(partnership, rows)}


def visit_is_there(key: str) -> dict[str, Exists]:
    return {"visit": Exists(Visit.objects.filter(activity=OuterRef(key)))}


def visits_are_there(key: str) -> dict[str, Exists]:
    """Whether anybody of a side went to another side; whether any visit at all is owed."""
    sides = PartnershipSide.objects.filter(partnership=OuterRef(OuterRef(key))).values("city")
    went = journeys().filter(city__in=sides, activity__host__in=sides)
    return {"journeys": Exists(went), "visits_owed": Exists(visits_owed())}


def _link(activity: Activity) -> dict[str, Any]:
    return {"words": said(activity.title), "url": activity.get_absolute_url()}


def _row(item: ProgrammeItem) -> dict[str, Any]:
    return {
        "hours": hours(item),
        "datetime": item.begins.isoformat(),
        "title": said(item.title),
        "detail": joined([said(item.place), said(item.note)]),
    }


def _figures(partnership: Partnership, rows: list[Participation]) -> list[Figure]:
    found = []
    for city in partnership.cities:
        trips = sum_of(row for row in rows if row.activity.host_id == city.pk)
        if trips.visits:
            noun = ngettext("visit to %(city)s", "visits to %(city)s", trips.visits)
            told = noun % {"city": wording(city.name).text}
            found.append(figure(trips.visits, told, list_url(partnership=partnership, to=city)))
    return found


def _owed(partnership: Partnership, number: int) -> list[Figure]:
    if not number:
        return []
    noun = ngettext("visit owed in return", "visits owed in return", number)
    return [figure(number, noun, list_url(partnership=partnership, owed=True))]


def _table(partnership: Partnership, rows: list[Participation]) -> Table | None:
    """A row for each year and city that was visited; each number opens what it counts."""
    groups: dict[tuple[int | None, int], list[Participation]] = {}
    for row in rows:
        day = row.activity.when_first
        key = (day.year if day else None, row.activity.host_id or 0)
        groups.setdefault(key, []).append(row)
    cities = {city.pk: city for city in partnership.cities}
    lines = [
        _line(partnership, year, cities[host], sum_of(found))
        for (year, host), found in groups.items()
    ]
    heads = (
        Column(_("Year")),
        Column(_("Visited")),
        Column(_("Visits"), is_number=True),
        Column(_("Person-trips"), is_number=True),
        Column(_("Guest-nights"), is_number=True),
    )
    caption = _("Visits both ways, year by year")
    return Table(caption, heads, tuple(lines), key="visits-by-year") if lines else None


def _line(partnership: Partnership, year: int | None, city: City, trips: Trips) -> tuple[Cell, ...]:
    url = list_url(partnership=partnership, to=city, year=year, dated=year is not None)
    numbers = (
        str(trips.visits),
        _sum(trips.people, trips.people_certainty),
        _sum(trips.nights, trips.nights_certainty),
    )
    return (
        Cell(str(year) if year else _("not recorded"), is_heading=True),
        Cell(said(city.name)),
        *(
            Cell(number or _("not recorded"), url if number else "", is_number=True)
            for number in numbers
        ),
    )


def _sum(number: int | None, certainty: Certainty) -> str:
    """Empty where nothing of it is on record."""
    return "" if number is None else counted(number, certainty)
