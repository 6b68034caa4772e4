"""Activities: as a list, a calendar of a year and a map; and one with all that is known of it."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import Organisation
from citytocity.dates.edtf import Form, parse
from citytocity.design.components import (
    Calendar,
    Cell,
    Column,
    Fact,
    Link,
    Month,
    Pagination,
    Row,
    Table,
    View,
)
from citytocity.design.furniture import Crumb
from citytocity.design.heads import absolute, page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import ActivityKind, ActivityStatus, Mode
from citytocity.ledger.forms import ActivityFilter, page_of
from citytocity.ledger.inviting import invitation_of
from citytocity.ledger.models import (
    Activity,
    ActivityCitation,
    Credit,
    Participation,
    Recognition,
)
from citytocity.ledger.presentation import (
    activity_row,
    cities_of,
    city_mark,
    city_marks,
    counted,
    country_name,
    foreign,
    genders,
    joined,
    knowledge,
    month_name,
    people,
    recognition_row,
    result_row,
    said,
    sentence,
    source_link,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import latest_year, month_within, years_on_record
from citytocity.ledger.querysets import ActivityQuerySet
from citytocity.ledger.sections import may_have, presence, sections
from citytocity.ledger.views.embeds import embed
from citytocity.ledger.views.lists import (
    Cut,
    choice_field,
    city_field,
    cut,
    home_crumb,
    list_filter,
    list_meta,
    narrowed,
    theme_field,
    year_field,
    years_asked,
)
from citytocity.ledger.worlds import activity_map, gatherings

IN_CALENDAR, ON_MAP = 500, 200


def activity_list(request: HttpRequest) -> HttpResponse:
    asked = ActivityFilter.asked(request)
    shown = asked.pop("view", "list")
    activities = _asked_for(asked).newest_first().shown()
    view = {"view": shown} if shown != "list" else {}
    page = page_of(request, activities) if shown == "list" else None
    context = {
        "crumbs": [home_crumb(), Crumb(_("Together"))],
        "meta": list_meta(
            request, asked | view, page, title=_title(asked), description=_description()
        ),
        "title": _title(asked),
        "filter": list_filter(
            request,
            asked | view,
            city_field(asked),
            year_field(asked),
            choice_field("kind", _("Kind"), ActivityKind.choices, asked),
            theme_field(asked),
        ),
        "views": _views(request, shown),
    }
    if shown == "calendar":
        context |= _calendar(request, asked, activities)
    elif page is None:
        context |= _on_map(request, activities)
    else:
        context["rows"] = [activity_row(activity) for activity in page]
        context["pagination"] = Pagination.of(page, request.GET)
        context["count"] = _count(page.paginator.count)
    return render(request, "ledger/activity_list.html", context)


def activity(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Activity.objects.select_related("host", "programme", "part_of")
        .annotate(
            has_parts=Exists(Activity.objects.filter(part_of=OuterRef("pk"))),
            has_recognitions=Exists(Recognition.objects.filter(activity=OuterRef("pk"))),
            **presence("activity", "pk"),
        )
        .prefetch_related(
            Prefetch(
                "participations",
                Participation.objects.select_related("city", "organisation", "source"),
            ),
            Prefetch("credits", Credit.objects.select_related("organisation")),
            Prefetch("citations", ActivityCitation.objects.select_related("source")),
            "themes",
            "inspired_by",
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
                Crumb(said(record.title)),
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
            "invitation": invitation_of(record),
            **_bodies(record),
            "participations": _participations(record),
            "results": [result_row(r) for r in record.results.shown()],
            "recognitions": _recognitions(record),
            "parts": list(record.parts.all()) if may_have(record, "parts") else [],
            "knowledge": knowledge(record, "activities"),
            "embed": embed("activities", record),
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
    if years := years_asked(asked):
        activities = activities.in_years(*years)
    if "status" in asked:
        activities = activities.that_took_place()
    if "partnership" in asked:
        activities = activities.of_partnership(asked["partnership"])
    if "organisation" in asked:
        activities = activities.of_organisation(asked["organisation"])
    if "theme" in asked:
        activities = activities.filter(themes=asked["theme"])
    if "programme" in asked:
        activities = activities.filter(programme=asked["programme"])
    return activities.filter(kind=asked["kind"]) if "kind" in asked else activities


def _title(asked: dict[str, Any]) -> str:
    about = narrowed(asked)
    return sentence(_("Together: %(about)s"), about=about) if about else _("Together")


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
) -> dict[str, Any]:
    """One year by months. What has only a year, or runs over several months, stands apart.

    It turns one year beyond what is on record, before and after; Http404 further off.
    """
    today = datetime.date.today()
    first, last = years_on_record(today=today)
    year = asked.get("year") or latest_year(today=today)
    if not first - 1 <= year <= last + 1:
        raise Http404
    months: list[list] = [[] for _month in range(12)]
    undated = []
    found = list(activities.in_year(year)[: IN_CALENDAR + 1])
    for record in found[:IN_CALENDAR]:
        if month := month_within(record, year=year):
            months[month - 1].insert(0, activity_row(record))
        else:
            undated.append(activity_row(record))
    calendar = Calendar(
        title=str(year),
        months=tuple(
            Month(month_name(number), tuple(rows)) for number, rows in enumerate(months, start=1)
        ),
        undated=tuple(undated),
        previous=_year_link(request, year - 1) if max(first - 1, 1) < year else None,
        next=_year_link(request, year + 1) if min(last + 1, 9999) > year else None,
    )
    return {"calendar": calendar, "cut": _cut(request, found, at_most=IN_CALENDAR, year=year)}


def _cut(
    request: HttpRequest, found: list[Activity], *, at_most: int, year: int | None = None
) -> Cut | None:
    """The way from the newest to all of them, which the list has on its pages."""
    query = request.GET.copy()
    query.pop("view", None)
    if year:
        query["year"] = str(year)
    return cut(
        found,
        at_most=at_most,
        url=f"{request.path}?{query.urlencode()}".rstrip("?"),
        link=_("All activities"),
    )


def _year_link(request: HttpRequest, year: int) -> Link:
    return Link(str(year), _with(request, "year", str(year)))


def _on_map(request: HttpRequest, activities: ActivityQuerySet) -> dict[str, Any]:
    has_place = Q(latitude__isnull=False) | Q(host__latitude__isnull=False)
    located = list(activities.filter(has_place)[: ON_MAP + 1])
    found = gatherings(located[:ON_MAP])
    return {
        "cut": _cut(request, located, at_most=ON_MAP),
        "map": activity_map(found),
        "places": [
            {
                "key": gathering.key,
                "name": gathering.name,
                "mark": gathering.mark,
                "rows": [activity_row(activity) for activity in gathering.activities],
            }
            for gathering in found
        ],
    }


def _recognitions(record: Activity) -> list[Row]:
    if not may_have(record, "recognitions"):
        return []
    return [recognition_row(one) for one in record.recognitions.shown()]


def _facts(record: Activity) -> list[Fact]:
    """What is known, each with its term; what is not recorded is said to be so."""
    unknown = _("not recorded")
    place = said(record.place)
    if record.country:
        place = joined([place, country_name(record.country)], between=", ")
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
        facts.append(Fact(_("Occasion"), said(record.occasion)))
    if record.attendance is not None:
        number = counted(record.attendance, record.attendance_certainty)
        facts.append(Fact(_("People present"), number))
    if record.covers:
        facts.append(Fact(_("Years it covers"), when_in_words(record.covers)))
    if record.edition and not record.programme:
        facts.append(Fact(capfirst(_("edition")), number_in_words(record.edition)))
    if record.recurring:
        facts.append(Fact(_("How often"), _("comes out regularly")))
    return facts


def _participations(record: Activity) -> Table | None:
    """Who took part, city by city, with heads as far as they are on record; no empty column."""
    parts = list(record.participations.all())
    if not parts:
        return None
    somebody_online = any(part.mode != Mode.IN_PERSON for part in parts)
    columns = [
        (_("City"), [Cell(cities=(city_mark(part.city),), is_heading=True) for part in parts]),
        (_("Role"), [Cell(str(part.get_role_display())) for part in parts]),
        (_("How"), [Cell(str(part.get_mode_display())) for part in parts if somebody_online]),
        (_("Who"), [Cell(_who(part)) for part in parts]),
        (_("People"), [Cell(_how_many(part) or _("not recorded")) for part in parts]),
        (_("Source"), [_source(part) for part in parts]),
    ]
    filled = [(name, cells) for name, cells in columns if any(cell != Cell() for cell in cells)]
    return Table(
        _("Who took part"),
        tuple(Column(name) for name, _cells in filled),
        tuple(zip(*(cells for _name, cells in filled), strict=True)),
        key="participations",
        stacks=True,
    )


def _who(part: Participation) -> str:
    body = said(part.organisation.name) if part.organisation else ""
    head = [said(part.head_name), said(part.head_office)] if part.head_name else []
    return joined([body, joined(head, between=", "), said(part.detail)])


def _how_many(part: Participation) -> str:
    return joined([people(part), genders(part)])


def _source(part: Participation) -> Cell:
    link = source_link(part.source)
    return Cell(link.words, link.url) if link else Cell()


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
    if record.when:
        event |= _begins_and_ends(record.when)
    place = record.host.name if record.host else record.place
    if place:
        event["location"] = {"@type": "Place", "name": wording(place).text}
    return {key: value for key, value in event.items() if value}


def _begins_and_ends(when: str) -> dict[str, str]:
    """As far as it is known: a year stays a year. One of several times is neither."""
    date = parse(when)
    if date.form not in {Form.POINT, Form.INTERVAL}:
        return {}
    ends = {"startDate": date.points[0], "endDate": date.points[-1]}
    return {name: point.html for name, point in ends.items() if point}
