"""Where names stand on a map so that none covers another."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from unicodedata import east_asian_width

LETTER = 11.0  # width of a letter on the narrowest screens, in units of the map
LINE = 24.0
AIR = 5.0  # between a point and its name
POINT = 7.0
COLUMN = 46.0  # from the outermost point to a column of names
NEAR = 30.0  # points closer than this share one column, for their names would be mixed up


@dataclass(frozen=True, slots=True)
class Label:
    """A name at (x, y), set from there to the end or towards the start; `leader` draws a line."""

    x: float
    y: float
    anchor: str
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def placed(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    edge: Box,
    taken: Sequence[Box] = (),
) -> list[Label]:
    """A place for every name: beside its point, or in a column from which a line leads to it.

    `edge` is the map's edge and `taken` what is written already. Names far out are set first:
    they have the most room around them.
    """
    labels = _beside_where_free(names, points, edge=edge, taken=taken)
    crowds = _crowds([nth for nth in range(len(names)) if nth not in labels], points)
    labels = {nth: label for nth, label in labels.items() if nth not in set().union(*crowds)}
    for crowd, side in product(crowds, (-1, 1)):
        column = [nth for nth in sorted(crowd) if (points[nth][0] < 0) == (side < 0)]
        ready = _in_a_column(
            [names[nth] for nth in column],
            [points[nth] for nth in column],
            side=side,
            edge=edge,
            taken=[*taken, *(box_of(names[nth], label) for nth, label in labels.items())],
        )
        labels.update(zip(column, ready, strict=True))
    in_order = [labels[nth] for nth in range(len(names))]
    if _are_clear(map(box_of, names, in_order), taken=taken):
        return in_order
    return _one_a_row(names, points, edge=edge, taken=taken)


def beside(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    edge: Box,
    sizes: Sequence[float],
    zoom: float = 1.0,
    taken: Sequence[Box] = (),
) -> list[Label | None]:
    """A place beside its point for every name that finds room, in the order given; else None.

    An empty name needs none. `sizes` are the radii of the points; `zoom` says how much larger
    than usual the names are set.
    """
    dots = [around(point, size=size) for point, size in zip(points, sizes, strict=True)]
    boxes = list(taken)
    labels: list[Label | None] = []
    for nth, (name, point) in enumerate(zip(names, points, strict=True)):
        others = boxes + dots[:nth] + dots[nth + 1 :]
        label = (
            _beside(name, point, edge=edge, taken=others, size=sizes[nth], zoom=zoom)
            if name
            else None
        )
        if label:
            boxes.append(box_of(name, label, zoom=zoom))
        labels.append(label)
    return labels


def width_of(name: str) -> float:
    """Roughly how wide a name is set; Chinese and its like take two letters' room."""
    return LETTER * sum(1.9 if east_asian_width(letter) in "WF" else 1 for letter in name)


def box_of(name: str, label: Label, *, zoom: float = 1.0) -> Box:
    """What a name covers."""
    width = width_of(name) * zoom
    left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, label.y - LINE * zoom * 0.75, left + width, label.y + LINE * zoom * 0.25)


def around(point: tuple[float, float], *, size: float = POINT) -> Box:
    """What a point covers."""
    x, y = point
    return Box(x - size, y - size, x + size, y + size)


def _beside_where_free(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    edge: Box,
    taken: Sequence[Box],
) -> dict[int, Label]:
    """The names that find room beside their points, by number."""
    labels: dict[int, Label] = {}
    boxes, dots = list(taken), [around(point) for point in points]
    for nth in sorted(range(len(names)), key=lambda nth: -math.hypot(*points[nth])):
        others = boxes + dots[:nth] + dots[nth + 1 :]
        if label := _beside(names[nth], points[nth], edge=edge, taken=others):
            labels[nth] = label
            boxes.append(box_of(names[nth], label))
    return labels


def _crowds(homeless: Sequence[int], points: Sequence[tuple[float, float]]) -> list[set[int]]:
    """The points whose names have no room, each with those near it and near those."""
    crowds: list[set[int]] = []
    for nth in homeless:
        if not any(nth in crowd for crowd in crowds):
            crowds.append(_with_neighbours(nth, points))
    return crowds


def _with_neighbours(start: int, points: Sequence[tuple[float, float]]) -> set[int]:
    found, ahead = {start}, [start]
    while ahead:
        here = points[ahead.pop()]
        near = [
            nth
            for nth, point in enumerate(points)
            if nth not in found and math.dist(here, point) < NEAR
        ]
        found.update(near)
        ahead += near
    return found


def _beside(
    name: str,
    point: tuple[float, float],
    *,
    edge: Box,
    taken: Sequence[Box],
    size: float = POINT,
    zoom: float = 1.0,
) -> Label | None:
    """The first free place round the point, on the outer side first; None if there is none."""
    x, y = point
    air = size + AIR
    left, right = Label(x - air, y + 5, "end"), Label(x + air, y + 5, "start")
    below = Label(x, y + size + 19 * zoom, "middle")
    above = Label(x, y - size - 7 * zoom, "middle")
    sides = [left, right] if x < (edge.left + edge.right) / 2 else [right, left]
    for label in (*sides, below, above):
        box = box_of(name, label, zoom=zoom)
        if edge.holds(box) and not any(box.meets(other) for other in taken):
            return label
    return None


def _in_a_column(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    side: int,
    edge: Box,
    taken: Sequence[Box],
) -> list[Label]:
    """Names one under the other, in the order of their points, on one side of all of them.

    The first free stretch of a column near the points; the nearest one if none is free.
    """
    if not names:
        return []
    heights = [y for _x, y in points]
    top = round(sum(heights) / len(heights) - LINE * (len(names) - 1) / 2)
    columns = [
        _column(names, points, side=side, edge=edge, aside=aside, top=top + shift)
        for aside, shift in product((0, 40, 80), sorted(range(-300, 301, 12), key=abs))
    ]
    return next(
        (
            column
            for column in columns
            if _are_clear(boxes := list(map(box_of, names, column)), taken=taken)
            and all(map(edge.holds, boxes))
        ),
        columns[0],
    )


def _column(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    side: int,
    edge: Box,
    aside: float,
    top: float,
) -> list[Label]:
    order = sorted(range(len(names)), key=lambda nth: points[nth][1])
    rows = {nth: row for row, nth in enumerate(order)}
    across = [x for x, _y in points]
    widest = max(map(width_of, names))
    x = (
        max(min(across) - COLUMN - aside, edge.left + widest)
        if side < 0
        else min(max(across) + COLUMN + aside, edge.right - widest)
    )
    anchor = "end" if side < 0 else "start"
    return [Label(x, top + LINE * rows[nth], anchor, leader=True) for nth in range(len(names))]


def _one_a_row(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    edge: Box,
    taken: Sequence[Box],
) -> list[Label]:
    """Every name on a line of its own, to the left or the right: where nothing else has room."""
    rows = _free_rows(len(names), edge=edge, taken=taken)
    labels: dict[int, Label] = {}
    for row, nth in zip(rows, sorted(range(len(names)), key=lambda n: points[n][1]), strict=True):
        x, width = points[nth][0], width_of(names[nth])
        labels[nth] = (
            Label(max(x - COLUMN, edge.left + width), row, "end", leader=True)
            if x < 0
            else Label(min(x + COLUMN, edge.right - width), row, "start", leader=True)
        )
    return [labels[nth] for nth in range(len(names))]


def _free_rows(count: int, *, edge: Box, taken: Sequence[Box]) -> list[float]:
    """Lines over the whole width that nothing is written on, spread from the top to the foot."""
    rows = []
    for row in range(max(count * 2, int((edge.bottom - edge.top) / LINE))):
        y = edge.top + LINE * (row + 0.75)
        line = Box(edge.left, y - LINE * 0.75, edge.right, y + LINE * 0.25)
        if not any(line.meets(other) for other in taken):
            rows.append(y)
    return [rows[nth * len(rows) // count] for nth in range(count)]


def _are_clear(boxes: Iterable[Box], *, taken: Sequence[Box]) -> bool:
    """Whether no box covers another or what is written already."""
    own = list(boxes)
    return not any(one.meets(other) for one, other in combinations(own, 2)) and not any(
        box.meets(other) for box in own for other in taken
    )
