"""Partnerships: all of them, and one as both sides see it, with everything on record."""

import datetime
from typing import Any

from django.db.models import Count, Prefetch, Window, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.design.components import (
    Exchange,
    Figure,
    Journey,
    Pagination,
    Reciprocity,
    Side,
    State,
    TimelineItem,
)
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.ledger.enums import BaseDate, PartnershipKind, SideState
from citytocity.ledger.forms import PartnershipFilter, page_of
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    PartnershipCitation,
    PartnershipSide,
    Recognition,
    Result,
)
from citytocity.ledger.presentation import (
    activity_moment,
    city_mark,
    datetime_of,
    figure,
    foreign,
    knowledge,
    list_url,
    recognition_row,
    result_idea,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import anniversary_base, current_states, journeys_between
from citytocity.ledger.sections import sections
from citytocity.ledger.views.lists import choice_field, city_field, home_crumb, list_filter
from citytocity.ledger.worlds import route_between, twin_words, year_of

TIMELINE = 60
ASSURED = {SideState.ACTIVE, SideState.RENEWED}


def partnership_list(request: HttpRequest) -> HttpResponse:
    asked = PartnershipFilter.asked(request)
    records = Partnership.objects.shown()
    if "city" in asked:
        records = records.of_city(asked["city"])
    if "kind" in asked:
        records = records.filter(kind=asked["kind"])
    page = page_of(request, records.order_by("since_first", "slug"))
    return render(
        request,
        "ledger/partnership_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Partnerships"))],
            "meta": page_meta(
                request,
                title=_("Partnerships"),
                description=_("Which cities are twinned, since when, and how each side sees it."),
            ),
            "filter": list_filter(
                request,
                asked,
                city_field(asked),
                choice_field("kind", _("Kind"), PartnershipKind.choices, asked),
            ),
            "cards": [_card(record) for record in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    record = _with_sides(slug)
    prefetch_related_objects(
        [record],
        "states",
        "milestones",
        Prefetch("citations", PartnershipCitation.objects.select_related("source")),
        Prefetch("agreements", Agreement.objects.prefetch_related("signatories")),
    )
    cities = record.cities
    activities = list(
        Activity.objects.of_partnership(record)
        .newest_first()
        .shown()
        .annotate(in_all=Window(Count("pk")))[:TIMELINE]
    )
    count = activities[0].in_all if activities else 0
    results = list(Result.objects.of_partnership(record).shown()[:TIMELINE])
    recognitions = list(Recognition.objects.of_partnership(record).select_related("city"))
    title = str(record)
    return render(
        request,
        "ledger/partnership.html",
        {
            "partnership": record,
            "cities": [city_mark(city) for city in cities],
            "looks": [city.look for city in cities],
            "crumbs": [
                home_crumb(),
                Crumb(_("Partnerships"), reverse("ledger:partnership_list")),
                Crumb(title),
            ],
            "meta": page_meta(request, title=title, description=_standing(record)),
            "standing": _standing(record),
            "year": year_of(record.since),
            "until": datetime.date.today().year,
            "sides": _sides(record),
            "figures": _figures(record, count, results, recognitions),
            "route": route_between(cities),
            "timeline": _timeline(record, activities),
            "all_url": list_url("activity_list", partnership=record.slug),
            "reciprocity": _reciprocity(cities, activities),
            "ideas": [result_idea(r) for r in results if r.from_city_id and r.to_city_id],
            "other_results": [
                result_idea(r) for r in results if not (r.from_city_id and r.to_city_id)
            ],
            "recognitions": [recognition_row(r, cities) for r in recognitions],
            "agreements": list(record.agreements.all()),
            "knowledge": knowledge(record, "partnerships"),
            "sections": sections("partnership", request, record),
        },
    )


def _card(record: Partnership) -> dict[str, Any]:
    states = current_states(record)
    return {
        "record": record,
        "cities": [city_mark(city, linked=False) for city in record.cities],
        "words": twin_words(record),
        "states": [_state_words(states, side.city) for side in record.sides.all()],
        "year": year_of(record.since),
        "until": datetime.date.today().year,
    }


def _with_sides(slug: str) -> Partnership:
    """A partnership and its sides, from one query; Http404 if there is none."""
    sides = PartnershipSide.objects.filter(partnership__slug=slug).select_related(
        "partnership", "city", "office", "association"
    )
    if not sides:
        return get_object_or_404(Partnership, slug=slug)
    record = sides[0].partnership
    record.sides = list(sides)
    return record


def _standing(record: Partnership) -> str:
    """Since when, and the agreement: the sentence under the title."""
    signed = [
        _("%(kind)s signed %(when)s: %(place)s.")
        % {
            "kind": str(agreement.get_kind_display()).capitalize(),
            "when": when_in_words(agreement.signed),
            "place": wording(agreement.place).text,
        }
        for agreement in record.agreements.all()
        if agreement.signed and agreement.place
    ]
    twins = _("%(words)s.") % {"words": twin_words(record)}
    return " ".join([twins, *signed])


def _state_words(states: dict, city: City) -> State:
    entry = states.get(city.pk)
    name = wording(city.name).text
    if entry is None:
        return State(_("%(city)s: state not recorded") % {"city": name}, "none")
    kind = "sure" if entry.state in ASSURED else "claim"
    return State(f"{name}: {entry.get_state_display()}", kind)


def _sides(record: Partnership) -> list[Side]:
    """What each side holds, equal in size: recognised, its state history, its office."""
    shown = []
    for side in record.sides.all():
        lines = []
        if side.recognised:
            lines.append(_("Recognised: %(when)s") % {"when": when_in_words(side.recognised)})
        history = [state for state in record.states.all() if state.city_id == side.city_id]
        for state in sorted(history, key=lambda s: s.when_first or datetime.date.min, reverse=True):
            words = str(state.get_state_display()).capitalize()
            when = when_in_words(f"{state.when}/..") if state.when and "/" not in state.when else ""
            decision = wording(state.decision).text
            lines.append(" · ".join(filter(None, [f"{words} {when}".strip(), decision])))
        if not history:
            lines.append(_("Its state is not recorded."))
        bodies = filter(None, (side.office, side.association))
        lines += [wording(body.name).text for body in bodies]
        shown.append(Side(city_mark(side.city), tuple(lines)))
    return shown


def _figures(
    record: Partnership, activities: int, results: list[Result], recognitions: list[Recognition]
) -> list[Figure]:
    practices = sum(1 for result in results if result.from_city_id and result.to_city_id)
    shown = [
        figure(
            activities,
            ngettext("activity on record", "activities on record", activities),
            list_url("activity_list", partnership=record.slug),
        ),
        figure(
            len(results),
            ngettext("result", "results", len(results)),
            list_url("result_list", partnership=record.slug),
        ),
    ]
    if practices:
        shown.append(
            figure(
                practices,
                ngettext("idea that travelled", "ideas that travelled", practices),
                list_url("result_list", partnership=record.slug, kind="practice-adopted"),
            )
        )
    if recognitions:
        shown.append(
            figure(
                len(recognitions),
                ngettext("recognition", "recognitions", len(recognitions)),
                list_url("recognition_list", partnership=record.slug),
            )
        )
    if anniversary := _anniversary(record):
        shown.append(anniversary)
    return shown


def _anniversary(record: Partnership) -> Figure | None:
    """The next round year on the base date that the office chose, and which date that is."""
    base = anniversary_base(record)
    year = year_of(base)
    if year is None:
        return None
    today = datetime.date.today()
    age = today.year - year
    age += -age % 5 or (0 if _still_to_come(base, today) else 5)
    noun = ngettext("%(years)d year together", "%(years)d years together", age) % {"years": age}
    named = _("counted from: %(base)s, %(when)s") % {
        "base": BaseDate(record.base_date).label,
        "when": when_in_words(base),
    }
    return Figure(value=str(year + age), noun=noun, url="#sides-h", link=named)


def _still_to_come(base: str, today: datetime.date) -> bool:
    day = parse(base).last
    return day is not None and (day.month, day.day) >= (today.month, today.day)


def _timeline(record: Partnership, activities: list[Activity]) -> list[TimelineItem]:
    """Activities, milestones and agreements together, newest first."""
    moments = [
        *((item.when_first, activity_moment(item)) for item in activities),
        *((step.when_first, _milestone(step)) for step in record.milestones.all()),
        *((paper.signed_first, _signing(paper)) for paper in record.agreements.all()),
    ]
    moments.sort(key=lambda moment: moment[0] or datetime.date.min, reverse=True)
    return [item for _day, item in moments]


def _milestone(milestone: Any) -> TimelineItem:
    return TimelineItem(
        title=wording(milestone.what).text,
        when=when_in_words(milestone.when),
        datetime=datetime_of(milestone.when),
        plain=True,
        lang=foreign(milestone.what),
    )


def _signing(agreement: Agreement) -> TimelineItem:
    who = ", ".join(
        " – ".join(filter(None, [wording(s.name).text, wording(s.office).text]))
        for s in agreement.signatories.all()
    )
    place = ", ".join(
        filter(None, [wording(agreement.place).text, wording(agreement.occasion).text])
    )
    return TimelineItem(
        title=wording(agreement.title).text or str(agreement.get_kind_display()).capitalize(),
        when=when_in_words(agreement.signed) or _("date not recorded"),
        datetime=datetime_of(agreement.signed),
        text=". ".join(filter(None, [place, who])),
        plain=True,
        anchor=agreement.slug,
    )


def _reciprocity(cities: list[City], activities: list[Activity]) -> Reciprocity | None:
    """Who came and who went, by year, in the activities shown; for two cities only."""
    if len(cities) != 2:
        return None
    home, other = cities
    years = journeys_between(home, other, activities)
    name = wording(home.name).text
    exchanges = tuple(
        Exchange(
            label=str(year) if year else _("year not recorded"),
            came=tuple(_journey(part, other) for part in journeys.came),
            went=tuple(_journey(part, home) for part in journeys.went),
        )
        for year, journeys in years.items()
    )
    if not exchanges:
        return None
    return Reciprocity(
        came=_("Came to %(city)s") % {"city": name},
        went=_("Went from %(city)s") % {"city": name},
        exchanges=exchanges,
        note=_("One drop is one journey of a group and opens its record."),
    )


def _journey(part: Participation, city: City) -> Journey:
    activity = part.activity
    title = f"{wording(activity.title).text}, {when_in_words(activity.when)}"
    return Journey(title, activity.get_absolute_url(), city.look.ink)
