"""Coasts laid on paper: round a centre, along the way between two places, or over the world.

Each function gives the `d` of an SVG path in tenths of the map's unit, land being its inside.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from citytocity.design.maps.atlas import Coast, Vector, angle, coasts, cross, dot, steps, unit

Point = tuple[float, float]
Frame = tuple[Vector, Vector, Vector]  # towards the reader, to the right, up

NEAR = 0.55  # a strip that shows more than so many radians from its middle needs no fine coast
RIM_STEP = math.radians(6)
SMALLEST = 2.0  # an island smaller than this is not drawn
ROUGHNESS = 0.35  # how far a simplified coast may lie from the true one
STRIP_ROUGHNESS = 0.7  # on a strip, which shows a coast in twice as many units


def frame_at(place: Vector) -> Frame:
    """The directions east and north at a place."""
    east = unit(cross((0.0, 0.0, 1.0), place)) if abs(place[2]) < 1 - 1e-12 else (0.0, 1.0, 0.0)
    return place, east, cross(place, east)


@lru_cache(maxsize=128)
def round_the(place: Vector, *, reach: float, radius: float) -> str:
    """The land within `reach` radians, at its true distance and direction from the place."""
    frame = frame_at(place)
    outlines: list[list[Point]] = []
    beyond_is_land = False
    for coast in coasts("110m"):
        outline = list(_within_the_rim(coast, frame, reach=reach, radius=radius))
        # walked the wrong way round, the coast encloses the point opposite the centre
        if not coast.is_lake and _signed_area(outline) < -(radius**2) / 10:
            beyond_is_land = not beyond_is_land
        if _shows(outline, radius):
            outlines.append(outline)
    if beyond_is_land:
        outlines.append([_on_the_rim(turn * RIM_STEP, radius) for turn in range(61)])
    return _path(outlines)


@lru_cache(maxsize=128)
def along(frame: Frame, *, per_radian: float, width: float, height: float, level: float) -> str:
    """The land on a strip whose middle line is the frame's great circle, drawn at `level`."""
    window = (-width / 2 / per_radian, width / 2 / per_radian)
    depths = ((level - height) / per_radian, level / per_radian)
    near = math.hypot(max(map(abs, window)), max(map(abs, depths)))
    scale = "50m" if near < NEAR else "110m"
    pieces = (
        [(width / 2 + x * per_radian, level - y * per_radian) for x, y in piece]
        for coast in coasts(scale)
        if angle(coast.middle, frame[0]) - coast.spread < near
        for piece in _unrolled_within(coast, frame, window=window, depths=depths)
    )
    return _path(pieces, roughness=STRIP_ROUGHNESS)


@lru_cache(maxsize=64)
def over_the_world(middle: float, *, scale: float, box: tuple[float, float, float, float]) -> str:
    """The land in a window (left, top, right, bottom) of the map centred on a meridian."""
    frame = frame_at((math.cos(middle), math.sin(middle), 0.0))
    left, top, right, bottom = box
    pieces = (
        [(x * scale, y * scale) for x, y in (equal_earth(*point) for point in piece)]
        for coast in coasts("110m")
        for piece in _unrolled_within(
            coast, frame, window=(-math.pi, math.pi), depths=(-math.pi / 2, math.pi / 2)
        )
    )
    return _path(_cut_out(piece, across=(left, right), down=(top, bottom)) for piece in pieces)


def equal_earth(longitude: float, latitude: float) -> Point:
    """A place, in radians, on the Equal Earth map (Šavrič, Patterson and Jenny, 2018), y down."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(latitude))
    square = theta * theta
    sixth = square**3
    slope = 1.340264 - 0.243318 * square + sixth * (0.006251 + 0.034164 * square)
    x = longitude * math.cos(theta) * 2 / math.sqrt(3) / slope
    y = theta * (1.340264 - 0.081106 * square + sixth * (0.000893 + 0.003796 * square))
    return x, -y


def turned(point: Vector, frame: Frame) -> Point:
    """Longitude and latitude, in radians, on the globe turned so that the frame faces us."""
    towards, right, up = frame
    height = min(1.0, max(-1.0, dot(point, up)))
    return math.atan2(dot(point, right), dot(point, towards)), math.asin(height)


def _within_the_rim(coast: Coast, frame: Frame, *, reach: float, radius: float) -> Iterator[Point]:
    """The coast round the centre; where it runs outside, it follows the rim instead."""
    towards, right, up = frame
    scale = radius / reach
    last: Point | None = None
    last_turn = 0.0
    for point in steps(coast.points, longest=0.05):
        x, y = dot(point, right), -dot(point, up)
        across = math.hypot(x, y)
        away = math.atan2(across, dot(point, towards))
        turn = math.atan2(x, -y)
        if away <= reach:
            stretch = away / across * scale if across else 0.0
            here = (x * stretch, y * stretch)
            yield here
        else:
            here = _on_the_rim(turn, radius)
            if last is None or math.hypot(*last) < radius * 0.9999:
                yield here
            else:
                yield from _round_the_rim(last_turn, turn, radius)
        last, last_turn = here, turn


def _shows(outline: Sequence[Point], radius: float) -> bool:
    """Whether there is more to it than a walk along the rim and back."""
    comes_in = any(math.hypot(*point) < radius * 0.9999 for point in outline)
    return comes_in or abs(_signed_area(outline)) > radius**2


def _round_the_rim(start: float, end: float, radius: float) -> Iterator[Point]:
    """The shorter way along the rim from one direction to another, without its start."""
    way = math.remainder(end - start, math.tau)
    parts = max(1, math.ceil(abs(way) / RIM_STEP))
    for part in range(1, parts + 1):
        yield _on_the_rim(start + way * part / parts, radius)


def _on_the_rim(turn: float, radius: float) -> Point:
    return radius * math.sin(turn), -radius * math.cos(turn)


def _unrolled_within(
    coast: Coast, frame: Frame, *, window: tuple[float, float], depths: tuple[float, float]
) -> Iterator[list[Point]]:
    """The pieces of a coast inside a window of longitudes and latitudes of the turned globe."""
    line = _unrolled([turned(point, frame) for point in coast.points])
    west, east = min(x for x, _y in line), max(x for x, _y in line)
    if max(y for _x, y in line) < depths[0] or min(y for _x, y in line) > depths[1]:
        return
    first = math.ceil((window[0] - east) / math.tau)
    last = math.floor((window[1] - west) / math.tau)
    for lap in range(first, last + 1):
        lapped = [(x + lap * math.tau, y) for x, y in line]
        if piece := _cut_out(lapped, across=window, down=depths):
            yield piece


def _unrolled(ring: Sequence[Point]) -> list[Point]:
    """The ring without leaps from one edge of the map to the other.

    A ring that goes all the way round, like the coast of Antarctica, is closed over the pole
    that lies on its land side, the right.
    """
    line = [ring[0]]
    for x, y in ring[1:]:
        line.append((line[-1][0] + math.remainder(x - line[-1][0], math.tau), y))
    laps = line[-1][0] - line[0][0]
    if abs(laps) > math.pi:
        pole = math.copysign(math.pi / 2, -laps)
        line += [(line[-1][0], pole), (line[0][0], pole)]
    return line


def _cut_out(
    line: list[Point], *, across: tuple[float, float], down: tuple[float, float]
) -> list[Point]:
    """The part of a closed line inside a rectangle."""
    for axis, (low, high) in enumerate((across, down)):
        line = _cut(line, axis=axis, bound=low, side=1)
        line = _cut(line, axis=axis, bound=high, side=-1)
    return line


def _cut(line: list[Point], *, axis: int, bound: float, side: int) -> list[Point]:
    """The part of a closed line on one side of a bound (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for start, end in pairwise([line[-1], *line] if line else []):
        inside = (start[axis] - bound) * side >= 0, (end[axis] - bound) * side >= 0
        if inside[0] != inside[1]:
            share = (bound - start[axis]) / (end[axis] - start[axis])
            kept.append(
                (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            )
        if inside[1]:
            kept.append(end)
    return kept


def _signed_area(line: Sequence[Point]) -> float:
    """Twice the area, positive if the line runs clockwise as seen on the page."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*line, *line[:1]]))


def _path(outlines: Iterable[Sequence[Point]], *, roughness: float = ROUGHNESS) -> str:
    smallest = SMALLEST * roughness / ROUGHNESS
    return "".join(
        _steps_of(_simplified(outline, roughness=roughness))
        for outline in outlines
        if _size(outline) >= smallest
    )


def _size(outline: Sequence[Point]) -> float:
    if not outline:
        return 0.0
    across, down = zip(*outline, strict=True)
    return max(max(across) - min(across), max(down) - min(down))


def _simplified(line: Sequence[Point], *, roughness: float) -> list[Point]:
    """The line without the points that hardly change it (Douglas and Peucker)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) // 2), (len(line) // 2, len(line) - 1)]
    keep.add(len(line) // 2)
    while spans:
        start, end = spans.pop()
        far, where = 0.0, 0
        (x0, y0), (x1, y1) = line[start], line[end]
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy)
        for at in range(start + 1, end):
            x, y = line[at]
            off = (
                abs(dx * (y - y0) - dy * (x - x0)) / length
                if length > roughness
                else math.hypot(x - x0, y - y0)
            )
            if off > far:
                far, where = off, at
        if far > roughness:
            keep.add(where)
            spans += [(start, where), (where, end)]
    return [line[at] for at in sorted(keep)]


def _steps_of(line: Iterable[Point]) -> str:
    """A closed subpath in whole tenths, each point as the step from the one before."""
    points = [(round(x * 10), round(y * 10)) for x, y in line]
    path = [f"M{points[0][0]} {points[0][1]}l"]
    words = [
        f"{x - x0}{' ' if y >= y0 else ''}{y - y0}"
        for (x0, y0), (x, y) in pairwise(points)
        if (x, y) != (x0, y0)
    ]
    joined = "".join(
        word if not nth or word[0] == "-" else f" {word}" for nth, word in enumerate(words)
    )
    return f"{path[0]}{joined}z" if words else ""
