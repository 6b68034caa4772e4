"""Ten years of a partnership, or any others, as slides: one long page that can also be shown."""

import datetime
from collections import Counter
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.design.components import Figure, FilterField, Option, bars
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.enums import ResultKind
from citytocity.ledger.forms import HAPPENED, YEARS_AT_MOST, PresentationFilter
from citytocity.ledger.models import Activity, Participation, Partnership, Recognition, Result
from citytocity.ledger.presentation import (
    activity_row,
    city_marks,
    figure,
    list_url,
    named,
    recognition_row,
    result_idea,
    result_row,
    when_in_words,
)
from citytocity.ledger.queries import Heads, anniversary_base, heads
from citytocity.ledger.sections import Section, Slide, Years, slides
from citytocity.ledger.views.lists import list_filter
from citytocity.ledger.views.partnerships import in_all, standing, with_sides
from citytocity.ledger.worlds import twin_words, year_of

USUAL = 10  # years
SHOWN = 6  # records on a slide: more than that nobody reads from a wall
AHEAD = 5  # years in which a round anniversary is near
ONE_COLUMN = 12  # years beside each other from there on


def presentation(request: HttpRequest, slug: str) -> HttpResponse:
    asked = PresentationFilter.asked(request)
    record = with_sides(slug)
    today = datetime.date.today()
    years = _years(record, asked, today=today)
    told = _slides(request, years, today=today)
    period = f"{years.first}–{years.last}"
    return render(
        request,
        "ledger/presentation.html",
        {
            "partnership": record,
            "name": named(record),
            "period": period,
            "cities": city_marks(record.cities),
            "words": twin_words(record),
            "standing": standing(record),
            "year": year_of(record.since),
            "until": today.year,
            "meta": page_meta(
                request,
                title=f"{record}, {period}",
                description=standing(record),
                indexed=not asked,
            ),
            "filter": replace(
                list_filter(request, asked, *_year_fields(record, years, today=today)),
                clear_url="",
            ),
            "slides": told,
        },
    )


def _years(record: Partnership, asked: dict[str, Any], *, today: datetime.date) -> Years:
    """Those asked for; what is left open is filled up to ten, the last that have something."""
    first, last = asked.get("from_year"), asked.get("to_year")
    if last is None:
        last = first + USUAL - 1 if first else _latest(record, today=today)
    last = min(last, datetime.MAXYEAR)
    return Years(record, first or max(last - USUAL + 1, datetime.MINYEAR), last)


def _latest(record: Partnership, *, today: datetime.date) -> int:
    begun = Activity.objects.of_partnership(record).that_took_place().begun(today)
    latest = begun.values_list("when_first", flat=True).first()
    return latest.year if latest else today.year


def _year_fields(
    record: Partnership, years: Years, *, today: datetime.date
) -> tuple[FilterField, ...]:
    first = max(year_of(record.since) or years.first, today.year - YEARS_AT_MOST)
    choice = sorted({*range(first, today.year + 1), *years})
    return tuple(
        FilterField(name, label, tuple(Option(str(y), str(y), y == chosen) for y in choice))
        for name, label, chosen in (
            ("from_year", _("From the year"), years.first),
            ("to_year", _("To the year"), years.last),
        )
    )


def _slides(request: HttpRequest, years: Years, *, today: datetime.date) -> list[Slide]:
    results = Result.objects.of_partnership(years.partnership).in_years(years.first, years.last)
    newest = list(results.shown().newest_of_both(SHOWN))
    practices = [r for r in newest if r.kind == ResultKind.PRACTICE_ADOPTED]
    others = [r for r in newest if r.kind != ResultKind.PRACTICE_ADOPTED]
    given = Recognition.objects.of_partnership(years.partnership).in_years(years.first, years.last)
    recognitions = list(given.select_related("city"))
    activities = Activity.objects.of_partnership(years.partnership).that_took_place()
    spans = activities.years_of_each(years.first, years.last)
    return [
        _in_figures(
            years,
            activities=len(spans),
            practices=in_all(practices),
            results=in_all(practices) + in_all(others),
            recognitions=len(recognitions),
        ),
        _at_a_glance(years, spans),
        *_travelled(years, practices),
        *_came_of_it(years, others),
        *slides(request, years),
        *_recognised(years, recognitions),
        _ahead(years.partnership, today=today),
    ]


def _in_figures(years: Years, **count: int) -> Slide:
    """What took place in these years, what came of it, and of how many groups nobody counted the
    heads. What is planned, postponed or called off is no part of it."""
    groups = _groups(years)
    figures = [
        *_activities_and_groups(years, count["activities"], groups),
        *_results(years, results=count["results"], practices=count["practices"]),
        *_recognitions(years, count["recognitions"]),
    ]
    context: dict[str, Any] = {"figures": figures if any(count.values()) or groups.groups else []}
    if groups.unknown:
        note = ngettext(
            "of %(number)s group no head count is recorded",
            "of %(number)s groups no head count is recorded",
            groups.unknown,
        ) % {"number": number_in_words(groups.unknown)}
        context["note"] = capfirst(note)
    return Slide("figures", _("In figures"), Section("ledger/slides/figures.html", context))


def _asked(years: Years) -> dict[str, Any]:
    """What the address of a list asks for to show what these years have."""
    slug = years.partnership.slug
    return {"partnership": slug, "from_year": years.first, "to_year": years.last}


def _results_url(years: Years, **query: str) -> str:
    return list_url("result_list", **_asked(years), **query)


def _groups(years: Years) -> Heads:
    activities = Activity.objects.of_partnership(years.partnership)
    cities = [side.city_id for side in years.partnership.sides.all()]
    groups = Participation.objects.filter(activity__in=activities, city__in=cities)
    return heads(groups.that_took_place().in_years(years.first, years.last))


def _activities_and_groups(years: Years, number: int, groups: Heads) -> list[Figure]:
    """What the two did, the groups that took part, and the people in them as far as counted."""
    url = list_url("participation_list", **_asked(years), status=HAPPENED)
    shown = [
        figure(
            number,
            ngettext("activity that took place", "activities that took place", number),
            list_url("activity_list", **_asked(years), status=HAPPENED),
        ),
        figure(
            groups.groups,
            ngettext("group that took part", "groups that took part", groups.groups),
            url,
        ),
    ]
    if not groups.number:
        return shown
    people = ngettext("person counted in them", "people counted in them", groups.number)
    link = _("See the groups")
    return [*shown, figure(groups.number, people, url, link=link, certainty=groups.certainty)]


def _results(years: Years, *, results: int, practices: int) -> list[Figure]:
    shown = [figure(results, ngettext("result", "results", results), _results_url(years))]
    if not practices:
        return shown
    noun = ngettext("idea that travelled", "ideas that travelled", practices)
    url = _results_url(years, kind=ResultKind.PRACTICE_ADOPTED.value)
    return [*shown, figure(practices, noun, url)]


def _recognitions(years: Years, number: int) -> list[Figure]:
    if not number:
        return []
    url = list_url("recognition_list", **_asked(years))
    return [figure(number, ngettext("recognition", "recognitions", number), url)]


def _travelled(years: Years, practices: list[Result]) -> list[Slide]:
    ideas = [result_idea(practice) for practice in practices]
    url = _results_url(years, kind=ResultKind.PRACTICE_ADOPTED.value)
    context = {"ideas": ideas, **_all_of_them(url, len(ideas), in_all(practices))}
    return _of_records("travelled", _("What travelled"), context) if ideas else []


def _came_of_it(years: Years, others: list[Result]) -> list[Slide]:
    rows = [result_row(result) for result in others]
    context = {"rows": rows, **_all_of_them(_results_url(years), len(rows), in_all(others))}
    return _of_records("results", _("What came of it"), context) if rows else []


def _recognised(years: Years, recognitions: list[Recognition]) -> list[Slide]:
    rows = [recognition_row(recognition) for recognition in recognitions[:SHOWN]]
    url = list_url("recognition_list", **_asked(years))
    context = {"rows": rows, **_all_of_them(url, len(rows), len(recognitions))}
    return _of_records("recognitions", _("Recognitions"), context) if rows else []


def _of_records(key: str, title: str, context: dict[str, Any]) -> list[Slide]:
    return [Slide(key, title, Section("ledger/slides/records.html", context))]


def _all_of_them(url: str, shown: int, number: int) -> dict[str, str]:
    """Where all of the records are, if not all of them are shown."""
    return {"url": url, "link": _("All of them")} if number > shown else {}


def _at_a_glance(years: Years, spans: list[range]) -> Slide:
    """A bar for each year, which opens its activities; a year without any says so."""
    numbers = Counter(year for span in spans for year in span)
    shown = bars(
        (
            str(year),
            numbers[year],
            number_in_words(numbers[year]) if numbers[year] else _("nothing on record"),
            _year_url(years, year) if numbers[year] else "",
        )
        for year in years
    )
    context: dict[str, Any] = {"bars": shown, "has_many": len(shown) > ONE_COLUMN}
    return Slide(
        "years", _("Year by year: activities"), Section("ledger/slides/years.html", context)
    )


def _year_url(years: Years, year: int) -> str:
    slug = years.partnership.slug
    return list_url("activity_list", partnership=slug, year=year, status=HAPPENED)


def _ahead(record: Partnership, *, today: datetime.date) -> Slide:
    """The planned activities, and the next round number of years if it is near."""
    planned = Activity.objects.of_partnership(record).ahead(today).shown()[:SHOWN]
    near = datetime.date(today.year + AHEAD, 12, 31)
    next_ones = round_years(anniversary_base(record), today, near)
    context: dict[str, Any] = {"rows": [activity_row(activity) for activity in planned]}
    if anniversary := next(next_ones, None):
        age, when = anniversary
        words = ngettext("%(years)d year together", "%(years)d years together", age)
        context["anniversary"] = words % {"years": age}
        context["when"] = when_in_words(when)
        context["url"] = record.get_absolute_url()
    return Slide("ahead", _("What is next"), Section("ledger/slides/ahead.html", context))
