"""The drawings of a report: its year in months, the years before, parts of figures, its map."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.design.charts import month_names
from citytocity.design.components import Bar, CityMark, ColumnOf, Columns, bars, columns
from citytocity.design.maps import MapArc, MapPlace, world
from citytocity.figures.presentation import names_of
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import foreign, wording
from citytocity.reports.told import Annual, Entry, Measured, Place
from citytocity.reports.wording import address, in_this_language, in_words, language, mark

BARS = 15
WAYS = 40  # arrows on the map: more are a web that nobody reads


@dataclass(frozen=True)
class Bars:
    heading: str
    about: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class YearMap:
    """Where the activities of the year were, with the ways of its visits; the same in words."""

    svg: SafeString
    title: str
    told: str
    places: tuple[CityMark, ...]


def months_chart(told: Annual) -> Columns | None:
    """The activities of the year by the month that they lie in."""
    if not any(told.months.values()):
        return None
    names = month_names(language())
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


def years_chart(told: Annual) -> Columns | None:
    """The activities of the year and of those before."""
    one = told.measured["I11"]
    if len(one.numbers) < 2 or not any(number.value for number in one.numbers.values()):
        return None
    given = [
        ColumnOf(str(year), float(number.value or 0), in_words(one, number),
                 address(path_in(one, told.year, year)))
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


def path_in(one: Measured, year: int, other: int) -> str:
    """The path of the figure in a year, the report's or another; none where it was not kept."""
    if other == year:
        return one.path
    live = f"year={year}"
    return one.path.replace(live, f"year={other}") if live in one.path else ""


def part_of(one: Measured) -> str:
    """What a part of a figure is called: its theme, its kind, its country."""
    if one.label:
        return in_this_language(one.label)
    return names_of(one.by, [one.value])[one.value]


def bars_of(by: str, found: list[Measured], year: int) -> Bars:
    """A figure in its parts, the greatest first."""
    rows = [
        (
            part_of(one),
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


def year_map(told: Annual) -> YearMap | None:
    """The map; None where no place is on record."""
    if not told.places:
        return None
    arcs = _ways(told)
    about = _("The dots are the cities and places where activities took place.")
    if arcs:
        ways = _("Each arrow leads from the city of the guests to that of the host.")
        about = f"{about} {ways}"
    title = _("Where it took place")
    return YearMap(
        svg=world([_on_map(told, one) for one in told.places], arcs=arcs, title=title,
                  description=about),
        title=title,
        told=about,
        places=tuple(_named(told, one) for one in told.places),
    )  # fmt: skip


class _Way(NamedTuple):
    origin: str
    host: str


def _ways(told: Annual) -> list[MapArc]:
    """The ways of the year's visits, each once, with the first visit that took it."""
    first: dict[_Way, Entry] = {}
    visits = [entry for part in told.parts for entry in part.lists.get("visits", [])]
    for entry in visits:
        for guest in entry.guests:
            first.setdefault(_Way(guest, entry.cities[0]), entry)
    ends = {city.slug: _city(told, city.slug) for city in told.cities}
    found: list[MapArc] = []
    for way, entry in first.items():
        origin, host = ends[way.origin], ends[way.host]
        if origin and host and len(found) < WAYS:
            title = Words(entry.ref.title)
            words, lang = wording(title).text, foreign(title)
            found.append(MapArc(origin, host, words, address(entry.ref.path), lang))
    return found


def _city(told: Annual, slug: str) -> MapPlace | None:
    one = next(city for city in told.cities if city.slug == slug)
    if one.latitude is None or one.longitude is None:
        return None
    name = Words(one.name)
    return MapPlace(wording(name).text, one.latitude, one.longitude, one.ink,
                    address(f"cities/{slug}/"), lang=foreign(name))  # fmt: skip


def _on_map(told: Annual, one: Place) -> MapPlace:
    name = Words(one.name)
    ink = next((city.ink for city in told.cities if city.slug == one.city), "")
    url = address(f"cities/{one.city}/") if one.city else ""
    return MapPlace(wording(name).text, one.latitude, one.longitude, ink, url, lang=foreign(name))


def _named(told: Annual, one: Place) -> CityMark:
    if one.city:
        found = mark(told, one.city)
        return CityMark(found.name, address(f"cities/{one.city}/"), found.look, found.lang)
    name = Words(one.name)
    return CityMark(wording(name).text, lang=foreign(name))
