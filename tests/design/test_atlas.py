"""Coasts and distances on the globe."""

import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citytocity.design.maps import atlas
from citytocity.design.maps.atlas import EARTH_RADIUS

PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
PERM, OXFORD, LOUISVILLE = (58.0105, 56.2502), (51.752, -1.2577), (38.2542, -85.7594)


def test_every_coast_is_a_closed_line_on_the_unit_sphere() -> None:
    coasts = atlas.coasts("110m")

    assert len(coasts) == 126
    assert all(math.dist(coast.points[0], coast.points[-1]) < 1e-9 for coast in coasts)
    assert all(abs(math.hypot(*point) - 1) < 1e-9 for coast in coasts for point in coast.points)


def test_the_caspian_is_the_only_lake_large_enough_for_the_small_scale() -> None:
    assert [coast.is_lake for coast in atlas.coasts("110m")].count(True) == 1


def test_without_the_data_there_are_no_coasts(tmp_path: Path) -> None:
    assert atlas.coasts("110m", folder=tmp_path) == ()


@pytest.mark.parametrize(
    ("first", "second", "kilometres"),
    [
        (PERM, OXFORD, 3627),
        (PERM, LOUISVILLE, 8742),
        (PERM, PERM, 0),
        ((0, 179.5), (0, -179.5), 111),
        ((90, 0), (-90, 0), 20015),
        ((10, 20), (-10, -160), 20015),
    ],
)
def test_distances_are_those_of_the_great_circle(
    first: tuple[float, float], second: tuple[float, float], kilometres: int
) -> None:
    assert round(atlas.distance(first, second)) == kilometres


@given(PLACES, PLACES)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_round(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    there = atlas.distance(first, second)

    assert there == pytest.approx(atlas.distance(second, first))
    assert 0 <= there <= math.pi * EARTH_RADIUS + 1e-6


def test_long_stretches_of_coast_get_points_in_between() -> None:
    quarter = (atlas.on_the_globe(0, 0), atlas.on_the_globe(0, 90))

    points = list(atlas.steps(quarter, longest=0.1))

    assert (points[0], points[-1]) == quarter
    gaps = [atlas.angle(one, two) for one, two in pairwise(points)]
    assert max(gaps) < 0.13
