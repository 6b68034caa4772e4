"""The way between two cities, on a strip of the globe along it."""

import math

from django.utils.safestring import SafeString

from citytocity.design.maps import atlas, coastlines, labels
from citytocity.design.maps.places import MapPlace, angle, distance_km, in_kilometres, on_the_globe
from citytocity.design.maps.sheet import drawing, land_of, name_at, tenths

WIDTH, HEIGHT, LEVEL = 1000.0, 300.0, 190.0
BETWEEN = 660.0  # from city to city
SHORTEST = 800.0  # km; cities nearer than this stand closer together


def route(first: MapPlace, second: MapPlace, *, title: str, description: str = "") -> SafeString:
    """A strip of the globe turned so that both places stand on one level, the western one left."""
    left, right, frame = _facing(first, second)
    apart = angle(distance_km(first, second))
    per_radian = BETWEEN / max(apart, angle(SHORTEST))
    half = apart * per_radian / 2
    middle = WIDTH / 2
    land = coastlines.along(frame, per_radian=per_radian, width=WIDTH, height=HEIGHT, level=LEVEL)
    rise = min(120.0, half * 0.9)
    body = [
        land_of(land),
        f'<path class="way" d="M{tenths(middle - half)} {tenths(LEVEL)}'
        f'Q{tenths(middle)} {tenths(LEVEL - rise * 2)} {tenths(middle + half)} {tenths(LEVEL)}"/>',
        _end_of_the_way(left, middle - half, anchor="middle" if half > 150 else "end"),
        _end_of_the_way(right, middle + half, anchor="middle" if half > 150 else "start"),
        f'<text class="n" x="{tenths(middle)}" y="{tenths(LEVEL - rise - 22)}"'
        f' text-anchor="middle">{in_kilometres(distance_km(first, second))}</text>',
    ]
    return drawing("route", "0 0 1000 300", body, title=title, description=description)


def _facing(first: MapPlace, second: MapPlace) -> tuple[MapPlace, MapPlace, coastlines.Frame]:
    """The places from left to right, and the globe turned so that north is up between them."""
    start, end = on_the_globe(first), on_the_globe(second)
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
        labels.Label(x, LEVEL + 48, anchor)
        if anchor == "middle"
        else labels.Label(x + (20 if anchor == "start" else -20), LEVEL + 9, anchor)
    )
    return (
        f'<g data-ink="{place.ink}">'
        f'<circle class="pt" cx="{tenths(x)}" cy="{tenths(LEVEL)}" r="12"/></g>'
        f"{name_at(place, name)}"
    )
