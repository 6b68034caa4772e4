"""A report in words: the same chapters for the web page, the paper, the workbook and the rest.

It is made of what is told and of the reader's language alone, never of the register: so a report
that was handed in reads the same when its records are gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from citytocity.design import components
from citytocity.design.charts import month_names
from citytocity.design.components import (
    Bar,
    Cell,
    CityMark,
    Column,
    ColumnOf,
    Columns,
    State,
    Table,
    bars,
    columns,
)
from citytocity.design.drawings import CityLook
from citytocity.figures.enums import Unit
from citytocity.figures.presentation import is_long, names_of, number_with_unit
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.enums import (
    ActivityKind,
    ActivityStatus,
    AgreementKind,
    Certainty,
    PartnershipKind,
    RecognitionKind,
    ResultKind,
    SideState,
)
from citytocity.ledger.presentation import joined, qualifier, said, sentence, when_in_words
from citytocity.protocol.enums import Direction
from citytocity.reports.enums import FIRST, LEADING, PartOf
from citytocity.reports.told import Annual, Entry, Measured, Number, Part, Ref, Texts, TheSource

BARS = 15
UNITS = {unit.value: unit for unit in Unit}


@dataclass(frozen=True)
class Bars:
    heading: str
    about: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Listed:
    """A list of records as a table; `note` says that there are more."""

    table: Table
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    code: str
    heading: str
    figures: list[components.Figure]
    gaps: list[str]
    bars: list[Bars] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)


@dataclass(frozen=True)
class SourceInWords:
    words: str
    url: str
    lang: str


@dataclass(frozen=True)
class Reading:
    """A whole report in the language of its reader."""

    title: str
    kick: str
    as_of: str
    foreword: str
    outlook: str
    first: list[components.Figure]
    months: Columns | None
    years_chart: Columns | None
    years: Table | None
    chapters: list[Chapter]
    gaps: list[str]
    sources: list[SourceInWords]


def reading(told: Annual, *, records_at: str = "") -> Reading:
    """The report in the active language. The figures of one that was handed in open the records
    it was handed in with: `records_at` is the address below which these are listed."""
    if records_at:
        below = records_at.removeprefix(f"/{_language()}/")
        told = _opening(told, below)
    return Reading(
        title=title_of(told),
        kick=_("Annual report"),
        as_of=sentence(
            _("computed from the register on %(day)s"), day=when_in_words(told.as_of.isoformat())
        ),
        foreword=said(Words(told.foreword)) if told.foreword else "",
        outlook=said(Words(told.outlook)) if told.outlook else "",
        first=[figure_of(told.measured[code], told.year) for code in FIRST],
        months=_months(told),
        years_chart=_years_chart(told),
        years=_years(told),
        chapters=[_chapter(told, part) for part in told.parts],
        gaps=[
            str(said(Words(one.name)))
            for one in told.measured.values()
            if one.numbers[told.year].value is None
        ],
        sources=[_source(source) for source in told.sources],
    )


def _opening(told: Annual, below: str) -> Annual:
    measured = {
        code: one.model_copy(update={"path": f"{below}{code}/"})
        for code, one in told.measured.items()
    }
    return told.model_copy(update={"measured": measured})


def title_of(told: Annual) -> str:
    """`Perm and its twin cities in 2018`; of two cities, what they did together."""
    if told.partnership is not None:
        return sentence(_("%(cities)s in %(year)s"), cities=_said(told.partnership.title),
                        year=str(told.year))  # fmt: skip
    names = [said(Words(city.name)) for city in told.cities if city.slug]
    if told.is_between:
        return sentence(_("%(cities)s in %(year)s"), cities=joined(names[:2], between=" – "),
                        year=str(told.year))  # fmt: skip
    home = next((city.name for city in told.cities if city.slug == told.home), {})
    return sentence(
        _("%(city)s and its twin cities in %(year)s"), city=_said(home), year=str(told.year)
    )


def address(path: str) -> str:
    """The address in the reader's language of a path that is kept without."""
    return f"/{_language()}/{path}"


# --- figures ---


def figure_of(one: Measured, year: int, *, noun: str = "") -> components.Figure:
    number = one.numbers[year]
    return components.Figure(
        value=value_of(one, number),
        noun=noun or said(Words(one.name)),
        url=address(one.path),
        link=_link(number),
        qualifier=qualifier(number.certainty) if number.value is not None else "",
        is_words=is_long(value_of(one, number)),
    )


def value_of(one: Measured, number: Number | None) -> str:
    if number is None or number.value is None:
        return _("not recorded")
    value = number.value
    whole = int(value) if value == value.to_integral_value() else value
    return number_with_unit(whole, UNITS[one.unit], number.currency)


def in_words(one: Measured, number: Number | None) -> str:
    sure = qualifier(number.certainty) if number and number.value is not None else ""
    return " ".join(filter(None, [sure, value_of(one, number)]))


def _link(number: Number) -> str:
    if not number.records:
        return _("How it is counted")
    words = ngettext("See the record", "See the %(number)s records", number.records)
    return words % {"number": number_in_words(number.records)}


def _gap(one: Measured, number: Number) -> str:
    if not number.unknown or number.value is None:
        return ""
    words = ngettext(
        "%(figure)s: of %(number)s record the number is not recorded.",
        "%(figure)s: of %(number)s records the number is not recorded.",
        number.unknown,
    )
    return sentence(words, figure=_said(one.name), number=number_in_words(number.unknown))


# --- charts ---


def _months(told: Annual) -> Columns | None:
    """The activities of the year by the month that they lie in."""
    if not any(told.months.values()):
        return None
    names = month_names(_language())
    given = [
        ColumnOf(names[month], number, number_in_words(number))
        for month, number in sorted(told.months.items())
    ]
    busiest = max(told.months, key=lambda month: told.months[month])
    about = _("Most in one month: %(number)s (%(month)s).") % {
        "month": names[busiest],
        "number": number_in_words(told.months[busiest]),
    }
    if told.undated:
        more = ngettext(
            "%(number)s more ran through several months or has no month on record.",
            "%(number)s more ran through several months or have no month on record.",
            told.undated,
        )
        about = f"{about} {more % {'number': number_in_words(told.undated)}}"
    return columns(
        given,
        key="months",
        title=_("Activities by month"),
        told=about,
        heads=(_("Month"), _("Activities")),
    )


def _years_chart(told: Annual) -> Columns | None:
    """The activities of the year and of those before."""
    one = told.measured["I11"]
    if len(one.numbers) < 2 or not any(number.value for number in one.numbers.values()):
        return None
    path = one.path.replace(f"year={told.year}", "year={}")
    given = [
        ColumnOf(str(year), float(number.value or 0), in_words(one, number),
                 address(path.format(year)))
        for year, number in sorted(one.numbers.items())
    ]  # fmt: skip
    first, last = given[0], given[-1]
    about = _("From %(before)s in %(first)s to %(now)s in %(last)s.") % {
        "before": first.words,
        "first": first.label,
        "now": last.words,
        "last": last.label,
    }
    return columns(
        given,
        key="years",
        title=_("Activities year by year"),
        told=about,
        heads=(_("Year"), _("Activities")),
    )


def _years(told: Annual) -> Table | None:
    """The year against the years before."""
    if not told.before:
        return None
    years = [*told.before, told.year]
    rows = []
    for code in LEADING:
        one = told.measured[code]
        path = one.path.replace(f"year={told.year}", "year={}")
        cells = (
            Cell(in_words(one, one.numbers.get(year)), address(path.format(year)), is_number=True)
            for year in years
        )
        rows.append((Cell(_said(one.name), is_heading=True), *cells))
    return Table(
        caption=_("Year against year"),
        columns=(Column(_("Figure")), *(Column(str(year), is_number=True) for year in years)),
        rows=tuple(rows),
        key="against",
        hides_caption=True,
    )


# --- chapters ---


def _chapter(told: Annual, part: Part) -> Chapter:
    measured = [told.measured[code] for code in part.figures]
    return Chapter(
        code=part.code,
        heading=str(PartOf(part.code).label),
        figures=[figure_of(one, told.year) for one in measured],
        gaps=[gap for one in measured if (gap := _gap(one, one.numbers[told.year]))],
        bars=[
            _bars(by, known, told.year)
            for by, found in part.breakdowns.items()
            if (known := [one for one in found if one.numbers[told.year].value])
        ],
        lists=[
            Listed(LISTS[name](told, entries), _cut(name, part))
            for name, entries in part.lists.items()
            if entries
        ],
    )


def _bars(by: str, found: list[Measured], year: int) -> Bars:
    names = names_of(by, [one.value for one in found if not one.label])
    rows = [
        (
            _said(one.label) if one.label else names[one.value],
            int(one.numbers[year].value or 0),
            in_words(one, one.numbers[year]),
            address(one.path),
        )
        for one in found[:BARS]
    ]
    headings = {
        "theme": (_("By theme"), _("Activities by theme. One activity may have several.")),
        "kind": (_("By kind"), _("Activities by what they were.")),
        "country": (_("By country"), _("Participants by the country of their city.")),
    }
    return Bars(*headings[by], bars(rows))


def _cut(name: str, part: Part) -> str:
    if name not in part.cut:
        return ""
    return _("Only the first %(number)s are listed here; the figure opens them all.") % {
        "number": number_in_words(len(part.lists[name]))
    }


def _partnerships(told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            _record(entry.ref),
            Cell(_label(PartnershipKind, entry.kind)),
            Cell(_when(entry.when)),
            Cell(joined((_side(told, side) for side in entry.sides), between="; ")),
        )
        for entry in entries
    )
    heads = (_("Partnership"), _("Kind"), _("Since"), _("How each side sees it"))
    return _table("partnerships", _("Partnerships"), heads, rows)


def _side(told: Annual, side: Any) -> str:
    state = _label(SideState, side.state).lower() if side.state else _("not recorded")
    when = f" ({when_in_words(side.when)})" if side.when else ""
    return sentence("%(city)s: %(state)s", city=_city(told, side.city), state=f"{state}{when}")


def _visits(told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(_when(entry.when)),
            _record(entry.ref),
            Cell(_label(ActivityKind, entry.kind)),
            _cities(told, entry),
            Cell(_people(entry.people), is_number=True),
        )
        for entry in entries
    )
    heads = (_("When"), _("Visit"), _("Kind"), _("Host, then guests"), _("Guests, people"))
    return _table("visits", _("Visits both ways"), heads, rows, last_is_number=True)


def _results(told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            _record(entry.ref),
            Cell(_label(ResultKind, entry.kind)),
            _cities(told, entry),
            Cell(state=State(_("evidenced")) if entry.state == "evidenced"
                 else State(_("claimed"), "claim")),
        )
        for entry in entries
    )  # fmt: skip
    heads = (_("Result"), _("Kind"), _("From, to"), _("Evidence"))
    return _table("results", _("Results of the year"), heads, rows)


def _gifts(told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(_when(entry.when)),
            _record(entry.ref),
            Cell(_label(Direction, entry.kind)),
            _cities(told, entry),
            Cell(_said(entry.note)),
        )
        for entry in entries
    )
    heads = (_("When"), _("Gift"), _("Given or received"), _("Cities"), _("Where it is kept"))
    return _table("gifts", _("Gifts of the year"), heads, rows)


def _stories(_told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(_when(entry.when)),
            _record(entry.ref),
            Cell(language_name(entry.state, _language())),
        )
        for entry in entries
    )
    heads = (_("When"), _("Story"), _("Written in"))
    return _table("stories", _("Stories of the year"), heads, rows)


def _awards(told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(_when(entry.when)),
            _record(entry.ref),
            Cell(_label(RecognitionKind, entry.kind)),
            _cities(told, entry),
            Cell(_rank(entry)),
        )
        for entry in entries
    )
    heads = (_("When"), _("Award"), _("Kind"), _("Given to"), _("Rank and category"))
    return _table("awards", _("Awards and ranks of the year"), heads, rows)


def _planned(told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(_when(entry.when)),
            _record(entry.ref),
            Cell(_label(ActivityKind, entry.kind)),
            _cities(told, entry),
            Cell(_label(ActivityStatus, entry.state)),
        )
        for entry in entries
    )
    heads = (_("When"), _("Activity"), _("Kind"), _("Cities"), _("Status"))
    return _table("planned", _("On record for the next year"), heads, rows)


def _anniversaries(_told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(_when(entry.when)),
            _record(entry.ref),
            Cell(number_in_words(entry.number or 0), is_number=True),
        )
        for entry in entries
    )
    heads = (_("When"), _("Partnership"), _("Years"))
    return _table("anniversaries", _("Anniversaries"), heads, rows, last_is_number=True)


def _ending(_told: Annual, entries: list[Entry]) -> Table:
    rows = tuple(
        (Cell(_when(entry.when)), _record(entry.ref), Cell(_label(AgreementKind, entry.kind)))
        for entry in entries
    )
    heads = (_("Ends"), _("Agreement"), _("Kind"))
    return _table("ending", _("Agreements to renew"), heads, rows)


def _silent(_told: Annual, entries: list[Entry]) -> Table:
    rows = tuple((_record(entry.ref), Cell(_when(entry.when))) for entry in entries)
    heads = (_("Partnership"), _("Since"))
    return _table("silent", _("Nothing on record in this year"), heads, rows)


LISTS = {
    "partnerships": _partnerships,
    "visits": _visits,
    "results": _results,
    "gifts": _gifts,
    "stories": _stories,
    "awards": _awards,
    "planned": _planned,
    "anniversaries": _anniversaries,
    "ending": _ending,
    "silent": _silent,
}


# --- words ---


def _table(
    key: str,
    caption: str,
    heads: Iterable[str],
    rows: tuple[tuple[Cell, ...], ...],
    *,
    last_is_number: bool = False,
) -> Table:
    named = [Column(words) for words in heads]
    if last_is_number:
        named[-1] = Column(named[-1].words, is_number=True)
    return Table(caption, tuple(named), rows, key=f"list-{key}", stacks=True)


def _record(ref: Ref) -> Cell:
    return Cell(_said(ref.title), address(ref.path), is_heading=True)


def _cities(told: Annual, entry: Entry) -> Cell:
    return Cell(cities=tuple(_mark(told, slug) for slug in entry.cities))


def _mark(told: Annual, slug: str) -> CityMark:
    city = next(city for city in told.cities if city.slug == slug)
    words = Words(city.name).in_language(_language())
    return CityMark(
        words.text,
        look=CityLook(ink=city.ink, sign="", key=slug) if city.ink else None,
        lang=html_code(words.language) if words.is_missing else "",
    )


def _city(told: Annual, slug: str) -> str:
    return _said(next((city.name for city in told.cities if city.slug == slug), {"": slug}))


def _said(texts: Texts) -> str:
    return said(Words(texts))


def _label(choices: Any, value: str) -> str:
    known = dict(choices.choices)
    return capfirst(str(known.get(value, value)))


def _when(text: str) -> str:
    return when_in_words(text) or _("date not recorded")


def _people(number: Number | None) -> str:
    if number is None or number.value is None:
        return _("not recorded")
    sure = qualifier(number.certainty or Certainty.COUNTED)
    return " ".join(filter(None, [sure, number_in_words(int(number.value))]))


def _rank(entry: Entry) -> str:
    rank = _("rank %(rank)s") % {"rank": number_in_words(entry.number)} if entry.number else ""
    return joined([rank, _said(entry.note)])


def _source(source: TheSource) -> SourceInWords:
    words = [source.publisher, source.title, when_in_words(source.published)]
    return SourceInWords(
        ", ".join(word for word in words if word), address(source.path), html_code(source.language)
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
