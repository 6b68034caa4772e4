"""The world as seen from a city, and a town from its middle: true in length and direction."""

import math
from collections.abc import Sequence
from dataclasses import replace

from django.utils.html import escape
from django.utils.safestring import SafeString

from citytocity.design.maps import atlas, coastlines, labels
from citytocity.design.maps.places import MapPlace, angle, distance_km, in_kilometres, on_the_globe
from citytocity.design.maps.sheet import drawing, land_of, lang_of, name_at, spot, tenths

RADIUS = 300.0
SHEET = labels.Box(-312, -312, 312, 312)
DROP = labels.Box(-12, -24, 14, 4)  # the mark of the city in the middle
HOST = labels.Label(14, -8, "start")  # and its name
FIGURE = 0.75  # how large a figure is set beside a name
NAMES_AT_MOST = 14
HALFWAY_ROUND = math.pi * atlas.EARTH_RADIUS
# Lines on which the circles' figures may stand, in degrees from south.
TURNS = (38, 142, 322, 218, 60, 300, 20, 340, 120, 240)
CIRCLES = (50, 100, 200, 500, 1000, 2000, 3000, 5000)  # kilometres between the dial's circles
IN_TOWN = (1, 2, 5, 10, 20)  # and between those of a plan
SMALLEST_TOWN = 2.5
LETTERS_AT_MOST = 26  # of a name on a plan; the list beside it has it whole


def dial(
    centre: MapPlace, places: Sequence[MapPlace], *, title: str, description: str = ""
) -> SafeString:
    """The world as seen from a place: straight lines at their true length and direction."""
    reach = _reach([distance_km(centre, place) for place in places])
    points = [_from_the_centre(centre, place, reach=reach) for place in places]
    land = coastlines.round_the(on_the_globe(centre), reach=angle(reach), radius=RADIUS)
    names = _names(places, points, taken=_written_in_the_middle(centre))
    body = [
        f'<circle class="sea" r="{tenths(RADIUS)}"/>',
        land_of(land),
        *_circles(
            reach,
            CIRCLES,
            clear_of=[*_written_in_the_middle(centre), *(labels.box_of(*name) for name in names)],
        ),
        *(_line(place, point) for place, point in zip(places, points, strict=True)),
        *_points(places, points, found=[label for _name, label in names]),
        _middle(centre),
    ]
    return drawing("dial", "-312 -312 624 624", body, title=title, description=description)


def plan(
    centre: MapPlace, places: Sequence[MapPlace], *, title: str, description: str = ""
) -> SafeString:
    """A town from its middle: its places at their true distance and direction, links if they lead
    anywhere.

    No streets: those would have to be fetched from somewhere.
    """
    reach = max([SMALLEST_TOWN, *(distance_km(centre, place) * 1.167 for place in places)])
    points = [_from_the_centre(centre, place, reach=reach) for place in places]
    shown = [replace(place, name=_short(place.name)) for place in places]
    names = _names(shown, points, taken=_written_in_the_middle(centre))
    body = [
        f'<circle class="ground" r="{tenths(RADIUS)}"/>',
        *_circles(
            reach,
            IN_TOWN,
            clear_of=[*_written_in_the_middle(centre), *(labels.box_of(*name) for name in names)],
        ),
        *map(_linked, places, _points(shown, points, found=[label for _name, label in names])),
        _middle(centre),
    ]
    return drawing("dial", "-312 -312 624 624", body, title=title, description=description)


def _middle(centre: MapPlace) -> str:
    return (
        f'<g data-ink="{centre.ink}"><path class="pt" d="M-11 0V-11A11 11 0 1 1 0 0Z"/>'
        f'<text class="host"{lang_of(centre)} x="{tenths(HOST.x)}" y="{tenths(HOST.y)}">'
        f"{escape(centre.name)}</text></g>"
    )


def _linked(place: MapPlace, drawn: str) -> str:
    """The point as a link, which is named where its name has found no room."""
    if not place.url:
        return drawn
    named = "" if "<text" in drawn else f' aria-label="{escape(place.name)}"{lang_of(place)}'
    return f'<a href="{escape(place.url)}"{named}>{drawn}</a>'


def _short(name: str) -> str:
    if len(name) <= LETTERS_AT_MOST:
        return name
    return f"{name[: LETTERS_AT_MOST - 1].rstrip()}…"


def _reach(distances: Sequence[float]) -> float:
    """Kilometres from the centre to the rim: a little more than to the farthest place."""
    return min(max([*distances, 1000.0]) * 1.167, HALFWAY_ROUND)


def _from_the_centre(centre: MapPlace, place: MapPlace, *, reach: float) -> tuple[float, float]:
    towards, right, up = coastlines.frame_at(on_the_globe(centre))
    point = on_the_globe(place)
    turn = math.atan2(atlas.dot(point, right), atlas.dot(point, up))
    away = atlas.angle(towards, point) / angle(reach) * RADIUS
    return away * math.sin(turn), -away * math.cos(turn)


def _circles(reach: float, steps: Sequence[int], *, clear_of: Sequence[labels.Box]) -> list[str]:
    """The rim and three or four rings of equal distance, their kilometres clear of the names.

    They stand on one line where there is such a line; a figure that finds no room is left out.
    """
    step = next((km for km in steps if reach / km < 5), steps[-1])
    rings = {
        in_kilometres(step * nth): RADIUS * nth * step / reach
        for nth in range(1, math.ceil(reach / step))
    }
    figures = max((_readable(_along(rings, turn), clear_of) for turn in TURNS), key=len)
    return [
        *(f'<circle class="km" r="{tenths(radius)}"/>' for radius in rings.values()),
        *(
            f'<text class="n" x="{tenths(label.x)}" y="{tenths(label.y)}">{words}</text>'
            for words, label in figures.items()
        ),
        f'<circle class="rim" r="{tenths(RADIUS)}"/>',
    ]


def _along(rings: dict[str, float], turn: int) -> dict[str, labels.Label]:
    """The figures where a line in a direction, in degrees from south, crosses their rings."""
    angle = math.radians(turn)
    return {
        words: labels.Label(radius * math.sin(angle), radius * math.cos(angle), "start")
        for words, radius in rings.items()
    }


def _readable(
    written: dict[str, labels.Label], boxes: Sequence[labels.Box]
) -> dict[str, labels.Label]:
    """The figures that stand on the sheet and on nothing else."""
    return {
        words: label
        for words, label in written.items()
        if SHEET.holds(figure := labels.box_of(words, label, zoom=FIGURE))
        and not any(figure.meets(box) for box in boxes)
    }


def _written_in_the_middle(centre: MapPlace) -> list[labels.Box]:
    return [labels.box_of(centre.name, HOST), DROP]


def _line(place: MapPlace, point: tuple[float, float]) -> str:
    return f'<path class="way" data-ink="{place.ink}" d="M0 0L{spot(point)}"/>'


def _names(
    places: Sequence[MapPlace],
    points: Sequence[tuple[float, float]],
    *,
    taken: Sequence[labels.Box],
) -> list[tuple[str, labels.Label]]:
    """The names and where they stand; none at all where they would be too many."""
    if len(places) > NAMES_AT_MOST:
        return []
    names = [place.name for place in places]
    found = labels.placed(names, points, edge=SHEET, taken=taken)
    return list(zip(names, found, strict=True))


def _points(
    places: Sequence[MapPlace],
    points: Sequence[tuple[float, float]],
    *,
    found: Sequence[labels.Label],
) -> list[str]:
    """The points, each with its name where names have found a place."""
    if not found:
        return [_point(place, point) for place, point in zip(places, points, strict=True)]
    return [
        _leader(point, label) + _point(place, point, label=label)
        for place, point, label in zip(places, points, found, strict=True)
    ]


def _leader(point: tuple[float, float], label: labels.Label) -> str:
    if not label.leader:
        return ""
    near = 6 if label.anchor == "end" else -6
    return (
        f'<path class="lead1" d="M{spot(point)}L{tenths(label.x + near)} {tenths(label.y - 5)}"/>'
    )


def _point(
    place: MapPlace, point: tuple[float, float], *, label: labels.Label | None = None
) -> str:
    name = name_at(place, label) if label else ""
    return (
        f'<g data-ink="{place.ink}">'
        f'<circle class="pt" cx="{tenths(point[0])}" cy="{tenths(point[1])}" r="5"/>{name}</g>'
    )
