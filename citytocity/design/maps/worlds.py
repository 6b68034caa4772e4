"""The world, or the part of it that holds all places, with what went from one to another."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString

from citytocity.design.maps import coastlines, labels
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
        f'<text class="count" x="{tenths(x)}" y="{tenths(y + 4)}">{place.count}</text>'
        if place.count > 1
        else ""
    )
    name = name_at(place, label, is_wide=is_wide) if label else ""
    body = (
        f"<title{lang_of(place)}>{escape(place.name)}</title>"
        f'<circle class="pt" cx="{tenths(x)}" cy="{tenths(y)}" r="{tenths(_size(place))}"/>'
        f"{number}{name}"
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
