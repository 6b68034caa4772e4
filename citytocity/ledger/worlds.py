"""Records on maps: the world as seen from a city, the way between two, where it happened."""

import datetime
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.design.components import CityMark, Row, Twin
from citytocity.design.maps import (
    MapArc,
    MapPlace,
    dial,
    distance_km,
    in_kilometres,
    plan,
    route,
    world,
)
from citytocity.languages.text import Words
from citytocity.ledger.enums import PartnershipKind
from citytocity.ledger.models import Activity, Partnership, Result
from citytocity.ledger.presentation import (
    city_mark,
    foreign,
    joined,
    said,
    sentence,
    when_in_words,
    wording,
)

IN_TOWN = 60  # kilometres from its middle; what lies farther away belongs to another


@dataclass(frozen=True)
class Route:
    """The way between two cities: the strip of map, and the same in words."""

    svg: SafeString
    words: str


def map_place(city: City) -> MapPlace | None:
    """The city for a map; None where its place is not known."""
    if city.place is None:
        return None
    latitude, longitude = city.place
    return MapPlace(
        wording(city.name).text,
        latitude,
        longitude,
        city.look.ink,
        city.get_absolute_url(),
        lang=foreign(city.name),
    )


def distance_between(one: City, other: City) -> str:
    """Kilometres in words; empty where a place is not known."""
    first, second = map_place(one), map_place(other)
    return in_kilometres(distance_km(first, second)) if first and second else ""


def city_dial(centre: City, others: Iterable[City]) -> SafeString | str:
    """The world as seen from a city; empty where its place is not known."""
    middle = map_place(centre)
    places = [place for city in others if (place := map_place(city))]
    if middle is None or not places:
        return ""
    return dial(
        middle,
        places,
        title=_("The world as seen from %(city)s") % {"city": middle.name},
        description=_(
            "A round map with %(city)s in the middle. The length of a line is the true distance. "
            "The list beside the map says the same in words."
        )
        % {"city": middle.name},
    )


def route_between(cities: list[City]) -> Route | None:
    """The way between the first two cities; None where a place is not known."""
    places = [place for city in cities[:2] if (place := map_place(city))]
    if len(places) < 2:
        return None
    distance = in_kilometres(distance_km(*places))
    names = {"one": places[0].name, "other": places[1].name}
    return Route(
        svg=route(
            *places,
            title=_("The way from %(one)s to %(other)s") % names,
            description=_("A strip of map along the shortest way, %(distance)s.")
            % {"distance": distance},
        ),
        words=joined([distance, _clocks(cities[0], cities[1])]),
    )


@dataclass(frozen=True)
class Gathering:
    """A place on the map with what took place there; `key` names its part of the page.

    The name is marked with its language, as the place on the map is by itself; the mark is in
    the same ink and leads to the same part of the page.
    """

    key: str
    name: str
    place: MapPlace
    mark: CityMark
    activities: list[Activity]


def gatherings(activities: Iterable[Activity]) -> list[Gathering]:
    """The places of activities, those with most of them first; without those of unknown place."""
    found: dict[tuple[float, float], list[Activity]] = {}
    for activity in activities:
        if activity.position is not None:
            found.setdefault(activity.position, []).append(activity)
    busiest = sorted(found.items(), key=lambda item: -len(item[1]))
    return [
        _gathering(f"at-{nth}", at, together) for nth, (at, together) in enumerate(busiest, start=1)
    ]


def activity_map(places: Iterable[Gathering]) -> SafeString | str:
    """Where activities took place; each mark opens the list of its place below the map."""
    marks = [gathering.place for gathering in places]
    if not marks:
        return ""
    return world(
        marks,
        title=_("Where it took place"),
        description=_("The list below the map names the same activities."),
    )


def _gathering(key: str, at: tuple[float, float], activities: list[Activity]) -> Gathering:
    host, name = _host(activities), _name(activities)
    words, lang, url = wording(name).text, foreign(name), f"#{key}"
    look = host.look if host else None
    place = MapPlace(words, *at, look.ink if look else "", url, len(activities), lang=lang)
    return Gathering(key, said(name), place, CityMark(words, url, look, lang), activities)


def _name(activities: list[Activity]) -> Words:
    host = _host(activities)
    return host.name if host else activities[0].place


def _host(activities: list[Activity]) -> City | None:
    return next((activity.host for activity in activities if activity.host), None)


def ideas_map(results: Iterable[Result]) -> SafeString | str:
    """The ways that practices took from city to city."""
    arcs: list[MapArc] = []
    places: dict[int | None, MapPlace] = {}
    for result in results:
        if result.from_city is None or result.to_city is None:
            continue
        origin, destination = map_place(result.from_city), map_place(result.to_city)
        if origin and destination:
            title = wording(result.title).text
            url, lang = result.get_absolute_url(), foreign(result.title)
            arcs.append(MapArc(origin, destination, title, url, lang))
            places |= {result.from_city_id: origin, result.to_city_id: destination}
    if not arcs:
        return ""
    return world(
        list(places.values()),
        arcs=arcs,
        title=_("Ideas that travelled"),
        description=_("Arrows from the city that gave an idea to the one that took it over."),
    )


def town_map(city: City, results: Iterable[Result], *, linked: bool = True) -> SafeString | str:
    """Where in a town one can see what came to it; empty where no such place is on record."""
    middle = map_place(city)
    if middle is None:
        return ""
    places = [
        place
        for result in results
        if result.position
        for place in [_where_it_is(result, city, linked=linked)]
        if distance_km(middle, place) <= IN_TOWN
    ]
    if not places:
        return ""
    return plan(
        middle,
        places,
        title=_("Where to see it in %(city)s") % {"city": middle.name},
        description=_(
            "A round plan with the middle of the town in its centre, north above, without streets. "
            "Distances and directions are true. The cards on this page name the same places."
        ),
    )


def _where_it_is(result: Result, city: City, *, linked: bool) -> MapPlace:
    name = result.place or result.title
    latitude, longitude = result.position or (0.0, 0.0)
    giver = result.from_city if result.from_city and result.from_city != city else city
    url = result.get_absolute_url() if linked else ""
    ink, lang = giver.look.ink, foreign(name)
    return MapPlace(wording(name).text, latitude, longitude, ink, url, lang=lang)


def twins(
    city: City, partnerships: Iterable[Partnership], *, newest: Mapping[int, Row] | None = None
) -> list[Twin]:
    """A city's partners, each with the year it began and, by city, the `newest` if given.

    `sides__city` is prefetched.
    """
    this_year = datetime.date.today().year
    return [
        Twin(
            city=city_mark(other, linked=False),
            words=twin_words(partnership),
            year=year_of(partnership.since),
            until=this_year,
            url=partnership.get_absolute_url(),
            distance=distance_between(city, other),
            newest=newest.get(other.pk) if newest else None,
        )
        for partnership in partnerships
        for other in partnership.cities
        if other != city
    ]


def twin_words(partnership: Partnership) -> str:
    """What the cities are to each other, and since when: `twin cities since 1995`."""
    kind = capfirst(str(PartnershipKind(partnership.kind).label))
    if not partnership.since:
        return _("%(kind)s, since when is not recorded") % {"kind": kind}
    since = partnership.since
    when = when_in_words(since if "/" in since else f"{since}/..")
    return f"{kind} {when}"


def year_of(text: str) -> int | None:
    """The year a partly known date begins in; None for an unknown one."""
    return parse(text).year if text else None


def _clocks(one: City, other: City) -> str:
    """How the clocks differ today; empty where a time zone is not known."""
    if not one.time_zone or not other.time_zone:
        return ""
    now = datetime.datetime.now(tz=datetime.UTC)
    offsets = [
        now.astimezone(zoneinfo.ZoneInfo(city.time_zone)).utcoffset() or datetime.timedelta()
        for city in (one, other)
    ]
    hours = (offsets[1] - offsets[0]).total_seconds() / 3600
    ahead, behind = (one, other) if hours <= 0 else (other, one)
    names = {"one": said(ahead.name), "other": said(behind.name)}
    if not hours:
        return sentence(_("The clocks in %(one)s and %(other)s agree today."), **names)
    return sentence(
        _("Today the clocks in %(one)s are %(hours)s h ahead of those in %(other)s."),
        **names,
        hours=f"{abs(hours):g}",
    )
