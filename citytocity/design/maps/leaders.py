"""Names that stand away from their points, each at the end of a line that crosses nothing."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice, product

from citytocity.design.maps.labels import LINE, Box, Label, around, box_of

Point = tuple[float, float]
Line = tuple[Point, Point]

NEAREST, FARTHEST, STEP = 26, 250, 16
TURNS = sorted((math.tau * nth / 24 for nth in range(24)), key=lambda turn: abs(math.sin(turn)))
AIR = 4.0  # between a line and its name
MOST = 16  # lines on one map: more of them lead the eye nowhere


def led(
    names: Sequence[str],
    points: Sequence[Point],
    *,
    edge: Box,
    sizes: Sequence[float],
    zoom: float = 1.0,
    taken: Sequence[Box] = (),
) -> list[Label | None]:
    """The nearest free place for every name, in the order given; None where there is none.

    An empty name needs none. A line crosses no name, no other point and no other line; only the
    first names get one, as many as a map bears.
    """
    dots = [around(point, size=size) for point, size in zip(points, sizes, strict=True)]
    boxes, lines = list(taken), list[Line]()
    labels: list[Label | None] = []
    looked_for = set(islice((nth for nth, name in enumerate(names) if name), MOST))
    for nth, (name, point) in enumerate(zip(names, points, strict=True)):
        others = boxes + dots[:nth] + dots[nth + 1 :]
        places = _places_round(point, zoom=zoom) if nth in looked_for else ()
        label = next(
            (
                place
                for place in places
                if _is_free(box_of(name, place, zoom=zoom), edge=edge, taken=[*boxes, *dots])
                and _is_clear((point, tail(place, zoom=zoom)), boxes=others, lines=lines)
            ),
            None,
        )
        if label:
            boxes.append(box_of(name, label, zoom=zoom))
            lines.append((point, tail(label, zoom=zoom)))
        labels.append(label)
    return labels


def tail(label: Label, *, zoom: float = 1.0) -> Point:
    """Where the line to a name ends: beside the middle of its letters."""
    return label.x + (AIR if label.anchor == "end" else -AIR), label.y - LINE * zoom / 4


def _places_round(point: Point, *, zoom: float) -> Iterator[Label]:
    x, y = point
    for distance, turn in product(range(NEAREST, FARTHEST, STEP), TURNS):
        across, down = x + distance * math.cos(turn), y + distance * math.sin(turn)
        is_left = math.cos(turn) < -1e-9
        yield Label(
            across + (-AIR if is_left else AIR),
            down + LINE * zoom / 4,
            "end" if is_left else "start",
            leader=True,
        )


def _is_free(box: Box, *, edge: Box, taken: Sequence[Box]) -> bool:
    return edge.holds(box) and not any(box.meets(other) for other in taken)


def _is_clear(line: Line, *, boxes: Sequence[Box], lines: Sequence[Line]) -> bool:
    return not any(_passes(line, box) for box in boxes) and not any(
        cross(line, other) for other in lines
    )


def _passes(line: Line, box: Box) -> bool:
    """Whether the line passes over the box."""
    (x0, y0), (x1, y1) = line
    enter, leave = 0.0, 1.0
    for start, end, low, high in ((x0, x1, box.left, box.right), (y0, y1, box.top, box.bottom)):
        if start == end and not low < start < high:
            return False
        if start != end:
            near, far = sorted(((low - start) / (end - start), (high - start) / (end - start)))
            enter, leave = max(enter, near), min(leave, far)
    return enter < leave


def cross(one: Line, other: Line) -> bool:
    """Whether the two lines meet between their ends."""
    return _parts(one, other) and _parts(other, one)


def _parts(line: Line, other: Line) -> bool:
    """Whether the ends of the other lie on different sides of the line."""
    (x0, y0), (x1, y1) = line
    sides = [(x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) for x, y in other]
    return sides[0] * sides[1] < 0
