"""Results: what came of it, as cards, a map of ideas that travelled, and one with its evidence."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from citytocity.design.charts import Mark, marked_year
from citytocity.design.components import Fact, Figure, Link, Pagination, bars
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import EvidenceKind, ResultKind, ResultState
from citytocity.ledger.forms import ResultFilter, page_of
from citytocity.ledger.models import Activity, Evidence, Result, Theme
from citytocity.ledger.presentation import (
    amount,
    cities_of,
    city_marks,
    document_link,
    fact_name,
    figure,
    joined,
    knowledge,
    list_url,
    result_idea,
    result_row,
    result_state,
    running,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.ledger.queries import latest_year, month_within, totals
from citytocity.ledger.querysets import ActivityQuerySet, ResultQuerySet
from citytocity.ledger.sections import sections
from citytocity.ledger.views.embeds import embed
from citytocity.ledger.views.lists import (
    choice_field,
    city_field,
    cut,
    home_crumb,
    list_filter,
    list_meta,
    narrow,
    narrowed,
    year_field,
)
from citytocity.ledger.worlds import ideas_map, town_map

IDEAS_ON_MAP = 100
SHOWN = "max-1600x1600"  # of a picture; the original is for editors, and knows more than it shows
MARKS = 144  # twelve a month; a fuller year is shown by theme alone


def result_list(request: HttpRequest) -> HttpResponse:
    asked = ResultFilter.asked(request)
    records = _asked_for(asked)
    page = page_of(request, records.shown().order_by("-when_first", "slug"))
    practices = list(records.practices().shown()[: IDEAS_ON_MAP + 1])
    about = narrowed(asked)
    title = (
        sentence(_("What came of it: %(about)s"), about=about) if about else _("What came of it")
    )
    return render(
        request,
        "ledger/result_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Results"))],
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("Practices that travelled, places, publications: with the evidence."),
            ),
            "filter": list_filter(
                request,
                asked,
                city_field(asked),
                year_field(asked),
                choice_field("kind", _("Kind"), ResultKind.choices, asked),
                choice_field("state", _("State"), ResultState.choices, asked),
            ),
            "figures": [] if asked else _figures(records),
            "year": None if asked.keys() - {"year"} else _year(asked),
            "map": ideas_map(practices[:IDEAS_ON_MAP]),
            "ideas": [result_idea(r) for r in practices[:IDEAS_ON_MAP]],
            "cut": cut(
                practices,
                at_most=IDEAS_ON_MAP,
                url=_practices_url(asked),
                link=_("All ideas that travelled"),
            ),
            "rows": [result_row(r) for r in page],
            "pagination": Pagination.of(page, request.GET),
            "count": ngettext("%(number)s result", "%(number)s results", page.paginator.count)
            % {"number": number_in_words(page.paginator.count)},
        },
    )


def result(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Result.objects.shown()
        .select_related("partnership", "contact")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.with_document()),
            Prefetch("evidence__picture", get_image_model().objects.prefetch_renditions(SHOWN)),
            "citations__source",
        ),
        slug=slug,
    )
    title = wording(record.title).text
    cities = [city for city in (record.from_city, record.to_city) if city]
    return render(
        request,
        "ledger/result.html",
        {
            "result": record,
            "crumbs": [
                home_crumb(),
                Crumb(_("Results"), reverse("ledger:result_list")),
                Crumb(said(record.title)),
            ],
            "meta": page_meta(request, title=title, description=wording(record.summary).text),
            "cities": city_marks(cities),
            "origins": city_marks([record.from_city] if record.from_city else []),
            "destinations": city_marks([record.to_city] if record.to_city else []),
            "looks": [city.look for city in cities],
            "state": result_state(record),
            "facts": _facts(record),
            "told": _told(record),
            "missing": _missing(record),
            "town": town_map(record.to_city, [record], linked=False) if record.to_city else "",
            "evidence": [_evidence(piece) for piece in record.evidence.all()],
            "knowledge": knowledge(record, "results"),
            "embed": embed("results", record),
            "sections": sections("result", request, record),
        },
    )


def _practices_url(asked: dict[str, Any]) -> str:
    """The list, page by page, of the practices among the results asked for."""
    chosen = {name: getattr(value, "slug", value) for name, value in asked.items()}
    kind = ResultKind.PRACTICE_ADOPTED.value
    return f"{list_url('result_list', **chosen | {'kind': kind})}#all"


def _asked_for(asked: dict[str, Any]) -> ResultQuerySet:
    records = narrow(Result.objects.all(), asked)
    named = {"from_city": "from_city", "to_city": "to_city", "running": "still_running"}
    records = records.filter(**{named[name]: asked[name] for name in named.keys() & asked.keys()})
    if asked.get("state") == ResultState.EVIDENCED:
        return records.evidenced()
    return records.claimed() if "state" in asked else records


def _year(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The activities of a year as marks by month, and by theme; None if there were none."""
    year = asked.get("year") or latest_year(today=datetime.date.today())
    activities = Activity.objects.in_year(year)
    shown = list(activities.newest_first().shown()[:MARKS])
    if not shown:
        return None
    months = [(month_within(activity, year=year), activity) for activity in reversed(shown)]
    marks = marked_year(
        [(month, _mark(activity)) for month, activity in months if month],
        label=_("Activities by month"),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    fits = marks.fits and len(shown) < MARKS
    return {
        "title": _("The year %(year)s") % {"year": year},
        "marks": marks if fits else None,
        "others": _not_marked(sum(month is None for month, _activity in months)) if fits else "",
        "all_url": f"{list_url('activity_list', year=str(year))}&view=calendar",
        "themes": bars(_themes(activities, year)),
    }


def _not_marked(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)s more ran through several months or has no month on record.",
        "%(number)s more ran through several months or have no month on record.",
        number,
    ) % {"number": number_in_words(number)}


def _mark(activity: Activity) -> Mark:
    """A drop in the colour of the city it was done with."""
    partner = next((city for city in cities_of(activity) if not city.is_host), None)
    title = joined([said(activity.title), when_in_words(activity.when)], between=", ")
    return Mark(title, activity.get_absolute_url(), partner.look.ink if partner else "slate")


def _themes(activities: ActivityQuerySet, year: int) -> list[tuple[str, int, str, str]]:
    themes = Theme.objects.filter(activities__in=activities).annotate(number=Count("activities"))
    return [
        (
            said(theme.name),
            theme.number,
            number_in_words(theme.number),
            list_url("activity_list", year=str(year), theme=theme.slug),
        )
        for theme in themes.order_by("-number", "slug")
    ]


def _figures(records: ResultQuerySet) -> list[Figure]:
    counts = totals(
        {"all": records, "practices": records.practices(), "evidenced": records.evidenced()}
    )
    return [
        figure(
            counts["all"],
            ngettext("result", "results", counts["all"]),
            list_url("result_list") + "#all",
        ),
        figure(
            counts["practices"],
            ngettext("idea that travelled", "ideas that travelled", counts["practices"]),
            list_url("result_list", kind=ResultKind.PRACTICE_ADOPTED.value),
        ),
        figure(
            counts["evidenced"],
            _("with evidence"),
            list_url("result_list", state=ResultState.EVIDENCED.value),
        ),
        figure(
            counts["all"] - counts["evidenced"],
            _("claimed, evidence wanted"),
            list_url("result_list", state=ResultState.CLAIMED.value),
        ),
    ]


def _facts(record: Result) -> list[Fact]:
    facts = [Fact(_("Kind"), str(record.get_kind_display()))]
    when = record.when or (record.activity.when if record.activity else "")
    facts.append(Fact(_("When"), when_in_words(when) or _("not recorded")))
    if number := amount(record):
        facts.append(Fact(_("How much"), number))
    if words := running(record):
        facts.append(Fact(_("Today"), words))
    if record.cost:
        facts.append(Fact(_("What it cost"), said(record.cost)))
    return facts


def _told(record: Result) -> list[tuple[str, Any]]:
    """What others need to know who would do the same, as far as it is on record."""
    return [
        (heading, words)
        for heading, words in (
            (_("The problem"), record.problem),
            (_("What was done"), record.done),
            (_("By whom"), record.done_by),
            (_("What it changed"), record.changed),
            (_("How to copy it"), record.how_to_copy),
        )
        if words
    ]


def _missing(record: Result) -> str:
    """Which parts of the card of a practice nobody wrote yet; of other results nothing is due."""
    if record.kind != ResultKind.PRACTICE_ADOPTED:
        return ""
    parts = ("problem", "done", "done_by", "cost", "changed", "how_to_copy", "contact")
    names = [fact_name(record, part) for part in parts if not getattr(record, part)]
    if not names:
        return ""
    return _("Not on record yet: %(parts)s.") % {"parts": ", ".join(names)}


def _evidence(piece: Evidence) -> Link:
    """The piece and where it is; without an address if not every reader may open its document."""
    document = document_link(piece)
    url = {
        EvidenceKind.LINK: piece.url,
        EvidenceKind.DOCUMENT: document.url if document else "",
        EvidenceKind.PICTURE: piece.picture.get_rendition(SHOWN).url if piece.picture else "",
    }[EvidenceKind(piece.kind)]
    return Link(format_html("{} ({})", said(piece.title), piece.get_kind_display()), url)
