"""Where names stand on a map so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

LETTER = 11.0  # width of a letter on the narrowest screens, in units of the map
LINE = 24.0
AIR = 5.0  # between a point and its name
POINT = 7.0
COLUMN = 46.0  # from the outermost point to a column of names


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
    labels: dict[int, Label] = {}
    boxes = list(taken)
    dots = [_around(point) for point in points]
    crowded = []
    outermost = sorted(range(len(names)), key=lambda nth: -_farness(points[nth]))
    for nth in outermost:
        others = boxes + dots[:nth] + dots[nth + 1 :]
        label = _beside(names[nth], points[nth], edge=edge, taken=others)
        if label:
            labels[nth] = label
            boxes.append(box_of(names[nth], label))
        else:
            crowded.append(nth)
    for side in (-1, 1):
        column = [nth for nth in crowded if (points[nth][0] < 0) == (side < 0)]
        ready = _in_a_column(
            [names[nth] for nth in column],
            [points[nth] for nth in column],
            side=side,
            edge=edge,
            taken=boxes,
        )
        labels.update(zip(column, ready, strict=True))
        boxes += [box_of(names[nth], labels[nth]) for nth in column]
    return [labels[nth] for nth in range(len(names))]


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
    dots = [_around(point, size=size) for point, size in zip(points, sizes, strict=True)]
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
    return LETTER * sum(1.6 if east_asian_width(letter) in "WF" else 1 for letter in name)


def box_of(name: str, label: Label, *, zoom: float = 1.0) -> Box:
    """What a name covers."""
    width = width_of(name) * zoom
    left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, label.y - LINE * zoom * 0.75, left + width, label.y + LINE * zoom * 0.25)


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
    sides = [left, right] if x < (edge.left + edge.right) / 2 else [right, left]
    for label in (*sides, Label(x, y + air + 14, "middle"), Label(x, y - air - 2, "middle")):
        box = box_of(name, label, zoom=zoom)
        inside = box.left >= edge.left and box.right <= edge.right
        if inside and not any(box.meets(other) for other in taken):
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
    """Names one under the other, in the order of their points, on one side of all of them."""
    if not names:
        return []
    order = sorted(range(len(names)), key=lambda nth: points[nth][1])
    widest = max(map(width_of, names))
    across = [x for x, _y in points]
    x = (
        max(min(across) - COLUMN, edge.left + widest)
        if side < 0
        else min(max(across) + COLUMN, edge.right - widest)
    )
    top = sum(y for _x, y in points) / len(points) - LINE * (len(names) - 1) / 2
    anchor = "end" if side < 0 else "start"
    for shift in (0, *(way * n * LINE / 2 for n in range(1, 16) for way in (1, -1))):
        column = {
            nth: Label(x, top + shift + LINE * place, anchor, leader=True)
            for place, nth in enumerate(order)
        }
        boxes = [box_of(names[nth], label) for nth, label in column.items()]
        if not any(box.meets(other) for box in boxes for other in taken):
            break
    return [column[nth] for nth in range(len(names))]


def _around(point: tuple[float, float], *, size: float = POINT) -> Box:
    x, y = point
    return Box(x - size, y - size, x + size, y + size)


def _farness(point: tuple[float, float]) -> float:
    return point[0] ** 2 + point[1] ** 2
