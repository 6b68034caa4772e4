"""A report in words: the same chapters for the web page, the paper, the workbook and the rest.

It is made of what is told and of the reader's language alone, never of the register: so a report
that was handed in reads the same when its records are gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.design import components
from citytocity.design.components import Cell, Column, Columns, Picture, StoryCard, Table
from citytocity.figures.presentation import is_long
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import (
    foreign,
    joined,
    qualifier,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.reports.drawings import (
    Bars,
    YearMap,
    bars_of,
    months_chart,
    part_of,
    path_in,
    year_map,
    years_chart,
)
from citytocity.reports.enums import FIRST, LEADING, PartOf
from citytocity.reports.tables import table
from citytocity.reports.told import Annual, Entry, Measured, Number, Part, TheSource
from citytocity.reports.wording import (
    address,
    in_this_language,
    in_words,
    label,
    language,
    marks,
    value_of,
)
from citytocity.stories.enums import StoryKind

CARDS = 9  # stories shown with their pictures; the others are listed below them
Pictures = Mapping[str, Picture]
"""The pictures of stories, by the path of the story."""


@dataclass(frozen=True)
class Listed:
    """A list of records as a table; `note` says that there are more, `is_in_cards` that the cards
    beside it show all of them."""

    table: Table
    note: str = ""
    is_in_cards: bool = False


@dataclass(frozen=True)
class Chapter:
    code: str
    heading: str
    figures: list[components.Figure]
    gaps: list[str]
    bars: list[Bars] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)
    cards: list[StoryCard] = field(default_factory=list)


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
    map: YearMap | None
    chapters: list[Chapter]
    gaps: list[str]
    sources: list[SourceInWords]


def reading(told: Annual, *, pictures: Pictures | None = None) -> Reading:
    """The report in the active language."""
    told = told.in_language(language())
    day = when_in_words(told.as_of.isoformat())
    return Reading(
        title=title_of(told),
        kick=_("Annual report"),
        as_of=sentence(_("computed from the register on %(day)s"), day=day),
        foreword=in_this_language(told.foreword),
        outlook=in_this_language(told.outlook),
        first=[figure_of(told.measured[code], told.year) for code in FIRST],
        months=months_chart(told),
        years_chart=years_chart(told),
        years=_years(told),
        map=year_map(told),
        chapters=[_chapter(told, part, pictures or {}) for part in told.parts],
        gaps=[
            str(in_this_language(one.name))
            for one in told.measured.values()
            if one.numbers[told.year].value is None
        ],
        sources=[_source(source) for source in told.sources],
    )


def opening_kept_records(told: Annual, below: str) -> Annual:
    """The same, of which the figures open the records it was handed in with: these are listed
    below that path. Reports of older versions kept none of parts of figures, and of the years
    before: there they open nothing.
    """
    keeps_all = told.keeps_all_lists

    def opening(one: Measured, by: str, value: str | int) -> Measured:
        query = f"?{urlencode({by: value})}" if keeps_all else ""
        path = f"{below}{one.code}/{query}" if keeps_all or by == "year" else ""
        return one.model_copy(update={"path": path})

    measured = {code: opening(one, "year", told.year) for code, one in told.measured.items()}
    parts = [
        part.model_copy(
            update={
                "breakdowns": {
                    by: [opening(one, by, one.value) for one in found]
                    for by, found in part.breakdowns.items()
                }
            }
        )
        for part in told.parts
    ]
    return told.model_copy(update={"measured": measured, "parts": parts})


def title_of(told: Annual) -> str:
    """`Perm and its twin cities in 2018`; of two cities, what they did together."""
    year = str(told.year)
    if told.partnership is not None:
        cities = in_this_language(told.partnership.title)
        return sentence(_("%(cities)s in %(year)s"), cities=cities, year=year)
    names = [said(Words(city.name)) for city in told.cities if city.slug]
    if told.is_between:
        cities = joined(names[:2], between=" – ")
        return sentence(_("%(cities)s in %(year)s"), cities=cities, year=year)
    home = next((city.name for city in told.cities if city.slug == told.home), {})
    return sentence(
        _("%(city)s and its twin cities in %(year)s"), city=in_this_language(home), year=year
    )


# --- figures ---


def figure_of(one: Measured, year: int, *, noun: str = "") -> components.Figure:
    number = one.numbers[year]
    return components.Figure(
        value=value_of(one, number),
        noun=noun or in_this_language(one.name),
        url=address(one.path),
        link=_link(number),
        qualifier=qualifier(number.certainty) if number.value is not None else "",
        is_words=is_long(value_of(one, number)),
    )


def noun_of(one: Measured) -> str:
    """What is counted: the figure, and the part of it."""
    return joined([in_this_language(one.name), part_of(one) if one.by else ""], between=": ")


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
    many = number_in_words(number.unknown)
    return sentence(words, figure=in_this_language(one.name), number=many)


def _years(told: Annual) -> Table | None:
    """The year against the years before."""
    if not told.before:
        return None
    years = [*told.before, told.year]
    rows = []
    for code in LEADING:
        one = told.measured[code]
        cells = (
            Cell(in_words(one, one.numbers.get(year)), address(path_in(one, told.year, year)),
                 is_number=True)
            for year in years
        )  # fmt: skip
        rows.append((Cell(in_this_language(one.name), is_heading=True), *cells))
    return Table(
        caption=_("Year against year"),
        columns=(Column(_("Figure")), *(Column(str(year), is_number=True) for year in years)),
        rows=tuple(rows),
        key="against",
        hides_caption=True,
    )


# --- chapters ---


def _chapter(told: Annual, part: Part, pictures: Pictures) -> Chapter:
    measured = [told.measured[code] for code in part.figures]
    cards = _as_cards(part.lists.get("stories", []))
    return Chapter(
        code=part.code,
        heading=_heading(told, part),
        figures=[figure_of(one, told.year) for one in measured],
        gaps=[gap for one in measured if (gap := _gap(one, one.numbers[told.year]))],
        bars=[
            bars_of(by, known, told.year)
            for by, found in part.breakdowns.items()
            if (known := [one for one in found if one.numbers[told.year].value])
        ],
        lists=[
            Listed(table(name, told, entries), _cut(name, part), is_in_cards=entries == cards)
            for name, entries in part.lists.items()
            if entries
        ],
        cards=[_card(told, entry, pictures) for entry in cards],
    )


def _heading(told: Annual, part: Part) -> str:
    """The plan of a year that is over by now is what came of it."""
    if part.code == PartOf.PLAN and told.as_of.year > told.year + 1:
        return _("What came next")
    return str(PartOf(part.code).label)


def _cut(name: str, part: Part) -> str:
    if name not in part.cut:
        return ""
    return _("Only the first %(number)s are listed here; the figure opens them all.") % {
        "number": number_in_words(len(part.lists[name]))
    }


def stories_with_pictures(told: Annual) -> list[Entry]:
    """Those of the cards that have one, as the reader's language tells them."""
    parts = told.in_language(language()).parts
    shown = (_as_cards(part.lists.get("stories", [])) for part in parts)
    return [entry for entries in shown for entry in entries if entry.picture]


def _as_cards(stories: list[Entry]) -> list[Entry]:
    """Those with a picture before those without, and all of them in the order of the year."""
    open_ones = [entry for entry in stories if entry.ref.title]
    chosen = sorted(open_ones, key=lambda entry: entry.picture is None)[:CARDS]
    return [entry for entry in open_ones if entry in chosen]


def _card(told: Annual, entry: Entry, pictures: Pictures) -> StoryCard:
    title = Words(entry.ref.title)
    lang = foreign(title)
    name = language_name(entry.state, language())
    return StoryCard(
        title=wording(title).text,
        url=address(entry.ref.path),
        text=wording(Words(entry.note)).text,
        kind=label(StoryKind, entry.kind) if entry.kind else "",
        cities=marks(told, entry),
        picture=pictures.get(entry.ref.path),
        when=when_in_words(entry.when),
        note=_("in %(language)s") % {"language": name} if lang else "",
        lang=lang,
        key=entry.ref.path,
    )


def _source(source: TheSource) -> SourceInWords:
    words = [source.publisher, source.title, when_in_words(source.published)]
    return SourceInWords(
        ", ".join(word for word in words if word), address(source.path), html_code(source.language)
    )
