"""Activities: as a list, a calendar of a year and a map; and one with all that is known of it."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import Organisation
from citytocity.design.components import (
    Calendar,
    Cell,
    Column,
    Fact,
    Link,
    Month,
    Pagination,
    Table,
    View,
)
from citytocity.design.furniture import Crumb
from citytocity.design.heads import absolute, page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import ActivityKind, ActivityStatus
from citytocity.ledger.forms import ActivityFilter, page_of
from citytocity.ledger.models import Activity, ActivityCitation, Credit, Participation
from citytocity.ledger.presentation import (
    activity_row,
    cities_of,
    city_mark,
    city_marks,
    counted,
    country_name,
    foreign,
    knowledge,
    month_name,
    people,
    recognition_row,
    result_row,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import latest_year, month_within
from citytocity.ledger.querysets import ActivityQuerySet
from citytocity.ledger.sections import sections
from citytocity.ledger.views.lists import (
    choice_field,
    city_field,
    home_crumb,
    list_filter,
    narrowed,
    theme_field,
    year_field,
)
from citytocity.ledger.worlds import activity_map, gatherings


def activity_list(request: HttpRequest) -> HttpResponse:
    asked = ActivityFilter.asked(request)
    shown = asked.pop("view", "list")
    activities = _asked_for(asked).newest_first().shown()
    context = {
        "crumbs": [home_crumb(), Crumb(_("Together"))],
        "meta": page_meta(request, title=_title(asked), description=_description()),
        "title": _title(asked),
        "filter": list_filter(
            request,
            asked | ({"view": shown} if shown != "list" else {}),
            city_field(asked),
            year_field(asked),
            choice_field("kind", _("Kind"), ActivityKind.choices, asked),
            theme_field(asked),
        ),
        "views": _views(request, shown),
    }
    if shown == "calendar":
        context["calendar"] = _calendar(request, asked, activities)
    elif shown == "map":
        context |= _on_map(activities)
    else:
        page = page_of(request, activities)
        context["rows"] = [activity_row(activity) for activity in page]
        context["pagination"] = Pagination.of(page, request.GET)
        context["count"] = _count(page.paginator.count)
    return render(request, "ledger/activity_list.html", context)


def activity(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Activity.objects.select_related("host", "programme", "part_of").prefetch_related(
            Prefetch(
                "participations",
                Participation.objects.select_related("city", "organisation", "source"),
            ),
            Prefetch("credits", Credit.objects.select_related("organisation")),
            Prefetch("citations", ActivityCitation.objects.select_related("source")),
            "themes",
            "inspired_by",
            "parts",
        ),
        slug=slug,
    )
    cities = cities_of(record)
    title = wording(record.title).text
    return render(
        request,
        "ledger/activity.html",
        {
            "activity": record,
            "crumbs": [
                home_crumb(),
                Crumb(_("Together"), reverse("ledger:activity_list")),
                Crumb(title),
            ],
            "meta": page_meta(
                request,
                title=title,
                description=wording(record.summary).text or when_in_words(record.when),
                json_ld=[_event(record)],
            ),
            "cities": city_marks(cities),
            "looks": [city.look for city in cities],
            "facts": _facts(record),
            **_bodies(record),
            "participations": _participations(record),
            "results": [result_row(r) for r in record.results.shown()],
            "recognitions": [recognition_row(r) for r in record.recognitions.shown()],
            "parts": list(record.parts.all()),
            "knowledge": knowledge(record, "activities"),
            "sections": sections("activity", request, record),
        },
    )


def _bodies(record: Activity) -> dict[str, list[Organisation]]:
    """Who organised and who supported it, from one query."""
    organised = Activity.organisers.through.objects.filter(activity=record)
    supported = Activity.supporters.through.objects.filter(activity=record)
    same = {"organisation": OuterRef("pk")}
    bodies = (
        Organisation.objects.annotate(
            organised_it=Exists(organised.filter(**same)),
            supported_it=Exists(supported.filter(**same)),
        )
        .filter(
            Q(pk__in=organised.values("organisation")) | Q(pk__in=supported.values("organisation"))
        )
        .order_by("slug")
    )
    return {
        "organisers": [body for body in bodies if body.organised_it],
        "supporters": [body for body in bodies if body.supported_it],
    }


def _asked_for(asked: dict[str, Any]) -> ActivityQuerySet:
    activities = Activity.objects.all()
    if "city" in asked:
        activities = activities.with_city(asked["city"])
    if "year" in asked:
        activities = activities.in_year(asked["year"])
    if "partnership" in asked:
        activities = activities.of_partnership(asked["partnership"])
    if "theme" in asked:
        activities = activities.filter(themes=asked["theme"])
    if "programme" in asked:
        activities = activities.filter(programme=asked["programme"])
    return activities.filter(kind=asked["kind"]) if "kind" in asked else activities


def _title(asked: dict[str, Any]) -> str:
    about = narrowed(asked)
    return _("Together: %(about)s") % {"about": about} if about else _("Together")


def _description() -> str:
    return _("Festivals, visits, forums and camps of the twin cities, with their sources.")


def _count(count: int) -> str:
    return ngettext("%(number)s activity", "%(number)s activities", count) % {
        "number": number_in_words(count)
    }


def _views(request: HttpRequest, shown: str) -> tuple[View, ...]:
    return tuple(
        View(words, _with(request, "view", name if name != "list" else ""), name == shown)
        for name, words in (("list", _("List")), ("calendar", _("Calendar")), ("map", _("Map")))
    )


def _with(request: HttpRequest, name: str, value: str) -> str:
    """This address with one choice changed, from the first page on."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}" if query else request.path


def _calendar(
    request: HttpRequest, asked: dict[str, Any], activities: ActivityQuerySet
) -> Calendar:
    """One year by months. What has only a year, or runs over several months, stands apart."""
    year = asked.get("year") or latest_year(today=datetime.date.today())
    months: list[list] = [[] for _month in range(12)]
    undated = []
    for record in activities.in_year(year)[:500]:
        if month := month_within(record, year=year):
            months[month - 1].insert(0, activity_row(record))
        else:
            undated.append(activity_row(record))
    return Calendar(
        title=str(year),
        months=tuple(
            Month(month_name(number), tuple(rows)) for number, rows in enumerate(months, start=1)
        ),
        undated=tuple(undated),
        previous=Link(str(year - 1), _with(request, "year", str(year - 1))),
        next=Link(str(year + 1), _with(request, "year", str(year + 1))),
    )


def _on_map(activities: ActivityQuerySet) -> dict[str, Any]:
    located = activities.filter(Q(latitude__isnull=False) | Q(host__latitude__isnull=False))[:200]
    found = gatherings(located)
    return {
        "map": activity_map(found),
        "places": [
            {
                "key": gathering.key,
                "name": gathering.place.name,
                "rows": [activity_row(activity) for activity in gathering.activities],
            }
            for gathering in found
        ],
    }


def _facts(record: Activity) -> list[Fact]:
    """What is known, each with its term; what is not recorded is said to be so."""
    unknown = _("not recorded")
    place = wording(record.place).text
    if record.country:
        place = ", ".join(filter(None, [place, country_name(record.country)]))
    facts = [
        Fact(_("When"), when_in_words(record.when) or unknown),
        Fact(
            _("Where"),
            place or ("" if record.host else unknown),
            (city_mark(record.host),) if record.host else (),
        ),
        Fact(_("What"), str(record.get_kind_display())),
    ]
    if record.status != ActivityStatus.HELD:
        facts.append(Fact(_("State"), str(record.get_status_display())))
    if record.occasion:
        facts.append(Fact(_("Occasion"), wording(record.occasion).text))
    if record.attendance is not None:
        number = counted(record.attendance, record.attendance_certainty)
        facts.append(Fact(_("People present"), number))
    if record.covers:
        facts.append(Fact(_("Years it covers"), when_in_words(record.covers)))
    return facts


def _participations(record: Activity) -> Table | None:
    """Who took part, city by city, with heads as far as they are on record."""
    rows = []
    for part in record.participations.all():
        who = [wording(part.organisation.name).text] if part.organisation else []
        if part.head_name:
            head = [wording(part.head_name).text, wording(part.head_office).text]
            who.append(", ".join(filter(None, head)))
        who.append(wording(part.detail).text)
        rows.append(
            (
                Cell(cities=(city_mark(part.city),), is_heading=True),
                Cell(str(part.get_role_display())),
                Cell(" · ".join(filter(None, who))),
                Cell(people(part) or _("not recorded")),
            )
        )
    if not rows:
        return None
    columns = (Column(_("City")), Column(_("Role")), Column(_("Who")), Column(_("People")))
    return Table(_("Who took part"), columns, tuple(rows), key="participations")


def _event(record: Activity) -> dict[str, Any]:
    """schema.org Event; dates only as far as they are known."""
    event: dict[str, Any] = {
        "@type": "Event",
        "name": wording(record.title).text,
        "url": absolute(record.get_absolute_url()),
        "inLanguage": foreign(record.title) or None,
        "eventStatus": {
            ActivityStatus.CANCELLED: "https://schema.org/EventCancelled",
            ActivityStatus.POSTPONED: "https://schema.org/EventPostponed",
        }.get(ActivityStatus(record.status), "https://schema.org/EventScheduled"),
    }
    if record.when_first:
        event["startDate"] = record.when_first.isoformat()
    if record.when_last:
        event["endDate"] = record.when_last.isoformat()
    place = record.host.name if record.host else record.place
    if place:
        event["location"] = {"@type": "Place", "name": wording(place).text}
    return {key: value for key, value in event.items() if value}
