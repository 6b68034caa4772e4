"""What cities handed in for ratings, for all to read."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from citytocity.design.components import Cell, Column, Fact, Pagination, Row, Table
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.forms import page_of
from citytocity.ledger.presentation import city_marks, joined, recognition_row, said, wording
from citytocity.ledger.views.lists import home_crumb
from citytocity.ratings.models import Entry
from citytocity.ratings.presentation import (
    answer_in_words,
    compared_in_words,
    gained_in_words,
    name_in_words,
    norm_in_words,
    not_open_in_words,
    records_url,
    register_in_words,
    rounded_in_words,
    share_in_words,
    source_in_words,
    standing_in_words,
)
from citytocity.ratings.queries import (
    entry_at,
    handed_in,
    is_for_readers,
    not_open_beside,
    open_beside,
)
from citytocity.ratings.sections import entry_rows
from citytocity.ratings.sheets import Beside, Line, Sheet

PER_PAGE = 30


def entries(request: HttpRequest) -> HttpResponse:
    """All that are open, the newest year first."""
    page = page_of(request, Entry.objects.public().shown(), per_page=PER_PAGE)
    title = _("Entries for ratings")
    description = _("What cities answered when they were rated, and where it is known from.")
    return render(
        request,
        "ratings/entries.html",
        {
            "crumbs": [home_crumb(), Crumb(title)],
            "title": title,
            "meta": page_meta(request, title=title, description=description, page=page.number),
            "lead": description,
            "rows": _rows_with_cities(list(page)),
            "pagination": Pagination.of(page, request.GET),
        },
    )


def entry(request: HttpRequest, rating: str, year: int, city: str) -> HttpResponse:
    """One as it was handed in; the records behind its figures are those of today."""
    found = get_object_or_404(entry_at(rating, year, city))
    sheet = handed_in(found, found.questionnaire)
    name = wording(sheet.definition.name).text
    title = f"{wording(sheet.city.name).text}, {year}: {name}"
    beside = open_beside(found, sheet.standing)
    recognitions: Any = found.recognitions
    return render(
        request,
        "ratings/entry.html",
        {
            "crumbs": [
                home_crumb(),
                Crumb(_("Entries for ratings"), reverse("ratings:entries")),
                Crumb(f"{wording(sheet.city.name).text}, {year}"),
            ],
            "title": title,
            "meta": page_meta(request, title=title),
            "sheet": sheet,
            "made_after": said(sheet.definition.made_after),
            "year": str(year),
            "facts": _facts(sheet, not_open=not_open_beside([found])[found.pk]),
            "tables": [_table(sheet, number) for number in range(len(sheet.definition.groups))],
            "rounded": rounded_in_words() if sheet.standing else "",
            "beside": _beside_table(found, beside),
            "not_open": compared_in_words(sheet.standing, named=len(beside)),
            "is_as_it_was": found.is_as_it_was,
            "digest": found.digest,
            "recognitions": [recognition_row(one) for one in recognitions.shown()],
        },
    )


def _rows_with_cities(entries: list[Entry]) -> list[Row]:
    return [
        replace(row, cities=city_marks([entry.questionnaire.city], linked=False))
        for entry, row in zip(entries, entry_rows(entries), strict=True)
    ]


def _facts(sheet: Sheet, *, not_open: int) -> list[Fact]:
    population = number_in_words(sheet.population or 0)
    return [
        Fact(capfirst(_("city")), "", city_marks([sheet.city])),
        Fact(capfirst(_("year")), str(sheet.year)),
        Fact(
            capfirst(_("inhabitants")),
            joined([population, sheet.inhabitants_known_from], between=" · "),
        ),
        *([Fact(_("Category of cities"), said(sheet.category.name))] if sheet.category else []),
        Fact(
            _("Points"),
            joined([standing_in_words(sheet), not_open_in_words(not_open)], between="; "),
        ),
        *(
            [Fact(pgettext("questionnaire", "Handed in"), date_format(sheet.handed_in_on))]
            if sheet.handed_in_on
            else []
        ),
    ]


def _table(sheet: Sheet, number: int) -> Table:
    group = sheet.definition.groups[number]
    heads = (_("Indicator"), pgettext("in a rating", "Answer"), _("Source"), _("Norm"))
    numbers = [_("Points")] if sheet.standing else []
    return Table(
        caption=said(group.name),
        columns=(
            *map(Column, heads),
            *(Column(words, is_number=True) for words in numbers),
        ),
        rows=tuple(_cells(sheet, line) for line in sheet.lines if line.group is group),
        key=f"group-{number}",
        stacks=True,
    )


def _cells(sheet: Sheet, line: Line) -> tuple[Cell, ...]:
    answer, indicator = line.answer, line.indicator
    is_open = is_for_readers(indicator.figure)
    source = joined([source_in_words(answer), register_in_words(line)], between=" ")
    cells = (
        Cell(name_in_words(indicator), is_heading=True),
        Cell(
            answer_in_words(answer, indicator) or _("missing"),
            records_url(sheet, line) if is_open else "",
        ),
        Cell(source),
        Cell(f"{norm_in_words(indicator)}; {_most_in_words(line)}"),
    )
    if line.points is None:
        return cells
    return (*cells, Cell(gained_in_words(line), is_number=True))


def _beside_table(entry: Entry, beside: list[Beside]) -> Table | None:
    """The open entries of other cities, with their totals as they stood then."""
    if not beside:
        return None
    asked = entry.questionnaire
    return Table(
        caption=_("Compared with"),
        columns=(
            Column(capfirst(_("city"))),
            Column(_("Points"), is_number=True),
            Column(_("Rank"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(
                    said(Words(one.name)),
                    reverse("ratings:entry", args=[asked.rating, asked.year, one.slug]),
                    is_heading=True,
                ),
                Cell(number_in_words(one.total), is_number=True),
                Cell(number_in_words(one.rank), is_number=True),
            )
            for one in beside
        ),
        key="beside",
    )


def _most_in_words(line: Line) -> str:
    return _("up to %(share)s points") % {"share": share_in_words(line.share)}
