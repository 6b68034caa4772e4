"""The world as seen from a city: every line is true in length and direction."""

import math
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from citytocity.design.maps import atlas, coastlines, labels
from citytocity.design.maps.places import MapPlace, angle, distance_km, in_kilometres, on_the_globe
from citytocity.design.maps.sheet import drawing, land_of, name_at, spot, tenths

RADIUS = 300.0
NAMES_AT_MOST = 14
HALFWAY_ROUND = math.pi * atlas.EARTH_RADIUS
TURNS = (38, 142, 322, 218, 90)  # where the circles' figures may stand, in degrees from south
CIRCLES = (50, 100, 200, 500, 1000, 2000, 3000, 5000)  # kilometres between the dial's circles


def dial(
    centre: MapPlace, places: Sequence[MapPlace], *, title: str, description: str = ""
) -> SafeString:
    """The world as seen from a place: straight lines at their true length and direction."""
    reach = _reach([distance_km(centre, place) for place in places])
    points = [_from_the_centre(centre, place, reach=reach) for place in places]
    land = coastlines.round_the(on_the_globe(centre), reach=angle(reach), radius=RADIUS)
    names = _names(places, points, host=centre.name)
    body = [
        f'<circle class="sea" r="{tenths(RADIUS)}"/>',
        land_of(land),
        *_circles(reach, clear_of=[labels.box_of(*written) for written in names]),
        *(_line(place, point) for place, point in zip(places, points, strict=True)),
        *_points(places, points, found=[label for _name, label in names]),
        f'<g data-ink="{centre.ink}"><path class="pt" d="M-11 0V-11A11 11 0 1 1 0 0Z"/>'
        f'<text class="host" x="14" y="-8">{escape(centre.name)}</text></g>',
    ]
    return drawing("dial", "-312 -312 624 624", body, title=title, description=description)


def _reach(distances: Sequence[float]) -> float:
    """Kilometres from the centre to the rim: a little more than to the farthest place."""
    return min(max([*distances, 1000.0]) * 1.167, HALFWAY_ROUND)


def _from_the_centre(centre: MapPlace, place: MapPlace, *, reach: float) -> tuple[float, float]:
    towards, right, up = coastlines.frame_at(on_the_globe(centre))
    point = on_the_globe(place)
    turn = math.atan2(atlas.dot(point, right), atlas.dot(point, up))
    away = atlas.angle(towards, point) / angle(reach) * RADIUS
    return away * math.sin(turn), -away * math.cos(turn)


def _circles(reach: float, *, clear_of: Sequence[labels.Box]) -> list[str]:
    """The rim and three or four rings of equal distance, their kilometres clear of the names."""
    step = next((km for km in CIRCLES if reach / km < 5), CIRCLES[-1])
    rings = {
        in_kilometres(step * nth): RADIUS * nth * step / reach
        for nth in range(1, math.ceil(reach / step))
    }
    figures = next(
        (written for turn in TURNS if not _meets(written := _along(rings, turn), clear_of)),
        _along(rings, TURNS[0]),
    )
    drawn = [
        f'<circle class="km" r="{tenths(radius)}"/>'
        f'<text class="n" x="{tenths(label.x)}" y="{tenths(label.y)}">{words}</text>'
        for (words, radius), label in zip(rings.items(), figures.values(), strict=True)
    ]
    return [*drawn, f'<circle class="rim" r="{tenths(RADIUS)}"/>']


def _along(rings: dict[str, float], turn: int) -> dict[str, labels.Label]:
    """The figures where a line in a direction, in degrees from south, crosses their rings."""
    angle = math.radians(turn)
    return {
        words: labels.Label(radius * math.sin(angle), radius * math.cos(angle), "start")
        for words, radius in rings.items()
    }


def _meets(written: dict[str, labels.Label], boxes: Sequence[labels.Box]) -> bool:
    figures = [labels.box_of(words, label) for words, label in written.items()]
    return any(figure.meets(box) for figure in figures for box in boxes)


def _line(place: MapPlace, point: tuple[float, float]) -> str:
    return f'<path class="way" data-ink="{place.ink}" d="M0 0L{spot(point)}"/>'


def _names(
    places: Sequence[MapPlace], points: Sequence[tuple[float, float]], *, host: str
) -> list[tuple[str, labels.Label]]:
    """The names and where they stand; none at all where they would be too many."""
    if len(places) > NAMES_AT_MOST:
        return []
    own = labels.box_of(host, labels.Label(14, -8, "start"))
    names = [place.name for place in places]
    found = labels.placed(
        names,
        points,
        edge=labels.Box(-312, -312, 312, 312),
        taken=[own, labels.Box(-12, -24, 14, 4)],
    )
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
    name = name_at(place.name, label) if label else ""
    return (
        f'<g data-ink="{place.ink}">'
        f'<circle class="pt" cx="{tenths(point[0])}" cy="{tenths(point[1])}" r="5"/>{name}</g>'
    )
