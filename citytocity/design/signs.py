"""The signs a city may have: tiles that repeat, drawn in whole numbers on a square of 120.

Each function draws the tile whose upper left corner is (x, y) as the `d` of a path. It may follow
the tile's `row` and `column`, and `toss`, a number that differs from tile to tile and from city to
city. A new sign is a function here and a line in SIGNS.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

SIDE = 120


@dataclass(frozen=True, slots=True)
class Sign:
    """How a tile is drawn: filled, or as a line so wide. `large` tiles across fill a big drop.

    A staggered sign sets every second row half a tile towards the left.
    """

    draw: Callable[..., str]
    line: int = 0
    large: int = 1
    staggered: bool = False


def river(x: int, y: int, *, toss: int, **_place: int) -> str:
    """A river that never runs the same way twice (Truchet's tiles)."""
    if toss % 2:
        return f"M{x + 60} {y}a60 60 0 0 1-60 60M{x + 120} {y + 60}a60 60 0 0 0-60 60"
    return f"M{x + 60} {y}a60 60 0 0 0 60 60M{x} {y + 60}a60 60 0 0 1 60 60"


def arch(x: int, y: int, **_place: int) -> str:
    return "".join(_lancet(x + inset, y, width=SIDE - 2 * inset) for inset in (7, 24, 41))


def stack(x: int, y: int, *, toss: int, **_place: int) -> str:
    """Chimneys and barges' funnels, each of its own height."""
    tall = [106 - (0, 0, 30, 60)[toss >> 2 * nth & 3] for nth in range(3)]
    return "".join(
        f"M{x + 40 * nth + 6} {y + 120}v-{height}a14 14 0 0 1 28 0v{height}z"
        for nth, height in enumerate(tall)
    )


def truss(x: int, y: int, *, column: int, row: int, **_place: int) -> str:
    if (column + row) % 2:
        return f"M{x} {y}l120 120h-120zM{x + 26} {y + 108}v-36l36 36z"
    return f"M{x} {y + 120}h120v-120zM{x + 94} {y + 108}h-36l36-36z"


def wave(x: int, y: int, *, row: int, **_place: int) -> str:
    centre, base = x + 60 - 60 * (row % 2), y + 120
    return (
        f"M{centre - 60} {base}a60 60 0 0 1 120 0h-13a47 47 0 0 0-94 0z"
        f"M{centre - 34} {base}a34 34 0 0 1 68 0h-14a20 20 0 0 0-40 0z"
        f"M{centre - 8} {base}a8 8 0 0 1 16 0z"
    )


def column(x: int, y: int, *, row: int, **_place: int) -> str:
    """A temple in three rows: pediment, capitals, bases."""
    storey = row % 3
    if storey == 0:
        return f"M{x} {y + 103}l60-67 60 67zM{x} {y + 108}h120v12h-120z"
    top, length, plate, half = (12, 108, 2, 24) if storey == 1 else (0, 108, 110, 30)
    return "".join(
        "".join(f"M{x + axis + shift} {y + top}v{length}h7v-{length}z" for shift in (-16, -4, 8))
        + f"M{x + axis - half} {y + plate}h{2 * half}v10h-{2 * half}z"
        for axis in (30, 90)
    )


def leaf(x: int, y: int, *, toss: int, **_place: int) -> str:
    if toss % 2:
        return f"M{x + 6} {y + 114}a108 108 0 0 1 108-108a108 108 0 0 1-108 108z"
    return f"M{x + 6} {y + 6}a108 108 0 0 1 108 108a108 108 0 0 1-108-108z"


def bridge(x: int, y: int, *, row: int, **_place: int) -> str:
    """A viaduct; every second one stands half a span aside."""
    x -= 60 * (row % 2)
    return (
        f"M{x} {y + 14}h120v8h-120zM{x} {y + 32}h120v88h-20v-14"
        f"a40 40 0 0 0-80 0v14h-20zM{x + 34} {y + 120}v-14a26 26 0 0 1 52 0v14z"
    )


def hill(x: int, y: int, *, toss: int, **_place: int) -> str:
    """Terraces round one of the tile's lower corners."""
    bands = ((116, 94), (72, 50), (28, 0))
    if toss % 2:
        return "".join(
            f"M{x} {y + 120 - far}a{far} {far} 0 0 1 {far} {far}h-{far - near}"
            f"a{near} {near} 0 0 0-{near}-{near}z"
            for far, near in bands
        )
    return "".join(
        f"M{x + 120} {y + 120 - far}a{far} {far} 0 0 0-{far} {far}h{far - near}"
        f"a{near} {near} 0 0 1 {near}-{near}z"
        for far, near in bands
    )


def star(x: int, y: int, **_place: int) -> str:
    """An eight-pointed star, hollow, with a diamond in it."""
    points = [_around(turn=nth / 16, radius=57 if nth % 2 == 0 else 43) for nth in range(16)]
    hollow = [_around(turn=nth / 8, radius=30) for nth in range(8)]
    return (
        _polygon(x, y, points) + _polygon(x, y, hollow) + f"M{x + 60} {y + 44}l16 16-16 16-16-16z"
    )


def sail(x: int, y: int, *, row: int, **_place: int) -> str:
    """Boats, every second row half a berth aside."""
    x -= 60 * (row % 2)
    return (
        f"M{x + 54} {y + 8}v78h-42q34-26 42-78zM{x + 64} {y + 26}v60h42q-10-36-42-60z"
        f"M{x + 8} {y + 94}h104q-8 20-24 20h-56q-16 0-24-20z"
    )


def wheat(x: int, y: int, **_place: int) -> str:
    """An ear in two storeys."""
    grains = "".join(
        f"M{x + 55} {y + down}a62 62 0 0 1-50-46a62 62 0 0 1 50 46zm10 0a62 62 0 0 0 50-46"
        "a62 62 0 0 0-50 46z"
        for down in (56, 116)
    )
    return f"M{x + 57} {y}h6v120h-6z{grains}"


def wheel(x: int, y: int, **_place: int) -> str:
    """A cog wheel: eight teeth, a ring and a hub."""
    rim = [
        _around(turn=(tooth + share) / 8, radius=radius)
        for tooth in range(8)
        for share, radius in ((-0.26, 46), (-0.18, 58), (0.18, 58), (0.26, 46))
    ]
    return (
        _polygon(x, y, rim)
        + f"M{x + 60} {y + 28}a32 32 0 0 0 0 64a32 32 0 0 0 0-64z"
        + f"M{x + 60} {y + 44}a16 16 0 0 0 0 32a16 16 0 0 0 0-32z"
    )


def fir(x: int, y: int, *, row: int, **_place: int) -> str:
    """Firs of three storeys, every second row between the trees of the row before."""
    middle = x + 60 - 60 * (row % 2)
    return (
        f"M{middle} {y + 4}l26 36h-52zM{middle} {y + 32}l38 40h-76z"
        f"M{middle} {y + 62}l52 44h-104zM{middle - 7} {y + 108}h14v12h-14z"
    )


def weave(x: int, y: int, *, column: int, row: int, **_place: int) -> str:
    """Three threads over, three threads under."""
    if (column + row) % 2:
        return "".join(f"M{x + 4} {y + 8 + 38 * nth}h112v28h-112z" for nth in range(3))
    return "".join(f"M{x + 8 + 38 * nth} {y + 4}v112h28v-112z" for nth in range(3))


def flower(x: int, y: int, **_place: int) -> str:
    """Four petals, and a seed where four flowers meet."""
    return (
        f"M{x + 55} {y + 55}a54 54 0 0 1-49-49a54 54 0 0 1 49 49zm10 0a54 54 0 0 0 49-49"
        "a54 54 0 0 0-49 49zm0 10a54 54 0 0 1 49 49a54 54 0 0 1-49-49zm-10 0"
        f"a54 54 0 0 0-49 49a54 54 0 0 0 49-49zM{x + 60} {y - 16}l9 16-9 16-9-16z"
        "m-60 60l16 9-16 9-16-9z"
    )


SIGNS = {
    "river": Sign(river, line=41, large=2),
    "arch": Sign(arch),
    "stack": Sign(stack),
    "truss": Sign(truss),
    "wave": Sign(wave, large=2, staggered=True),
    "column": Sign(column),
    "leaf": Sign(leaf, large=2),
    "bridge": Sign(bridge, staggered=True),
    "hill": Sign(hill, large=2),
    "star": Sign(star),
    "sail": Sign(sail, staggered=True),
    "wheat": Sign(wheat),
    "wheel": Sign(wheel),
    "fir": Sign(fir, staggered=True),
    "weave": Sign(weave, large=2),
    "flower": Sign(flower),
}


def _lancet(x: int, y: int, *, width: int) -> str:
    """A pointed arch, its sides struck from each other's foot."""
    rise, half = round(width * 0.866), width // 2
    return (
        f"M{x} {y + 120}v-54a{width} {width} 0 0 1 {half}-{rise}"
        f"a{width} {width} 0 0 1 {width - half} {rise}v54z"
    )


def _around(*, turn: float, radius: float) -> tuple[int, int]:
    """A point round the middle of a tile, a part of a turn from the top."""
    angle = math.tau * turn
    half = SIDE // 2
    return round(half + radius * math.sin(angle)), round(half - radius * math.cos(angle))


def _polygon(x: int, y: int, points: list[tuple[int, int]]) -> str:
    """A closed figure in steps from corner to corner, which are shorter than places."""
    steps = [
        f"{x1 - x0}{'' if y1 < y0 else ' '}{y1 - y0}" for (x0, y0), (x1, y1) in pairwise(points)
    ]
    joined = "".join(
        step if not nth or step[0] == "-" else f" {step}" for nth, step in enumerate(steps)
    )
    return f"M{x + points[0][0]} {y + points[0][1]}l{joined}z"
