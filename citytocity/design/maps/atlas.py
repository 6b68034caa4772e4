"""The coasts of the world, from Natural Earth as the package world-atlas brings it (TopoJSON)."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from citytocity.design.assets import VENDOR

EARTH_RADIUS = 6371.0  # km, the mean

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Coast:
    """A closed line of points on the globe; walking along it, one has the land on the right."""

    points: tuple[Vector, ...]
    is_lake: bool
    middle: Vector
    spread: float  # the farthest of its points from the middle, in radians

    @classmethod
    def of(cls, points: tuple[Vector, ...], *, is_lake: bool) -> "Coast":
        x, y, z = (math.fsum(parts) for parts in zip(*points, strict=True))
        middle = unit((x, y, z))
        return cls(points, is_lake, middle, max(angle(middle, point) for point in points))


@lru_cache(maxsize=4)
def coasts(scale: str, *, folder: Path = VENDOR / "atlas") -> tuple[Coast, ...]:
    """Every coast of the world at a scale of 110m or 50m.

    Without the data, which bootstrap copies, there are none: a map then still has its places,
    lines and distances.
    """
    try:
        topology = json.loads((folder / f"land-{scale}.json").read_text())
    except FileNotFoundError:
        return ()
    arcs = [list(_unpacked(arc, topology["transform"])) for arc in topology["arcs"]]
    return tuple(
        Coast.of(
            tuple(on_the_globe(lat, lon) for lon, lat in _joined(ring, arcs)), is_lake=place > 0
        )
        for shape in topology["objects"]["land"]["geometries"]
        for polygon in shape["arcs"]
        for place, ring in enumerate(polygon)
    )


def on_the_globe(latitude: float, longitude: float) -> Vector:
    """A place given in degrees as a point on the unit sphere."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Kilometres along the great circle between two places given as (latitude, longitude)."""
    return EARTH_RADIUS * angle(on_the_globe(*first), on_the_globe(*second))


def angle(first: Vector, second: Vector) -> float:
    """The angle between two points seen from the centre of the earth, exact also when small."""
    return math.atan2(math.hypot(*cross(first, second)), dot(first, second))


def dot(first: Vector, second: Vector) -> float:
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


def cross(first: Vector, second: Vector) -> Vector:
    return (
        first[1] * second[2] - first[2] * second[1],
        first[2] * second[0] - first[0] * second[2],
        first[0] * second[1] - first[1] * second[0],
    )


def unit(vector: Vector) -> Vector:
    length = math.hypot(*vector) or 1.0
    return vector[0] / length, vector[1] / length, vector[2] / length


def steps(ring: tuple[Vector, ...], *, longest: float) -> Iterator[Vector]:
    """The ring's points with more between those further apart than `longest` radians."""
    yield ring[0]
    for start, end in pairwise(ring):
        parts = math.ceil(angle(start, end) / longest)
        for part in range(1, parts):
            share = part / parts
            yield unit(
                (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share,
                    start[2] + (end[2] - start[2]) * share,
                )
            )
        yield end


def _unpacked(arc: list[list[int]], transform: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Degrees from the steps between whole numbers that TopoJSON keeps."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    for x, y in accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]]):
        yield x * wide + west, y * high + south


def _joined(
    ring: list[int], arcs: list[list[tuple[float, float]]]
) -> Iterator[tuple[float, float]]:
    """The arcs of a ring end to end; a negative number is an arc walked backwards."""
    walked = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    for points in walked:
        yield from points[:-1]
    yield walked[-1][-1]
