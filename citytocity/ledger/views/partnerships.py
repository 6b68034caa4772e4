"""Partnerships: all of them, and one as both sides see it, with everything on record."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Window,
    prefetch_related_objects,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.design.components import (
    Exchange,
    Fact,
    Figure,
    Journey,
    Pagination,
    Reciprocity,
    Side,
    SideLine,
    State,
    TimelineItem,
)
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.names import language_name
from citytocity.ledger.enums import BaseDate, PartnershipKind, ResultKind, SideState
from citytocity.ledger.forms import PartnershipFilter, page_of
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    PartnershipCitation,
    PartnershipMilestone,
    PartnershipSide,
    PartnershipState,
    Recognition,
    Result,
)
from citytocity.ledger.presentation import (
    activity_moment,
    city_mark,
    datetime_of,
    document_link,
    figure,
    foreign,
    joined,
    knowledge,
    list_url,
    named,
    recognition_row,
    result_idea,
    said,
    sentence,
    source_link,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import anniversary_base, current_states, journeys_between
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
)
from citytocity.ledger.worlds import route_between, twin_words, year_of

TIMELINE = 60
SINCE, FIRST_CONTACT, SIDES = "since", "first-contact", "sides-h"  # places on the page
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
            "meta": list_meta(
                request,
                asked,
                page,
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
    record = with_sides(slug)
    prefetch_related_objects(
        [record],
        Prefetch("states", PartnershipState.objects.select_related("source")),
        *(["milestones"] if may_have(record, "milestones") else []),
        Prefetch("citations", PartnershipCitation.objects.select_related("source")),
        Prefetch("agreements", Agreement.objects.with_document().prefetch_related("signatories")),
    )
    cities = record.cities
    activities = list(
        Activity.objects.of_partnership(record)
        .newest_first()
        .shown()
        .annotate(in_all=Window(Count("pk")))[: TIMELINE + 1]
    )
    results = list(Result.objects.of_partnership(record).shown().newest_of_both(TIMELINE + 1))
    ideas = [result for result in results if result.kind == ResultKind.PRACTICE_ADOPTED]
    others = [result for result in results if result.kind != ResultKind.PRACTICE_ADOPTED]
    recognitions = list(Recognition.objects.of_partnership(record).select_related("city"))
    all_activities = list_url("activity_list", partnership=slug)
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
                Crumb(named(record)),
            ],
            "meta": page_meta(request, title=title, description=standing(record)),
            "standing": standing(record),
            "presentation_url": reverse("ledger:presentation", args=[slug]),
            "year": year_of(record.since),
            "until": datetime.date.today().year,
            "sides": _sides(record),
            "figures": _figures(
                record,
                activities=in_all(activities),
                practices=in_all(ideas),
                results=in_all(ideas) + in_all(others),
                recognitions=len(recognitions),
            ),
            "route": route_between(cities),
            "timeline": _timeline(record, activities[:TIMELINE]),
            "all_url": all_activities,
            "cut": cut(activities, at_most=TIMELINE, url=all_activities, link=_("All activities")),
            "reciprocity": _reciprocity(cities, activities[:TIMELINE]),
            "ideas": [result_idea(r) for r in ideas[:TIMELINE]],
            "cut_ideas": _cut_results(ideas, record),
            "other_results": [result_idea(r) for r in others[:TIMELINE]],
            "cut_results": _cut_results(others, record),
            "recognitions": [recognition_row(r, cities) for r in recognitions],
            "papers": [_paper(agreement) for agreement in record.agreements.all()],
            "knowledge": knowledge(record, "partnerships"),
            "embed": embed("partnerships", record),
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


def with_sides(slug: str) -> Partnership:
    """A partnership and its sides, from one query; Http404 if there is none."""
    milestones = PartnershipMilestone.objects.filter(partnership=OuterRef("partnership_id"))
    there = presence("partnership", "partnership_id") | {"has_milestones": Exists(milestones)}
    sides = (
        PartnershipSide.objects.filter(partnership__slug=slug)
        .select_related("partnership", "city", "office", "association")
        .annotate(**there)
    )
    if not sides:
        return get_object_or_404(Partnership, slug=slug)
    record = sides[0].partnership
    record.sides = list(sides)
    for name in there:
        setattr(record, name, getattr(sides[0], name))
    return record


def standing(record: Partnership) -> str:
    """Since when, and the agreement: the sentence under the title."""
    signed = [
        _signed(agreement)
        for agreement in record.agreements.all()
        if agreement.signed and agreement.place
    ]
    twins = _("%(words)s.") % {"words": twin_words(record)}
    return joined([twins, *signed], between=" ")


def _signed(agreement: Agreement) -> str:
    """A day has a preposition in many languages that a month and a year have not."""
    on_a_day = parse(agreement.signed).is_exact_day
    words = (
        _("%(kind)s signed on %(when)s: %(place)s.")
        if on_a_day
        else _("%(kind)s signed %(when)s: %(place)s.")
    )
    return sentence(
        words,
        kind=capfirst(agreement.get_kind_display()),
        when=when_in_words(agreement.signed),
        place=said(agreement.place),
    )


def _state_words(states: dict, city: City) -> State:
    entry = states.get(city.pk)
    name = said(city.name)
    if entry is None:
        return State(sentence(_("%(city)s: state not recorded"), city=name), "none")
    kind = "sure" if entry.state in ASSURED else "claim"
    return State(format_html("{}: {}", name, entry.get_state_display()), kind)


def _sides(record: Partnership) -> list[Side]:
    """What each side holds, equal in size: recognised, its state history with who says so,
    its office."""
    shown = []
    for side in record.sides.all():
        lines = []
        if side.recognised:
            when = when_in_words(side.recognised)
            lines.append(SideLine(_("Recognised: %(when)s") % {"when": when}))
        history = [state for state in record.states.all() if state.city_id == side.city_id]
        for state in sorted(history, key=lambda s: s.when_first or datetime.date.min, reverse=True):
            words = capfirst(state.get_state_display())
            when = when_in_words(f"{state.when}/..") if state.when and "/" not in state.when else ""
            told = joined([f"{words} {when}".strip(), said(state.decision)])
            lines.append(SideLine(told, source_link(state.source)))
        if not history:
            lines.append(SideLine(_("Its state is not recorded.")))
        bodies = filter(None, (side.office, side.association))
        lines += [SideLine(said(body.name)) for body in bodies]
        shown.append(Side(city_mark(side.city), tuple(lines)))
    return shown


def _cut_results(found: list[Result], record: Partnership) -> Cut | None:
    url = list_url("result_list", partnership=record.slug)
    return cut(found, at_most=TIMELINE, url=url, link=_("All results"))


def in_all(found: list[Any]) -> int:
    """How many there are, of which these are the newest."""
    return found[0].in_all if found else 0


def _figures(record: Partnership, **count: int) -> list[Figure]:
    shown = [
        figure(
            count["activities"],
            ngettext("activity on record", "activities on record", count["activities"]),
            list_url("activity_list", partnership=record.slug),
        ),
        figure(
            count["results"],
            ngettext("result", "results", count["results"]),
            list_url("result_list", partnership=record.slug),
        ),
    ]
    if count["practices"]:
        shown.append(
            figure(
                count["practices"],
                ngettext("idea that travelled", "ideas that travelled", count["practices"]),
                list_url(
                    "result_list",
                    partnership=record.slug,
                    kind=ResultKind.PRACTICE_ADOPTED.value,
                ),
            )
        )
    if count["recognitions"]:
        shown.append(
            figure(
                count["recognitions"],
                ngettext("recognition", "recognitions", count["recognitions"]),
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
    return Figure(value=str(year + age), noun=noun, url=f"#{_place_of(record, base)}", link=named)


def _place_of(record: Partnership, base: str) -> str:
    """Where on the page the date stands that anniversaries count from."""
    papers = (paper.slug for paper in record.agreements.all() if paper.signed == base)
    return {
        BaseDate.SINCE: SINCE,
        BaseDate.FIRST_CONTACT: FIRST_CONTACT,
        BaseDate.AGREEMENT: next(papers, ""),
        BaseDate.RECOGNISED: SIDES,
    }[BaseDate(record.base_date)]


def _still_to_come(base: str, today: datetime.date) -> bool:
    day = parse(base).last
    return day is not None and (day.month, day.day) >= (today.month, today.day)


def _timeline(record: Partnership, activities: list[Activity]) -> list[TimelineItem]:
    """Activities, milestones and agreements together, newest first."""
    moments = [
        *((item.when_first, activity_moment(item)) for item in activities),
        *_milestones(record),
        *((paper.signed_first, _signing(paper)) for paper in record.agreements.all()),
    ]
    moments.sort(key=lambda moment: moment[0] or datetime.date.min, reverse=True)
    return [item for _day, item in moments]


def _milestones(record: Partnership) -> list[tuple[datetime.date | None, TimelineItem]]:
    """The milestones, the first contact among them whether or not anybody told more of it."""
    steps = list(record.milestones.all()) if may_have(record, "milestones") else []
    first = next((step for step in steps if step.when == record.first_contact), None)
    moments = [
        (step.when_first, _milestone(step, anchor=FIRST_CONTACT if step is first else ""))
        for step in steps
    ]
    if record.first_contact and first is None:
        moments.append((record.first_contact_first, _first_contact(record)))
    return moments


def _milestone(milestone: PartnershipMilestone, *, anchor: str) -> TimelineItem:
    return TimelineItem(
        title=wording(milestone.what).text,
        when=when_in_words(milestone.when),
        datetime=datetime_of(milestone.when),
        plain=True,
        anchor=anchor,
        lang=foreign(milestone.what),
    )


def _first_contact(record: Partnership) -> TimelineItem:
    return TimelineItem(
        title=capfirst(str(BaseDate.FIRST_CONTACT.label)),
        when=when_in_words(record.first_contact),
        datetime=datetime_of(record.first_contact),
        plain=True,
        anchor=FIRST_CONTACT,
    )


def _signing(agreement: Agreement) -> TimelineItem:
    signatories = agreement.signatories.all()
    who = joined(
        (joined([said(person.name), said(person.office)], between=" – ") for person in signatories),
        between=", ",
    )
    place = joined([said(agreement.place), said(agreement.occasion)], between=", ")
    return TimelineItem(
        title=wording(agreement.title).text or capfirst(agreement.get_kind_display()),
        when=when_in_words(agreement.signed) or _("date not recorded"),
        datetime=datetime_of(agreement.signed),
        text=joined([place, who], between=". "),
        plain=True,
        anchor=agreement.slug,
        lang=foreign(agreement.title),
    )


def _paper(agreement: Agreement) -> dict[str, Any]:
    """What an agreement says of itself, and its file if every reader may open that."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = [Fact(_("Signed"), when_in_words(agreement.signed) or _("date not recorded"))]
    if agreement.valid:
        facts.append(Fact(_("In force"), when_in_words(agreement.valid)))
    if codes := agreement.language_codes:
        names = ", ".join(language_name(code, language) for code in codes)
        facts.append(Fact(_("Languages of the text"), names))
    return {
        "title": wording(agreement.title).text or capfirst(agreement.get_kind_display()),
        "lang": foreign(agreement.title),
        "anchor": agreement.slug,
        "facts": facts,
        "file": document_link(agreement),
    }


def _reciprocity(cities: list[City], activities: list[Activity]) -> Reciprocity | None:
    """Who came and who went, by year, in the activities shown; for two cities only."""
    if len(cities) != 2:
        return None
    home, other = cities
    years = journeys_between(home, other, activities)
    name = said(home.name)
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
        came=sentence(_("Came to %(city)s"), city=name),
        went=sentence(_("Went from %(city)s"), city=name),
        exchanges=exchanges,
        note=_("One drop is one journey of a group and opens its record."),
    )


def _journey(part: Participation, city: City) -> Journey:
    activity = part.activity
    title = joined([said(activity.title), when_in_words(activity.when)], between=", ")
    return Journey(title, activity.get_absolute_url(), city.look.ink)
