"""What was paid for a partnership, line by line, as far as its cities show it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.design.components import Cell, Column, Pagination, Table
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.forms import ListFilter, page_of
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import city_marks, named, said, sentence, when_in_words
from citytocity.ledger.views.lists import (
    choice_field,
    home_crumb,
    list_filter,
    narrow,
    narrowed,
    record_field,
)
from citytocity.money.enums import Category, Payer, Stage
from citytocity.money.forms import LineFilter, narrowed_to
from citytocity.money.models import Hours
from citytocity.money.presentation import line_table, paid_in_words
from citytocity.money.queries import cities_with_open_books, shown_lines, sums

PER_PAGE = 60


def lines(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, cities = _opened(slug)
    asked = LineFilter.asked(request)
    found = narrowed_to(shown_lines(partnership, cities), asked)
    page = page_of(request, found.shown(), per_page=PER_PAGE)
    paid = sums(found).get(Stage.ACTUAL)
    title = sentence(_("What was paid: %(partnership)s"), partnership=_named(partnership, asked))
    return render(
        request,
        "money/lines.html",
        {
            "crumbs": [*_crumbs(partnership), Crumb(_("What was paid"))],
            "title": title,
            "meta": page_meta(request, title=title, indexed=not asked, page=page.number),
            "filter": list_filter(
                request,
                asked,
                choice_field("payer", _("Who paid"), Payer.choices, asked),
                choice_field("category", _("What for"), Category.choices, asked),
            ),
            "count": _("Together: %(sum)s") % {"sum": paid_in_words(paid)} if paid else "",
            "table": line_table(page) if page.object_list else None,
            "pagination": Pagination.of(page, request.GET),
        },
    )


def hours(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, cities = _opened(slug)
    asked = ListFilter.asked(request)
    found = Hours.objects.of_partnership(partnership).filter(city__in=cities).shown()
    page = page_of(request, narrow(found, asked), per_page=PER_PAGE)
    name = _named(partnership, asked)
    title = sentence(_("Hours of volunteers: %(partnership)s"), partnership=name)
    field = record_field("city", _("City"), cities, asked)
    return render(
        request,
        "money/lines.html",
        {
            "crumbs": [*_crumbs(partnership), Crumb(_("Hours of volunteers"))],
            "title": title,
            "meta": page_meta(request, title=title, indexed=not asked, page=page.number),
            "filter": list_filter(request, asked, field) if asked or len(cities) > 1 else None,
            "table": _hours_table(page) if page.object_list else None,
            "pagination": Pagination.of(page, request.GET),
        },
    )


def _opened(slug: str) -> tuple[Partnership, list[City]]:
    """The partnership and those of its cities that show their books; Http404 if none does."""
    partnership = get_object_or_404(Partnership.objects.with_sides(), slug=slug)
    cities = cities_with_open_books(partnership)
    if not cities:
        raise Http404
    return partnership, cities


def _named(partnership: Partnership, asked: dict[str, Any]) -> str:
    """With the city and the year that the list is narrowed to."""
    name, about = named(partnership), narrowed(asked)
    if not about:
        return name
    return sentence(_("%(partnership)s (%(about)s)"), partnership=name, about=about)


def _crumbs(partnership: Partnership) -> list[Crumb]:
    return [
        home_crumb(),
        Crumb(_("Partnerships"), reverse("ledger:partnership_list")),
        Crumb(named(partnership), partnership.get_absolute_url()),
    ]


def _hours_table(rows: object) -> Table:
    heads = (_("When"), _("Activity"), _("City"))
    numbers = (Column(_("Volunteers"), is_number=True), Column(_("Hours"), is_number=True))
    return Table(
        caption=_("Hours of volunteers"),
        columns=(*map(Column, heads), *numbers),
        rows=tuple(_hours_row(row) for row in rows),  # type: ignore[attr-defined]
        key="hours",
        hides_caption=True,
    )


def _hours_row(row: Hours) -> tuple[Cell, ...]:
    when = when_in_words(row.when or row.activity.when)
    return (
        Cell(when or _("date not recorded")),
        Cell(said(row.activity.title), row.activity.get_absolute_url()),
        Cell(cities=city_marks([row.city])),
        Cell(number_in_words(row.people), is_number=True),
        Cell(number_in_words(row.hours), is_number=True),
    )
