"""Partnerships of a city as rows, with what they did in the year."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.figures.measuring import Figure, breakdowns, figure, of_scopes
from citytocity.figures.presentation import in_words
from citytocity.figures.scope import Scope
from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Column
from citytocity.funders.lines import Cell, Cells, each, figure_cell
from citytocity.funders.subjects import Subject
from citytocity.funders.tables.fields import theme_names
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.models import Agreement, Partnership
from citytocity.ledger.presentation import country_name, when_in_words, wording
from citytocity.ledger.queries import anniversary_base

PARTNERSHIPS, ACTIVITIES = "I01", "I11"
VISITS = {Column.ACTIVITIES: ACTIVITIES, Column.VISITS_IN: "I04-in", Column.VISITS_OUT: "I04-out"}
AHEAD = 2
"""For so many years after the sheet's an anniversary is named."""


def rows(subject: Subject, definition: Definition, columns: Sequence[Column]) -> Iterator[Cells]:
    """Those that stand in the year, as figure I01 counts them. No more questions for many than
    for one."""
    found = partnerships_of(subject)
    scopes = [_between(subject, one) for one in found]
    counts = _visits(subject, scopes) if set(VISITS) & set(columns) else [{} for _one in found]
    fields = _fields(subject, scopes) if Column.FIELDS in columns else [Cell("") for _one in found]
    for one, numbers, themes in zip(found, counts, fields, strict=True):
        yield _of_partnership(one, subject, definition, numbers, themes)


def partnerships_of(subject: Subject) -> list[Partnership]:
    """With all that a row shows of them."""
    found: Any = figure(PARTNERSHIPS, year=subject.year, city=subject.city).records
    lists = ("states__city", "themes", "agreements__signatories__city", "sides__city")
    return list(found.prefetch_related(*lists).order_by("since_first", "slug"))


def _between(subject: Subject, one: Partnership) -> Scope:
    """What the city and its partner did; of more than two cities, what these did, seen from the
    sheet's."""
    others = others_of(one, subject.city)
    if len(others) == 1:
        return Scope(city=subject.city, other=others[0])
    return Scope(partnership=one, seen_from=subject.city)


def _visits(subject: Subject, scopes: Sequence[Scope]) -> list[dict[Column, Figure]]:
    found = of_scopes(VISITS.values(), [subject.year], scopes)
    return [
        {column: years[subject.year][code] for column, code in VISITS.items()} for years in found
    ]


def _fields(subject: Subject, scopes: Sequence[Scope]) -> list[Cell]:
    """Each theme with its number of activities."""
    every = breakdowns(ACTIVITIES, by="theme", year=subject.year, scopes=scopes)
    names = theme_names({slug for found in every for slug in found})
    told = ([f"{names[slug]}: {in_words(one)}" for slug, one in found.items()] for found in every)
    return [Cell("; ".join(themes) or _("none")) for themes in told]


def _of_partnership(
    one: Partnership,
    subject: Subject,
    definition: Definition,
    counts: dict[Column, Figure],
    fields: Cell,
) -> Cells:
    others, url = others_of(one, subject.city), one.get_absolute_url()
    cells: dict[Column, Callable[[], Cell]] = {
        Column.PARTNER: lambda: Cell(names_of(others), url=url),
        Column.REGION: lambda: Cell(each(wording(city.region).text for city in others)),
        Column.COUNTRY: lambda: Cell(each(country_name(city.country) for city in others)),
        Column.KIND: lambda: Cell(capfirst(str(one.get_kind_display()))),
        Column.CATEGORY: lambda: Cell(
            wording(definition.categories.get(one.kind, Words())).text or "–"
        ),
        Column.SINCE: lambda: Cell(when_in_words(one.since) or _("not on record")),
        Column.SIGNED: lambda: _signed(one, subject.until),
        Column.APPROVED: lambda: _approved(one, subject.until),
        Column.DECIDED: lambda: _decided(one, subject.until),
        Column.FIELDS: lambda: fields,
        Column.ANNIVERSARY: lambda: _anniversary(one, subject.year),
    }

    def cell(column: Column) -> Cell:
        return figure_cell(counts[column]) if column in counts else cells[column]()

    return cell


def others_of(one: Partnership, city: City | None) -> list[City]:
    return [other for other in one.cities if other != city]


def names_of(cities: Iterable[City]) -> str:
    return " – ".join(wording(city.name).text for city in cities)


def _signed(one: Partnership, until: datetime.date) -> Cell:
    """The first agreement until the day, and by which offices: names of persons are not needed
    there."""
    papers = one.agreements.all()
    dated = [paper for paper in papers if paper.signed_first and paper.signed_first <= until]
    if not dated:
        return Cell(_("not on record"))
    first = min(dated, key=lambda paper: paper.signed_first)
    offices = "; ".join(_signing(first))
    words = when_in_words(first.signed)
    return Cell(f"{words} ({offices})" if offices else words, url=first.get_absolute_url())


def _signing(paper: Agreement) -> Iterator[str]:
    for one in paper.signatories.all():
        office = wording(one.office).text
        city = wording(one.city.name).text if one.city else ""
        if words := ": ".join(filter(None, [city, office])):
            yield words


def _approved(one: Partnership, until: datetime.date) -> Cell:
    """When each side recognised it, until the day."""
    known = [
        f"{wording(side.city.name).text}: {when_in_words(side.recognised)}"
        for side in one.sides.all()
        if side.recognised and (side.recognised_first is None or side.recognised_first <= until)
    ]
    return Cell("; ".join(known) or _("not on record"), url=one.get_absolute_url() if known else "")


def _decided(one: Partnership, until: datetime.date) -> Cell:
    """Who decided what until the day, in the words of the status history."""
    known = [
        f"{wording(state.city.name).text}, {when_in_words(state.when)}: "
        f"{wording(state.decision).text}"
        for state in one.states.all()
        if state.decision and (state.when_first is None or state.when_first <= until)
    ]
    return Cell("; ".join(known) or _("not on record"), url=one.get_absolute_url() if known else "")


def _anniversary(one: Partnership, year: int) -> Cell:
    """The next round number of years, in this year or the two after it."""
    first = datetime.date(year, 1, 1)
    last = datetime.date(min(year + AHEAD, datetime.MAXYEAR), 12, 31)
    found = next(round_years(anniversary_base(one), first, last), None)
    if found is None:
        return Cell("–")
    told = {"years": number_in_words(found[0]), "when": when_in_words(found[1])}
    return Cell(_("%(when)s: %(years)s years") % told, url=one.get_absolute_url())
