"""A sheet out of YAML, weighed as a whole: what is wrong is told all at once."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries

from citytocity.figures.catalogue import indicators
from citytocity.funders.definitions import (
    Assumption,
    Bands,
    Check,
    Definition,
    Entry,
    Section,
)
from citytocity.funders.enums import COLUMNS, PARTS, TABLES, About, Column, Measure, Part, TableOf
from citytocity.languages.money import currencies
from citytocity.languages.text import Words
from citytocity.ledger.asked import Asked, FaultsError, mapping_in
from citytocity.ledger.enums import PartnershipKind

LONG = 2_000
MOST = 10**12
OF_ALL = ("code", "name", "about", "made_after", "sources", "parts", "checks", "blanks")
OF_EVENTS = ("members",)
OF_YEARS = ("sections", "bands", "assumptions", "categories")


def read(text: str) -> Definition:
    """The definition in the text. FaultsError lists all that is wrong."""
    asked = Asked(mapping_in(text))
    about = _about(asked)
    asked.only(*OF_ALL, *(OF_EVENTS if about is About.EVENT else OF_YEARS))
    bands = {one.code: one for one in _bands(asked)}
    assumptions = {one.code: one for one in _assumptions(asked)}
    sections = {one.code: one for one in _sections(asked, about, bands, assumptions)}
    made = Definition(
        code=asked.code("code"),
        name=asked.words("name"),
        about=about,
        made_after=asked.words("made_after", most=LONG),
        sources=tuple(asked.texts("sources")),
        parts=tuple(_parts(asked, about, sections)),
        checks=tuple(_checks(asked, about)),
        members=frozenset(_members(asked)),
        blanks=tuple(one.words("name") for one in _listed(asked, "blanks", _("blank"))),
        bands=bands,
        assumptions=assumptions,
        categories=dict(_categories(asked)),
    )
    if Measure.MEMBERS in {one.measure for one in made.checks} and not made.members:
        asked.fault(_("name the countries that the check counts."), "members")
    if asked.faults:
        raise FaultsError(asked.faults)
    return made


def _about(asked: Asked) -> About:
    if not asked.has("about"):
        return About.EVENT
    return About(asked.one_of("about", About.values) or About.EVENT)


def _parts(asked: Asked, about: About, sections: dict[str, Section]) -> Iterator[Part | Section]:
    allowed = [*(part.value for part in PARTS[about]), *sections]
    for one in _chosen(asked, "parts", allowed):
        yield sections[one] if one in sections else Part(one)


def _chosen(asked: Asked, key: str, allowed: Iterable[str]) -> list[str]:
    """The values of a list, each of which is known."""
    found, known = asked.texts(key), list(allowed)
    if unknown := [one for one in found if one not in known]:
        told = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        asked.fault(_("there is no “%(unknown)s”. There are: %(known)s.") % told, key)
    return [one for one in found if one in known]


def _checks(asked: Asked, about: About) -> Iterator[Check]:
    for one in _listed(asked, "checks", _("check")):
        of = "of" if about is About.EVENT else "figure"
        one.only(of, "least", "most")
        measure = one.one_of("of", Measure.values) if of == "of" else ""
        figure = _figure(one, about) if of == "figure" else ""
        least = one.number("least") if one.has("least") else None
        most = one.number("most") if one.has("most") else None
        if not one.has("least") and not one.has("most"):
            one.fault(_("write what it is at least, or at most."))
        if least is not None and most is not None and least > most:
            one.fault(_("the least is more than the most."))
        if measure or figure:
            yield Check(Measure(measure) if measure else None, least, most, figure)


def _members(asked: Asked) -> list[str]:
    found = asked.texts("members")
    if unknown := [code for code in found if code not in countries]:
        told = {"codes": ", ".join(unknown)}
        asked.fault(_("no country has the code %(codes)s.") % told, "members")
    return found


def _bands(asked: Asked) -> Iterator[Bands]:
    for one in _listed(asked, "bands", _("band")):
        one.only("code", "up_to", "currency")
        limits = one.told.get("up_to")
        whole = [n for n in limits if type(n) is int] if isinstance(limits, list) else []
        if not whole or whole != limits or whole != sorted(set(whole)) or whole[0] < 1:
            one.fault(_("write a list of whole numbers that grow."), "up_to")
        yield Bands(one.code("code"), tuple(whole), _currency(one))


def _assumptions(asked: Asked) -> Iterator[Assumption]:
    for one in _listed(asked, "assumptions", _("assumption")):
        one.only("code", "name", "value", "currency")
        value = one.number("value")
        if value is not None and not 0 <= value <= MOST:
            one.fault(_("write a number from 0 to a million million."), "value")
        yield Assumption(one.code("code"), one.words("name"), value or Fraction(0), _currency(one))


def _currency(asked: Asked) -> str:
    if not asked.has("currency"):
        return ""
    code = asked.text("currency", most=3)
    if code not in currencies():
        asked.fault(_("write the code of a currency, such as EUR."), "currency")
    return code


def _categories(asked: Asked) -> Iterator[tuple[str, Words]]:
    for one in _listed(asked, "categories", _("category of partnerships")):
        one.only("kinds", "name")
        name = one.words("name")
        for kind in _chosen(one, "kinds", PartnershipKind.values):
            yield kind, name


def _sections(
    asked: Asked, about: About, bands: Iterable[str], assumptions: Iterable[str]
) -> Iterator[Section]:
    for one in _listed(asked, "sections", _("section")):
        one.only("code", "name", "note", "lines", "table", "columns", "order")
        table = _table(one, about)
        if one.has("table") == one.has("lines"):
            one.fault(_("write lines or a table, one of them."))
        columns = tuple(_columns(one, table, about))
        code = one.code("code")
        if code in Part.values:
            one.fault(_("a part of every sheet has this code; take another one."), "code")
        yield Section(
            code=code,
            name=one.words("name"),
            note=one.words("note", most=LONG, is_needed=False),
            entries=tuple(
                _entry(line, about, bands, assumptions) for line in _listed(one, "lines", _("line"))
            ),
            table=table,
            columns=columns,
            order=tuple(_order(one, table, columns)),
        )


def _table(asked: Asked, about: About) -> TableOf | None:
    if not asked.has("table"):
        return None
    found = asked.one_of("table", [table.value for table in TABLES[about]])
    return TableOf(found) if found else None


def _columns(asked: Asked, table: TableOf | None, about: About) -> Iterator[Column]:
    """Those that are named; all that the table can have where none is. Only a city has books."""
    known = [
        column
        for column in (COLUMNS[table] if table else ())
        if about is About.CITY or column is not Column.PAID
    ]
    if asked.has("columns") and table is None:
        asked.fault(_("only a table has columns."), "columns")
    if not asked.has("columns"):
        yield from known
    elif table:
        yield from map(Column, _chosen(asked, "columns", [column.value for column in known]))


def _order(asked: Asked, table: TableOf | None, columns: Iterable[Column]) -> Iterator[Column]:
    if not asked.has("order"):
        return
    if table is not TableOf.PARTNERSHIPS:
        asked.fault(_("only partnerships can be put in an order."), "order")
        return
    yield from map(Column, _chosen(asked, "order", [column.value for column in columns]))


def _entry(asked: Asked, about: About, bands: Iterable[str], assumptions: Iterable[str]) -> Entry:
    asked.only("code", "name", "figure", "where", "band", "times")
    figure = _figure(asked, about) if asked.has("figure") else ""
    band = asked.one_of("band", list(bands)) if asked.has("band") else ""
    times = asked.one_of("times", list(assumptions)) if asked.has("times") else ""
    if times and not asked.has("figure"):
        asked.fault(_("name the figure of which this is for one."), "times")
    if band and not asked.has("figure") and about is not About.CITY:
        asked.fault(_("name the figure; only a city has a population of its own."), "band")
    is_named = asked.has("figure") and not asked.has("band") and not asked.has("times")
    return Entry(
        name=asked.words("name", is_needed=not is_named),
        figure=figure,
        where=_where(asked, figure),
        bands=band,
        times=times,
    )


def _figure(asked: Asked, about: About) -> str:
    """The code of a figure that is counted; empty where it is not. A partnership's sheet is for
    both sides: what is for the office of one of them is not told there."""
    code = asked.text("figure")
    found = indicators().get(code)
    if found is None or not found.is_recorded:
        words = _("there is no figure “%(code)s”, or nothing is counted for it.")
    elif about is About.PARTNERSHIP and not found.is_public:
        words = _("figure “%(code)s” is for one office alone, and this sheet is for both.")
    else:
        return code
    asked.fault(words % {"code": code}, "figure")
    return ""


def _where(asked: Asked, figure: str) -> dict[str, list[str]]:
    """How the figure is narrowed: by what its page can be narrowed by, so that it opens it."""
    told = asked.told.get("where")
    if told is None or not figure:
        return {}
    ways = indicators()[figure].by
    if not isinstance(told, dict) or not set(told) <= set(ways):
        words = _("write some of these, each with a list of values: %(ways)s.")
        asked.fault(words % {"ways": ", ".join(ways) or "–"}, "where")
        return {}
    inner = Asked(told, ", ".join(filter(None, [asked.place, "where"])), asked.faults)
    measure = indicators()[figure].measure
    filters = measure.kind.filters if measure else {}
    return {
        way: _chosen(inner, way, filters[way].values or inner.texts(way)) for way in map(str, told)
    }


def _listed(asked: Asked, key: str, name: str) -> Iterable[Asked]:
    """The parts of a list that may be left out."""
    rows: Any = list(asked.parts(key, name)) if asked.has(key) else ()
    return rows
