"""Coasts laid on paper, from any point of view."""

import math
import re

import pytest

from citytocity.design.maps import coastlines
from citytocity.design.maps.atlas import EARTH_RADIUS, on_the_globe

RADIUS = 300.0
DISC = math.pi * RADIUS**2


def share_of_land(place: tuple[float, float], *, kilometres: float) -> float:
    """The part of the disc that is land."""
    path = coastlines.round_the(
        on_the_globe(*place), reach=kilometres / EARTH_RADIUS, radius=RADIUS
    )
    return sum(map(area, outlines(path))) / DISC


def outlines(path: str) -> list[list[tuple[float, float]]]:
    """The places of a path written in steps of tenths."""
    found = []
    for outline in re.findall(r"M([^z]*)z", path):
        numbers = [int(number) / 10 for number in re.findall(r"-?\d+", outline)]
        x = y = 0.0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


def area(points: list[tuple[float, float]]) -> float:
    return (
        sum(
            a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)
        )
        / 2
    )


@pytest.mark.parametrize(
    ("place", "kilometres", "share"),
    [
        ((55, 80), 800, 1.0),  # the middle of Siberia
        ((-20, -110), 1500, 0.0),  # the middle of the Pacific
        ((-77, 100), 500, 1.0),  # Antarctica, all round the pole
    ],
)
def test_a_disc_inside_a_continent_is_land_and_in_an_ocean_water(
    place: tuple[float, float], kilometres: float, share: float
) -> None:
    assert share_of_land(place, kilometres=kilometres) == pytest.approx(share, abs=0.01)


def test_the_ends_of_the_earth_are_land_when_they_lie_in_a_continent() -> None:
    """Opposite Santiago de Chile lies China: its land is on the rim, the ocean inside it."""
    assert 0.25 < share_of_land((-33.5, -70.7), kilometres=19_000) < 0.6


def test_nothing_is_drawn_outside_the_rim() -> None:
    for place in [(58, 56), (-41, 175), (90, 0), (0, 180)]:
        path = coastlines.round_the(on_the_globe(*place), reach=1.6, radius=RADIUS)
        farthest = max(math.hypot(*point) for points in outlines(path) for point in points)
        assert farthest < RADIUS + 0.2


def test_a_strip_over_the_date_line_has_land_at_both_ends_and_none_beyond_its_frame() -> None:
    sydney_to_san_francisco = coastlines.frame_at(on_the_globe(2, -170))

    path = coastlines.along(
        sydney_to_san_francisco, per_radian=400, width=1000, height=300, level=150
    )

    across = [x for points in outlines(path) for x, _y in points]
    assert (round(min(across)), round(max(across))) == (0, 1000)
    assert {0 <= round(y) <= 300 for points in outlines(path) for _x, y in points} == {True}


def test_the_world_keeps_antarctica_at_the_foot_whatever_its_middle() -> None:
    for middle in (0.0, 1.0, math.pi):
        path = coastlines.over_the_world(middle, scale=100, box=(-400, 115, 400, 132))
        assert sum(map(area, outlines(path))) > 1000


def test_the_map_of_the_world_is_true_in_area() -> None:
    """On Equal Earth a strip by the equator and one by the pole cover what they cover on earth."""

    def covered(south: float, north: float) -> float:
        width = 2 * coastlines.equal_earth(0.005, (south + north) / 2)[0]
        return width * (coastlines.equal_earth(0, south)[1] - coastlines.equal_earth(0, north)[1])

    tropics, arctic = covered(0.0, 0.01), covered(1.4, 1.41)
    assert arctic / tropics == pytest.approx(math.cos(1.405) / math.cos(0.005), rel=0.01)


def test_all_paths_are_written_in_whole_tenths() -> None:
    path = coastlines.round_the(on_the_globe(58, 56), reach=1.6, radius=RADIUS)

    assert re.fullmatch(r"[Mlz0-9 -]+", path)
    assert len(path) < 20_000
