"""Partnerships of a city as rows, with what they did in the year."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.figures.measuring import Figure, breakdown, figure, figures
from citytocity.figures.presentation import in_words
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
    """Those that stand in the year, as figure I01 counts them. Columns of figures ask for each
    partnership by itself, for each is another scope; columns of the record do not."""
    for one in partnerships_of(subject):
        counts = _visits(subject, one) if set(VISITS) & set(columns) else {}
        fields = _fields_of(subject, one) if Column.FIELDS in columns else None
        yield _of_partnership(one, subject, definition, counts, fields)


def partnerships_of(subject: Subject) -> list[Partnership]:
    """With all that a row shows of them."""
    found: Any = figure(PARTNERSHIPS, year=subject.year, city=subject.city).records
    lists = ("states__city", "themes", "agreements__signatories__city", "sides__city")
    return list(found.prefetch_related(*lists).order_by("since_first", "slug"))


def _between(subject: Subject, one: Partnership) -> dict[str, Any]:
    """How figures are asked for what the city and its partner did; of more than two cities, for
    what these did."""
    others = others_of(one, subject.city)
    if len(others) == 1:
        return {"city": subject.city, "other": others[0]}
    return {"partnership": one}


def _visits(subject: Subject, one: Partnership) -> dict[Column, Figure]:
    """Of more than two cities only what they did: who came to whom, figures tell from one of them,
    and that may be another than the sheet's."""
    asked = _between(subject, one)
    codes = VISITS if "other" in asked else {Column.ACTIVITIES: ACTIVITIES}
    found = figures(codes.values(), year=subject.year, **asked)
    return {column: found[code] for column, code in codes.items()}


def _fields_of(subject: Subject, one: Partnership) -> dict[str, Figure]:
    return breakdown(ACTIVITIES, by="theme", year=subject.year, **_between(subject, one))


def _of_partnership(
    one: Partnership,
    subject: Subject,
    definition: Definition,
    counts: dict[Column, Figure],
    fields: dict[str, Figure] | None,
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
        Column.SIGNED: lambda: _signed(one),
        Column.APPROVED: lambda: _approved(one),
        Column.DECIDED: lambda: _decided(one),
        Column.FIELDS: lambda: _fields(fields or {}),
        Column.ANNIVERSARY: lambda: _anniversary(one, subject.year),
        Column.VISITS_IN: lambda: _several(one),
        Column.VISITS_OUT: lambda: _several(one),
    }

    def cell(column: Column) -> Cell:
        return figure_cell(counts[column]) if column in counts else cells[column]()

    return cell


def others_of(one: Partnership, city: City | None) -> list[City]:
    return [other for other in one.cities if other != city]


def names_of(cities: Iterable[City]) -> str:
    return " – ".join(wording(city.name).text for city in cities)


def _several(one: Partnership) -> Cell:
    return Cell(_("counted for two cities alone"), url=one.get_absolute_url())


def _signed(one: Partnership) -> Cell:
    """The first agreement, and by which offices: names of persons are not needed there."""
    dated = [paper for paper in one.agreements.all() if paper.signed_first]
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


def _approved(one: Partnership) -> Cell:
    """When each side recognised it."""
    known = [
        f"{wording(side.city.name).text}: {when_in_words(side.recognised)}"
        for side in one.sides.all()
        if side.recognised
    ]
    return Cell("; ".join(known) or _("not on record"), url=one.get_absolute_url() if known else "")


def _decided(one: Partnership) -> Cell:
    """Who decided what, in the words of the status history."""
    known = [
        f"{wording(state.city.name).text}, {when_in_words(state.when)}: "
        f"{wording(state.decision).text}"
        for state in one.states.all()
        if state.decision
    ]
    return Cell("; ".join(known) or _("not on record"), url=one.get_absolute_url() if known else "")


def _fields(found: dict[str, Figure]) -> Cell:
    """Each theme with its number of activities."""
    names = theme_names(found)
    told = [f"{names[slug]}: {in_words(one)}" for slug, one in found.items()]
    return Cell("; ".join(told) or _("none"))


def _anniversary(one: Partnership, year: int) -> Cell:
    """The next round number of years, in this year or the two after it."""
    first = datetime.date(year, 1, 1)
    last = datetime.date(min(year + AHEAD, datetime.MAXYEAR), 12, 31)
    found = next(round_years(anniversary_base(one), first, last), None)
    if found is None:
        return Cell("–")
    told = {"years": number_in_words(found[0]), "when": when_in_words(found[1])}
    return Cell(_("%(when)s: %(years)s years") % told, url=one.get_absolute_url())
