"""The world, or the part of it that holds all places, with what went from one to another."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from citytocity.design.maps import coastlines, labels, leaders
from citytocity.design.maps.places import MapArc, MapPlace, degrees
from citytocity.design.maps.sheet import drawing, land_of, lang_of, name_at, spot, tenths

WIDTH = 1000.0
ON_A_PHONE = 1.9  # how much larger names are set on a narrow screen


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
    body = [land_of(view.land()), *_arcs(arcs, view), *_marks(_merged(everywhere), view)]
    box = f"{tenths(view.left)} {tenths(view.top)} {tenths(WIDTH)} {tenths(view.height)}"
    return drawing("world", box, body, title=title, description=description)


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
        scale = WIDTH / wide
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
            self.left + WIDTH - margin,
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
        at = degrees(place)
        known = found.get(at)
        found[at] = replace(known, count=known.count + place.count) if known else place
    return sorted(found.values(), key=lambda place: -place.count)


def _marks(places: Sequence[MapPlace], view: _View) -> list[str]:
    """The points, each with its number and, beside it or at the end of a line, its name.

    A phone sets the names larger than the map. Those that have room there stand at the same
    place on a wide screen; the others look for one on each of the two for themselves.
    """
    points, sizes = [view.point(place) for place in places], [_size(place) for place in places]
    room = _Room(points, sizes, view.edge(margin=8))
    names = [place.name for place in places]
    everywhere = labels.beside(names, **room.at(ON_A_PHONE))
    rest = _without(names, everywhere)
    narrow = leaders.led(rest, **room.at(ON_A_PHONE, names, everywhere))
    wide = labels.beside(rest, **room.at(1, names, everywhere))
    far = leaders.led(_without(rest, wide), **room.at(1, [*names, *rest], [*everywhere, *wide]))
    marks = [
        _mark(place, point, label=always, narrow=on_a_phone, wide=beside or led)
        for place, point, always, on_a_phone, beside, led in zip(
            places, points, everywhere, narrow, wide, far, strict=True
        )
    ]
    return marks[::-1]  # the busiest lies on top


@dataclass(frozen=True, slots=True)
class _Room:
    """What names have to find a place among."""

    points: Sequence[tuple[float, float]]
    sizes: Sequence[float]
    edge: labels.Box

    def at(
        self,
        zoom: float,
        names: Sequence[str] = (),
        found: Sequence[labels.Label | None] = (),
    ) -> dict[str, Any]:
        """As `beside` and `led` ask for it, with the names that have a place already."""
        taken = [
            labels.box_of(name, label, zoom=zoom)
            for name, label in zip(names, found, strict=True)
            if label
        ]
        return {
            "points": self.points,
            "sizes": self.sizes,
            "edge": self.edge,
            "zoom": zoom,
            "taken": taken,
        }


def _without(names: Sequence[str], found: Sequence[labels.Label | None]) -> list[str]:
    """The names, those that have a place already left empty."""
    return ["" if label else name for name, label in zip(names, found, strict=True)]


def _mark(
    place: MapPlace,
    point: tuple[float, float],
    *,
    label: labels.Label | None,
    narrow: labels.Label | None,
    wide: labels.Label | None,
) -> str:
    x, y = point
    number = (
        f'<text class="count" x="{tenths(x)}" y="{tenths(y + 4)}">{place.count}</text>'
        if place.count > 1
        else ""
    )
    name = name_at(place, label) if label else ""
    body = (
        f"<title{lang_of(place)}>{escape(place.name)}</title>"
        f"{_only('narrow', place, point, narrow, zoom=ON_A_PHONE)}"
        f"{_only('wide', place, point, wide)}"
        f'<circle class="pt" cx="{tenths(x)}" cy="{tenths(y)}" r="{tenths(_size(place))}"/>'
        f"{number}{name}"
    )
    return f'<g data-ink="{place.ink}">{_linked(body, place.url)}</g>'


def _only(
    screen: str,
    place: MapPlace,
    point: tuple[float, float],
    label: labels.Label | None,
    *,
    zoom: float = 1.0,
) -> str:
    """The name, with the line to it, for one kind of screen."""
    if label is None:
        return ""
    end = leaders.tail(label, zoom=zoom)
    line = f'<path class="lead1" d="M{spot(point)}L{spot(end)}"/>' if label.leader else ""
    return f'<g class="{screen}">{line}{name_at(place, label)}</g>'


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
        f'<path class="way" d="M{spot(start)}Q{spot(bend)} {spot(end)}"/>'
        f'<path class="way" d="{_arrow_head(bend, end)}"/>'
    )
    title = f"<title{lang_of(arc)}>{escape(arc.title)}</title>" if arc.title else ""
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
    return f"M{spot(feet[0])}L{spot(tip)}L{spot(feet[1])}"
