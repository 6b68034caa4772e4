"""The catalogue of indicators, and each figure with the records it is made of."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.design.components import Fact, FilterField, Link, Option, Pagination
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.figures.additions import other_forms
from citytocity.figures.catalogue import UnknownIndicatorError, indicator, indicators
from citytocity.figures.definitions import Indicator
from citytocity.figures.enums import Chapter, Unit
from citytocity.figures.forms import FigureFilter, asked_where, scope_asked
from citytocity.figures.measuring import Figure, of_years
from citytocity.figures.permissions import may_see
from citytocity.figures.presentation import (
    figure_component,
    gaps,
    names_of,
    noun_of,
    rows,
    scope_in_words,
    shown,
)
from citytocity.ledger.enums import Certainty
from citytocity.ledger.forms import page_of
from citytocity.ledger.presentation import joined, said, sentence
from citytocity.ledger.queries import latest_year
from citytocity.ledger.views.lists import city_field, home_crumb, list_filter, list_meta, year_field

WAYS = {
    "kind": gettext_lazy("Kind"),
    "role": gettext_lazy("Role"),
    "mode": gettext_lazy("How they took part"),
    "category": gettext_lazy("What for"),
    "payer": gettext_lazy("Who paid"),
}


def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be counted, how, and by what rule."""
    title = _("How we count")
    description = _("Every number on this site opens its records. This is what each one means.")
    by_chapter = {chapter: _entries(chapter) for chapter in Chapter}
    return render(
        request,
        "figures/catalogue.html",
        {
            "crumbs": [home_crumb(), Crumb(title)],
            "title": title,
            "lead": description,
            "meta": page_meta(request, title=title, description=description),
            "chapters": [(chapter, found) for chapter, found in by_chapter.items() if found],
        },
    )


def one_figure(request: HttpRequest, code: str) -> HttpResponse:
    """The number, its rule, and the list of its records, page by page."""
    try:
        found = indicator(code)
    except UnknownIndicatorError as error:
        raise Http404 from error
    asked = FigureFilter.asked(request)
    scope = scope_asked(asked)
    if not may_see(request.user, found, scope):
        raise Http404
    asked.setdefault("year", latest_year(today=datetime.date.today()))
    year, where = asked["year"], asked_where(request, found)
    counted = of_years([code], [year], scope, where=where)[year][code]
    page = render(request, "figures/figure.html", _context(request, asked, counted))
    if not found.is_public:
        patch_cache_control(page, private=True, no_store=True)
    return page


def _context(request: HttpRequest, asked: dict[str, Any], counted: Figure) -> dict[str, Any]:
    page = None if counted.records is None else page_of(request, shown(counted.records))
    about = [scope_in_words(counted.scope), str(counted.year)]
    told = {"figure": noun_of(counted), "about": ", ".join(filter(None, map(str, about)))}
    title = sentence(_("%(figure)s: %(about)s"), **told)
    found = counted.indicator
    kept = {name: ",".join(values) for name, values in counted.where.items()}
    forms = other_forms(counted)
    return {
        "crumbs": [
            home_crumb(),
            Crumb(_("How we count"), reverse("figures:catalogue")),
            Crumb(said(found.name)),
        ],
        "title": title,
        "meta": list_meta(
            request,
            asked | kept,
            page,
            title=title,
            description=str(found.definition),
            feeds=forms,
        ),
        "forms": forms,
        "figure": figure_component(counted),
        "gaps": gaps(counted),
        "is_held": found.is_recorded,
        "is_public": found.is_public,
        "facts": _facts(found, counted),
        "filter": list_filter(
            request,
            asked | kept,
            *([] if counted.scope.partnership else [city_field(asked)]),
            year_field(asked),
            *(_way_field(name, counted) for name in found.by if _values(found, name)),
        ),
        "rows": rows(counted, page) if page else [],
        "pagination": Pagination.of(page, request.GET) if page else None,
    }


def _entries(chapter: Chapter) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "name": said(one.name),
            "link": Link(_("The figure and its records"), reverse("figures:figure", args=[code]))
            if one.is_recorded
            else None,
            "facts": _facts(one),
        }
        for code, one in indicators().items()
        if one.chapter == chapter and one.is_public
    ]


def _facts(found: Indicator, counted: Figure | None = None) -> list[Fact]:
    facts = [
        Fact(_("What it is"), said(found.definition)),
        Fact(_("How it is counted"), said(found.rule)),
    ]
    if found.measure is not None and found.measure.unit != Unit.RECORDS:
        facts.append(Fact(_("Unit"), capfirst(str(found.measure.unit.label))))
    if counted is not None and counted.certainty != Certainty.COUNTED:
        facts.append(Fact(_("How sure"), capfirst(str(counted.certainty.label))))
    return facts


def _values(found: Indicator, name: str) -> tuple[str, ...]:
    """The values a reader may choose; none where they are records of the register."""
    return (found.measure.kind.filters[name].values or ()) if found.measure else ()


def _way_field(name: str, counted: Figure) -> FilterField:
    chosen = ",".join(counted.where.get(name, ()))
    values = _values(counted.indicator, name)
    if narrow := counted.indicator.where.get(name):
        values = tuple(value for value in values if value in narrow)
    options = [Option("", _("all"), not chosen)]
    names = names_of(name, values)
    options += [Option(value, words, value == chosen) for value, words in names.items()]
    if "," in chosen:
        together = joined(names_of(name, counted.where[name]).values(), between=", ")
        options.append(Option(chosen, together, True))  # noqa: FBT003
    return FilterField(name, str(WAYS[name]), tuple(options))
