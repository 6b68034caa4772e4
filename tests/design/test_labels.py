"""Names on a map: none covers another, all stay on the sheet."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citytocity.design.maps import labels, leaders
from citytocity.design.maps.labels import Box, Label

EDGE = Box(-312, -312, 312, 312)
NAMES = st.text(alphabet="abcdeé бвг城", min_size=1, max_size=14)
POINTS = st.tuples(st.floats(-290, 290), st.floats(-290, 290))


@given(st.lists(st.tuples(NAMES, POINTS), max_size=8))
def test_names_beside_their_points_never_cover_each_other(
    places: list[tuple[str, tuple[float, float]]],
) -> None:
    names, points = [name for name, _at in places], [at for _name, at in places]

    found = labels.beside(names, points, edge=EDGE, sizes=[7.0] * len(names))

    boxes = [labels.box_of(name, label) for name, label in zip(names, found, strict=True) if label]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


@given(st.lists(st.tuples(NAMES, POINTS), min_size=1, max_size=14), st.floats(0, 1))
def test_up_to_fourteen_names_are_all_legible_however_near_their_points(
    places: list[tuple[str, tuple[float, float]]], closeness: float
) -> None:
    names = [name for name, _at in places]
    points = [(x * closeness, y * closeness) for _name, (x, y) in places]
    host = Box(14, -26, 90, -2)

    found = labels.placed(names, points, edge=EDGE, taken=[host])

    boxes = [labels.box_of(name, label) for name, label in zip(names, found, strict=True)]
    assert not any(one.meets(other) for one, other in combinations([*boxes, host], 2))
    assert all(EDGE.holds(box) for box in boxes)


def test_fourteen_names_of_one_place_are_all_legible() -> None:
    names = [f"Saint-Quentin-sur-{n}" for n in range(14)]

    found = labels.placed(names, [(0.0, 0.0)] * 14, edge=EDGE)

    boxes = [labels.box_of(name, label) for name, label in zip(names, found, strict=True)]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(EDGE.holds(box) for box in boxes)


def test_a_city_far_from_a_crowd_does_not_join_its_column() -> None:
    names = ["Oxford", "Calais", "Ghent", "Bruges", "Liège", "A town on the other coast"]
    crowd = [(-103.0, -26.0), (-93.0, -14.0), (-98.0, -9.0), (-99.0, -15.0), (-100.0, -18.0)]

    found = labels.placed(names, [*crowd, (-300.0, 200.0)], edge=EDGE)

    assert max(label.y for label in found[:5]) < 150 < found[5].y


def test_an_empty_name_gets_no_place() -> None:
    assert labels.beside([""], [(0.0, 0.0)], edge=EDGE, sizes=[7.0]) == [None]


def test_near_cities_stand_in_a_column_with_leaders_in_the_order_of_their_points() -> None:
    names = ["Oxford", "Duisburg", "Amnéville", "Ghent", "Bruges"]
    points = [(-103, -26), (-93, -14), (-98, -9), (-99, -15), (-100, -18)]

    found = labels.placed(names, points, edge=EDGE)

    column = sorted(
        (label.y, name) for name, label in zip(names, found, strict=True) if label.leader
    )
    height = dict(zip(names, [y for _x, y in points], strict=True))
    assert len(column) >= 3
    assert [name for _y, name in column] == sorted(
        (name for _y, name in column), key=height.__getitem__
    )
    boxes = [labels.box_of(name, label) for name, label in zip(names, found, strict=True)]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("count", [0, 1, 14])
def test_every_name_gets_a_place(count: int) -> None:
    names = [f"City {number}" for number in range(count)]

    assert len(labels.placed(names, [(10.0, 10.0)] * count, edge=EDGE)) == count


def test_names_stay_on_the_sheet() -> None:
    label = labels.placed(["Petropavlovsk"], [(-300.0, 0.0)], edge=EDGE)[0]

    assert label == Label(-288.0, 5.0, "start")


def test_a_chinese_letter_takes_the_room_of_more_than_one() -> None:
    assert labels.width_of("青岛") == pytest.approx(1.9 * labels.width_of("ab"))


@given(st.lists(st.tuples(NAMES, POINTS), max_size=8), st.sampled_from([1.0, 1.9]))
@settings(deadline=None, max_examples=40)
def test_names_at_the_end_of_a_line_cover_neither_each_other_nor_a_point(
    places: list[tuple[str, tuple[float, float]]], zoom: float
) -> None:
    names, points = [name for name, _at in places], [at for _name, at in places]
    host = Box(14, -26, 90, -2)

    found = leaders.led(names, points, edge=EDGE, sizes=[7.0] * len(names), zoom=zoom, taken=[host])

    set_down = [(name, label) for name, label in zip(names, found, strict=True) if label]
    boxes = [labels.box_of(name, label, zoom=zoom) for name, label in set_down]
    dots = [labels.around(point) for point in points]
    assert not any(one.meets(other) for one, other in combinations([*boxes, host], 2))
    assert not any(box.meets(dot) for box in boxes for dot in dots)
    assert all(EDGE.holds(box) for box in boxes)


def test_lines_to_names_never_cross() -> None:
    points = [(nth * 4.0, nth % 3 * 4.0) for nth in range(9)]

    found = leaders.led(["Hamburg"] * 9, points, edge=EDGE, sizes=[3.0] * 9)

    lines = [(at, leaders.tail(label)) for at, label in zip(points, found, strict=True) if label]
    assert len(lines) >= 6
    assert not any(leaders.cross(one, other) for one, other in combinations(lines, 2))


def test_an_empty_name_gets_no_line() -> None:
    assert leaders.led([""], [(0.0, 0.0)], edge=EDGE, sizes=[7.0]) == [None]
