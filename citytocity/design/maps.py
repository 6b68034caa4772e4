"""Maps as SVG: the world as seen from a city, the way between two, the world with its arcs.

Lines and distances on the dial are true. Nothing is fetched from anywhere; borders are not drawn.
A page says the same in words beside each map.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from citytocity.design import atlas, coastlines, labels

RADIUS = 300.0
NAMES_AT_MOST = 14
HALFWAY_ROUND = math.pi * atlas.EARTH_RADIUS
TURNS = (38, 142, 322, 218, 90)  # where the circles' figures may stand, in degrees from south
CIRCLES = (50, 100, 200, 500, 1000, 2000, 3000, 5000)  # kilometres between the dial's circles

STRIP_WIDTH, STRIP_HEIGHT, STRIP_LEVEL = 1000.0, 300.0, 190.0
STRIP_BETWEEN = 660.0  # from city to city
STRIP_SHORTEST = 800.0  # km; cities nearer than this stand closer together

WORLD_WIDTH = 1000.0
ON_A_PHONE = 1.9  # how much larger names are set on a narrow screen


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A named place in degrees, north and east positive; `count` is what a world map adds up."""

    name: str
    latitude: float
    longitude: float
    ink: str = ""
    url: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class MapArc:
    """Something that went from one place to another, and the record that tells of it."""

    origin: MapPlace
    destination: MapPlace
    title: str = ""
    url: str = ""


def distance_km(first: MapPlace, second: MapPlace) -> float:
    """Kilometres along the great circle."""
    return atlas.distance(_degrees(first), _degrees(second))


def in_kilometres(distance: float) -> str:
    """The distance as a reader of the active language writes it: 3 184 km."""
    number = number_format(round(distance), use_l10n=True, force_grouping=True)
    return _("%(number)s km") % {"number": number}


def dial(
    centre: MapPlace, places: Sequence[MapPlace], *, title: str, description: str = ""
) -> SafeString:
    """The world as seen from a place: straight lines at their true length and direction."""
    reach = _reach([distance_km(centre, place) for place in places])
    points = [_from_the_centre(centre, place, reach=reach) for place in places]
    land = coastlines.round_the(_on_the_globe(centre), reach=_angle(reach), radius=RADIUS)
    names = _names(places, points, host=centre.name)
    body = [
        f'<circle class="sea" r="{_n(RADIUS)}"/>',
        _land(land),
        *_circles(reach, clear_of=[labels.box_of(*written) for written in names]),
        *(_line(place, point) for place, point in zip(places, points, strict=True)),
        *_points(places, points, found=[label for _name, label in names]),
        f'<g data-ink="{centre.ink}"><path class="pt" d="M-11 0V-11A11 11 0 1 1 0 0Z"/>'
        f'<text class="host" x="14" y="-8">{escape(centre.name)}</text></g>',
    ]
    return _figure("dial", "-312 -312 624 624", body, title=title, description=description)


def route(first: MapPlace, second: MapPlace, *, title: str, description: str = "") -> SafeString:
    """A strip of the globe turned so that both places stand on one level, the western one left."""
    left, right, frame = _facing(first, second)
    apart = _angle(distance_km(first, second))
    per_radian = STRIP_BETWEEN / max(apart, _angle(STRIP_SHORTEST))
    half = apart * per_radian / 2
    middle = STRIP_WIDTH / 2
    land = coastlines.along(
        frame, per_radian=per_radian, width=STRIP_WIDTH, height=STRIP_HEIGHT, level=STRIP_LEVEL
    )
    rise = min(120.0, half * 0.9)
    body = [
        _land(land),
        f'<path class="way" d="M{_n(middle - half)} {_n(STRIP_LEVEL)}'
        f'Q{_n(middle)} {_n(STRIP_LEVEL - rise * 2)} {_n(middle + half)} {_n(STRIP_LEVEL)}"/>',
        _end_of_the_way(left, middle - half, anchor="middle" if half > 150 else "end"),
        _end_of_the_way(right, middle + half, anchor="middle" if half > 150 else "start"),
        f'<text class="n" x="{_n(middle)}" y="{_n(STRIP_LEVEL - rise - 22)}" text-anchor="middle">'
        f"{in_kilometres(distance_km(first, second))}</text>",
    ]
    return _figure("route", "0 0 1000 300", body, title=title, description=description)


def world(
    places: Sequence[MapPlace],
    *,
    arcs: Sequence[MapArc] = (),
    title: str,
    description: str = "",
) -> SafeString:
    """The part of the world that holds all places, with what went between them."""
    everywhere = [*places, *(end for arc in arcs for end in (arc.origin, arc.destination))]
    view = _View.of(everywhere)
    body = [_land(view.land()), *_arcs(arcs, view), *_marks(_merged(everywhere), view)]
    box = f"{_n(view.left)} {_n(view.top)} {_n(WORLD_WIDTH)} {_n(view.height)}"
    return _figure("world", box, body, title=title, description=description)


# The dial


def _reach(distances: Sequence[float]) -> float:
    """Kilometres from the centre to the rim: a little more than to the farthest place."""
    return min(max([*distances, 1000.0]) * 1.167, HALFWAY_ROUND)


def _from_the_centre(centre: MapPlace, place: MapPlace, *, reach: float) -> tuple[float, float]:
    towards, right, up = coastlines.frame_at(_on_the_globe(centre))
    point = _on_the_globe(place)
    turn = math.atan2(atlas.dot(point, right), atlas.dot(point, up))
    away = atlas.angle(towards, point) / _angle(reach) * RADIUS
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
        f'<circle class="km" r="{_n(radius)}"/>'
        f'<text class="n" x="{_n(label.x)}" y="{_n(label.y)}">{words}</text>'
        for (words, radius), label in zip(rings.items(), figures.values(), strict=True)
    ]
    return [*drawn, f'<circle class="rim" r="{_n(RADIUS)}"/>']


def _along(rings: dict[str, float], turn: int) -> dict[str, labels.Label]:
    """The figures where a line in a direction, in degrees from south, crosses their rings."""
    angle = math.radians(turn)
    return {
        words: labels.Label(radius * math.sin(angle), radius * math.cos(angle), "start")
        for words, radius in rings.items()
    }


def _meets(written: dict[str, labels.Label], boxes: Sequence[labels.Box]) -> bool:
    own = [labels.box_of(*figure) for figure in written.items()]
    return any(figure.meets(box) for figure in own for box in boxes)


def _line(place: MapPlace, point: tuple[float, float]) -> str:
    return f'<path class="way" data-ink="{place.ink}" d="M0 0L{_n(point[0])} {_n(point[1])}"/>'


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
        f'<path class="lead1" d="M{_n(point[0])} {_n(point[1])}'
        f'L{_n(label.x + near)} {_n(label.y - 5)}"/>'
    )


def _point(
    place: MapPlace, point: tuple[float, float], *, label: labels.Label | None = None
) -> str:
    name = _name(place.name, label) if label else ""
    return (
        f'<g data-ink="{place.ink}">'
        f'<circle class="pt" cx="{_n(point[0])}" cy="{_n(point[1])}" r="5"/>{name}</g>'
    )


# The strip


def _facing(first: MapPlace, second: MapPlace) -> tuple[MapPlace, MapPlace, coastlines.Frame]:
    """The places from left to right, and the globe turned so that north is up between them."""
    start, end = _on_the_globe(first), _on_the_globe(second)
    up = atlas.cross(start, end)
    if math.hypot(*up) < 1e-6:  # the same place twice, or the opposite ends of the earth
        towards, right, north = coastlines.frame_at(start)
        if atlas.dot(start, end) > 0:
            return first, second, (towards, right, north)
        return first, second, (right, (-towards[0], -towards[1], -towards[2]), north)
    up = atlas.unit(up)
    if up[2] < 0:
        first, second, up = second, first, (-up[0], -up[1], -up[2])
    halfway = atlas.unit((start[0] + end[0], start[1] + end[1], start[2] + end[2]))
    return first, second, (halfway, atlas.cross(up, halfway), up)


def _end_of_the_way(place: MapPlace, x: float, *, anchor: str) -> str:
    """A city at the end of the way, its name below; beside it where the ends are close."""
    name = (
        labels.Label(x, STRIP_LEVEL + 48, anchor)
        if anchor == "middle"
        else labels.Label(x + (20 if anchor == "start" else -20), STRIP_LEVEL + 9, anchor)
    )
    return (
        f'<g data-ink="{place.ink}">'
        f'<circle class="pt" cx="{_n(x)}" cy="{_n(STRIP_LEVEL)}" r="12"/></g>'
        f"{_name(place.name, name)}"
    )


# The world


@dataclass(frozen=True, slots=True)
class _View:
    """A window on the world map, turned so that no place lies behind its edge."""

    middle: float
    scale: float
    left: float
    top: float
    height: float

    @classmethod
    def of(cls, places: Sequence[MapPlace]) -> "_View":
        middle = _middle_meridian([place.longitude for place in places])
        flat = [_flat(place, middle=middle) for place in places] or [(0.0, 0.0)]
        west, east = _widened([x for x, _y in flat], least=1.1)
        north, south = _widened([y for _x, y in flat], least=0.5)
        tall = max(south - north, (east - west) / 2.4)
        wide = max(east - west, tall * 1.5)
        scale = WORLD_WIDTH / wide
        pole = coastlines.equal_earth(0, math.pi / 2)[1]
        top = max(pole, min((north + south - tall) / 2, -pole - tall))
        return cls(
            middle=middle,
            scale=scale,
            left=((west + east - wide) / 2) * scale,
            top=top * scale,
            height=tall * scale,
        )

    def point(self, place: MapPlace) -> tuple[float, float]:
        x, y = _flat(place, middle=self.middle)
        return x * self.scale, y * self.scale

    def edge(self, *, margin: float = 0.0) -> labels.Box:
        return labels.Box(
            self.left + margin,
            self.top + margin,
            self.left + WORLD_WIDTH - margin,
            self.top + self.height - margin,
        )

    def land(self) -> str:
        edge = self.edge(margin=-5)
        return coastlines.over_the_world(
            self.middle, scale=self.scale, box=(edge.left, edge.top, edge.right, edge.bottom)
        )


def _middle_meridian(longitudes: Sequence[float]) -> float:
    """The meridian, in radians, opposite the middle of the widest empty stretch."""
    around = sorted({longitude % 360 for longitude in longitudes})
    if not around:
        return 0.0
    following = [*around[1:], around[0] + 360]
    gap, start = max((end - start, start) for start, end in zip(around, following, strict=True))
    return math.radians(start + gap / 2 - 180)


def _flat(place: MapPlace, *, middle: float) -> tuple[float, float]:
    east = math.remainder(math.radians(place.longitude) - middle, math.tau)
    return coastlines.equal_earth(east, math.radians(place.latitude))


def _widened(values: Sequence[float], *, least: float) -> tuple[float, float]:
    """The span of the values with air at both ends, and never narrower than the least."""
    low, high = min(values), max(values)
    air = max((high - low) * 0.14, (least - (high - low)) / 2)
    return low - air, high + air


def _merged(places: Sequence[MapPlace]) -> list[MapPlace]:
    """Each point once, with all that is counted there, the busiest first."""
    found: dict[tuple[float, float], MapPlace] = {}
    for place in places:
        at = _degrees(place)
        known = found.get(at)
        found[at] = replace(known, count=known.count + place.count) if known else place
    return sorted(found.values(), key=lambda place: -place.count)


def _marks(places: Sequence[MapPlace], view: _View) -> list[str]:
    """The points, each with its number and, where there is room, its name.

    A phone sets the names larger than the map; those that find room only beside small ones are
    not shown there.
    """
    points, sizes = [view.point(place) for place in places], [_size(place) for place in places]
    names = [place.name for place in places]
    edge = view.edge(margin=8)
    phone = labels.beside(names, points, edge=edge, sizes=sizes, zoom=ON_A_PHONE)
    set_down = [
        labels.box_of(name, label) for name, label in zip(names, phone, strict=True) if label
    ]
    left_out = ["" if label else name for name, label in zip(names, phone, strict=True)]
    rest = labels.beside(left_out, points, edge=edge, sizes=sizes, taken=set_down)
    marks = [
        _mark(place, point, label=always or wide, is_wide=not always)
        for place, point, always, wide in zip(places, points, phone, rest, strict=True)
    ]
    return marks[::-1]  # the busiest lies on top


def _mark(
    place: MapPlace, point: tuple[float, float], *, label: labels.Label | None, is_wide: bool
) -> str:
    x, y = point
    number = (
        f'<text class="count" x="{_n(x)}" y="{_n(y + 4)}">{place.count}</text>'
        if place.count > 1
        else ""
    )
    name = _name(place.name, label, is_wide=is_wide) if label else ""
    body = (
        f"<title>{escape(place.name)}</title>"
        f'<circle class="pt" cx="{_n(x)}" cy="{_n(y)}" r="{_n(_size(place))}"/>{number}{name}'
    )
    return f'<g data-ink="{place.ink}">{_linked(body, place.url)}</g>'


def _size(place: MapPlace) -> float:
    """The radius of its point, which grows a little with what is counted there."""
    return 5 + min(9.0, 2 * math.sqrt(place.count))


def _arcs(arcs: Sequence[MapArc], view: _View) -> list[str]:
    """Bows from origin to destination; a second one between the same places swings wider."""
    drawn: list[str] = []
    met: Counter[tuple[MapPlace, MapPlace]] = Counter()
    for arc in arcs:
        swing = 0.16 + 0.07 * met[arc.origin, arc.destination]
        met[arc.origin, arc.destination] += 1
        drawn.append(_bow(arc, view.point(arc.origin), view.point(arc.destination), swing=swing))
    return drawn


def _bow(arc: MapArc, start: tuple[float, float], end: tuple[float, float], *, swing: float) -> str:
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    side = 1 if dx >= 0 else -1
    bend = (x0 + x1) / 2 + dy * swing * side, (y0 + y1) / 2 - dx * swing * side
    path = (
        f'<path class="way" d="M{_n(x0)} {_n(y0)}Q{_n(bend[0])} {_n(bend[1])} {_n(x1)} {_n(y1)}"/>'
        f'<path class="way" d="{_arrow_head(bend, end)}"/>'
    )
    title = f"<title>{escape(arc.title)}</title>" if arc.title else ""
    return f'<g data-ink="{arc.origin.ink}">{_linked(title + path, arc.url)}</g>'


def _linked(body: str, url: str) -> str:
    """A way in for the pointer; for the keyboard the list beside the map holds the same links.

    Marks on a map of a phone's width lie too close together to be a target of their own each.
    """
    return f'<a href="{escape(url)}" tabindex="-1">{body}</a>' if url else body


def _arrow_head(bend: tuple[float, float], end: tuple[float, float]) -> str:
    """Two strokes that meet just outside the point the arrow goes to."""
    turn = math.atan2(end[1] - bend[1], end[0] - bend[0])
    tip = end[0] - 9 * math.cos(turn), end[1] - 9 * math.sin(turn)
    feet = [
        (tip[0] - 9 * math.cos(turn + way), tip[1] - 9 * math.sin(turn + way))
        for way in (0.5, -0.5)
    ]
    return (
        f"M{_n(feet[0][0])} {_n(feet[0][1])}L{_n(tip[0])} {_n(tip[1])}"
        f"L{_n(feet[1][0])} {_n(feet[1][1])}"
    )


# All three


def _figure(
    kind: str, box: str, body: Sequence[str], *, title: str, description: str
) -> SafeString:
    """The drawing with its name and description for those who do not see it.

    A drawing with links in it is a group, so that its parts are not hidden behind one name.
    """
    drawn = "".join(body)
    key = hashlib.blake2s(f"{kind}{title}".encode(), digest_size=3).hexdigest()
    described = f'<desc id="d{key}">{escape(description)}</desc>' if description else ""
    pointer = f' aria-describedby="d{key}"' if description else ""
    return mark_safe(  # noqa: S308
        f'<svg class="{kind}" viewBox="{box}" role="{"group" if "<a " in drawn else "img"}"'
        f' aria-labelledby="t{key}"{pointer}>'
        f'<title id="t{key}">{escape(title)}</title>{described}{drawn}</svg>'
    )


def _land(path: str) -> str:
    return (
        f'<path class="land" transform="scale(.1)" vector-effect="non-scaling-stroke" d="{path}"/>'
        if path
        else ""
    )


def _name(name: str, label: labels.Label, *, is_wide: bool = False) -> str:
    kind = ' class="wide"' if is_wide else ""
    return (
        f'<text{kind} x="{_n(label.x)}" y="{_n(label.y)}" text-anchor="{label.anchor}">'
        f"{escape(name)}</text>"
    )


def _degrees(place: MapPlace) -> tuple[float, float]:
    return place.latitude, place.longitude


def _on_the_globe(place: MapPlace) -> atlas.Vector:
    return atlas.on_the_globe(*_degrees(place))


def _angle(kilometres: float) -> float:
    return kilometres / atlas.EARTH_RADIUS


def _n(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
