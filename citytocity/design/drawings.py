"""Drawn pictures: a city's sign, covers in two inks, the ring of years.

A sign is a tile that repeats. It is drawn in whole numbers on a square of 120, so a cover stays
small. Colours are not written here: each group names an ink, the style sheet holds its colour.
"""

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

INKS = (
    "ember", "cobalt", "plum", "lagoon", "jade", "amber",
    "moss", "rose", "violet", "teal", "rust", "slate",
)  # fmt: skip
TILE = 120
YEARS_OF_A_RING = 50


@dataclass(frozen=True, slots=True)
class CityLook:
    """What a city is drawn with; the key makes its patterns its own."""

    ink: str
    sign: str
    key: str = ""


def ink_for(key: str) -> str:
    """The ink a city gets as long as nobody has chosen one."""
    return INKS[_toss("ink", key) % len(INKS)]


def sign_for(key: str) -> str:
    """The sign a city gets as long as nobody has chosen one."""
    return SIGNS[_toss("sign", key) % len(SIGNS)]


def cover(
    first: CityLook,
    second: CityLook,
    *,
    seed: str = "",
    columns: float = 8,
    rows: float = 4.5,
    symbol: str = "",
) -> SafeString:
    """Two signs that meet on a seam and overprint, with the two drops in conversation on it."""
    width, height = round(columns * TILE), round(rows * TILE)
    middle = math.ceil(columns) / 2
    left, right = math.ceil(middle + 0.5), math.floor(middle - 0.5)
    grounds = _field(first, range(left), rows, seed=seed) + _field(
        second, range(right, math.ceil(columns) + 1), rows, seed=seed
    )
    drops = _pair_of_drops(
        first, second, x=(left + right) * TILE / 2, y=height * 0.47, radius=height * 0.3
    )
    sign = _symbol(symbol, x=(left + right) * TILE / 2, y=height * 0.47, radius=height * 0.126)
    return _art(width, height, grounds + drops + sign)


def many(
    looks: Sequence[CityLook], *, seed: str = "", columns: float = 12, rows: float = 5
) -> SafeString:
    """The signs of three and more cities side by side, each overprinting the next."""
    across, share = math.ceil(columns), math.ceil(columns) / max(len(looks), 1)
    fields = [
        _field(
            look,
            range(math.floor(share * nth), min(math.ceil(share * (nth + 1)) + 1, across + 1)),
            rows,
            seed=seed,
        )
        for nth, look in enumerate(looks)
    ]
    return _art(round(columns * TILE), round(rows * TILE), "".join(fields))


def city_cover(
    look: CityLook, *, seed: str = "", columns: float = 13.5, rows: float = 4
) -> SafeString:
    """A city's sign over the whole width and, in its drop, large."""
    width, height = round(columns * TILE), round(rows * TILE)
    radius, x, y = height * 0.46, width / 2, height / 2
    ground = _field(look, range(math.ceil(columns) + 1), rows, seed=seed)
    drop = _drop(x, y, radius=radius, shade="p") + _drop(x, y, radius=radius * 0.9, shade="f")
    return _art(
        width, height, f'{ground}<g data-ink="{look.ink}">{drop}{_large(look, x, y, radius)}</g>'
    )


def sign(look: CityLook, *, tiles: int = 3) -> SafeString:
    """The sign alone, a square of tiles."""
    return _art(tiles * TILE, tiles * TILE, _field(look, range(tiles), tiles, seed="sign"))


def picture(looks: Sequence[CityLook], *, seed: str = "", symbol: str = "") -> SafeString:
    """The cover that fits the number of cities; nothing at all where there is none."""
    if not looks:
        return mark_safe("")
    if len(looks) == 1:
        return city_cover(looks[0], seed=seed, columns=8, rows=4.5)
    if len(looks) == 2:
        return cover(looks[0], looks[1], seed=seed, symbol=symbol)
    return many(looks[:6], seed=seed, columns=12, rows=6.75)


def ring(since: int, until: int, *, ink: str = "", word: str = "") -> SafeString:
    """A circle of fifty years: a bold tick for each year since the first, a thin one for the rest.

    From the fifty-first year on the circle is full; the year stands in the middle in any case.
    """
    ticks: dict[bool, list[str]] = {True: [], False: []}
    for year in range(YEARS_OF_A_RING):
        turn = math.tau * year / YEARS_OF_A_RING
        sine, cosine = math.sin(turn), -math.cos(turn)
        start = 68 if year % 10 == 0 else 74
        ticks[year < until - since].append(
            f"M{_n(100 + start * sine)} {_n(100 + start * cosine)}"
            f"L{_n(100 + 88 * sine)} {_n(100 + 88 * cosine)}"
        )
    words = f'<text class="w" x="100" y="84">{_escaped(word)}</text>' if word else ""
    return mark_safe(  # noqa: S308
        f'<svg class="ring" data-ink="{ink}" viewBox="6 6 188 188" aria-hidden="true">'
        f'<path class="off" d="{"".join(ticks[False])}"/>'
        f'<path class="on" d="{"".join(ticks[True])}"/>'
        f'{words}<text x="100" y="{113 if word else 109}">{since}</text></svg>'
    )


# The signs. Each draws one tile whose upper left corner is (x, y).


def _river(x: int, y: int, *, toss: int, **_place: int) -> str:
    """Truchet arcs: a river that never runs the same way twice."""
    if toss % 2:
        return f"M{x + 60} {y}a60 60 0 0 1-60 60M{x + 120} {y + 60}a60 60 0 0 0-60 60"
    return f"M{x + 60} {y}a60 60 0 0 0 60 60M{x} {y + 60}a60 60 0 0 1 60 60"


def _arch(x: int, y: int, **_place: int) -> str:
    return "".join(_lancet(x + inset, y, width=TILE - 2 * inset) for inset in (7, 24, 41))


def _lancet(x: int, y: int, *, width: int) -> str:
    rise, half = round(width * 0.866), width // 2
    return (
        f"M{x} {y + 120}v-54a{width} {width} 0 0 1 {half}-{rise}"
        f"a{width} {width} 0 0 1 {width - half} {rise}v54z"
    )


def _stack(x: int, y: int, *, toss: int, **_place: int) -> str:
    heights = (0, 0, 30, 60)
    return "".join(
        f"M{x + 40 * nth + 6} {y + 120}v-{106 - heights[toss >> 2 * nth & 3]}"
        f"a14 14 0 0 1 28 0v{106 - heights[toss >> 2 * nth & 3]}z"
        for nth in range(3)
    )


def _truss(x: int, y: int, *, column: int, row: int, **_place: int) -> str:
    if (column + row) % 2:
        return f"M{x} {y}l120 120h-120zM{x + 26} {y + 108}v-36l36 36z"
    return f"M{x} {y + 120}h120v-120zM{x + 94} {y + 108}h-36l36-36z"


def _wave(x: int, y: int, *, row: int, **_place: int) -> str:
    centre, base = x + 60 + 60 * (row % 2), y + 120
    return (
        f"M{centre - 60} {base}a60 60 0 0 1 120 0h-13a47 47 0 0 0-94 0z"
        f"M{centre - 34} {base}a34 34 0 0 1 68 0h-14a20 20 0 0 0-40 0z"
        f"M{centre - 8} {base}a8 8 0 0 1 16 0z"
    )


def _column(x: int, y: int, *, row: int, **_place: int) -> str:
    if row % 3 == 0:
        return f"M{x} {y + 103}l60-67 60 67zM{x} {y + 108}h120v12h-120z"
    top, foot = (12, 120) if row % 3 == 1 else (0, 108)
    flutes = "".join(
        f"M{x + centre + shift} {y + top}v{foot - top}h7v-{foot - top}z"
        for centre in (30, 90)
        for shift in (-16, -4, 8)
    )
    plates = [
        f"M{x + centre - (24 if row % 3 == 1 else 30)} {y + (2 if row % 3 == 1 else 110)}"
        f"h{48 if row % 3 == 1 else 60}v10h-{48 if row % 3 == 1 else 60}z"
        for centre in (30, 90)
    ]
    return flutes + "".join(plates)


def _leaf(x: int, y: int, *, toss: int, **_place: int) -> str:
    if toss % 2:
        return f"M{x + 6} {y + 114}a108 108 0 0 1 108-108a108 108 0 0 1-108 108z"
    return f"M{x + 6} {y + 6}a108 108 0 0 1 108 108a108 108 0 0 1-108-108z"


_FILLED: dict[str, Callable[..., str]] = {
    "arch": _arch,
    "stack": _stack,
    "truss": _truss,
    "wave": _wave,
    "column": _column,
    "leaf": _leaf,
}
_DRAWN: dict[str, tuple[Callable[..., str], int]] = {"river": (_river, 41)}
SIGNS = (*_DRAWN, *_FILLED)


def _field(look: CityLook, columns: Iterable[int], rows: float, *, seed: str) -> str:
    """The sign repeated over some columns, standing on the lower edge."""
    down = math.ceil(rows)
    top = round(rows * TILE) - down * TILE
    draw, line = _DRAWN.get(look.sign) or (_FILLED.get(look.sign, _leaf), 0)
    path = "".join(
        draw(
            column * TILE,
            top + row * TILE,
            column=column,
            row=row,
            toss=_toss(seed, look.key, column, row),
        )
        for row in range(down)
        for column in columns
    )
    return f'<g class="m" data-ink="{look.ink}">{_painted(path, line=line)}</g>'


def _painted(path: str, *, line: int, ink: str = "f", stroke: str = "s") -> str:
    if line:
        return f'<path class="{stroke}" stroke-width="{line}" d="{path}"/>'
    return f'<path class="{ink}" fill-rule="evenodd" d="{path}"/>'


def _large(look: CityLook, x: float, y: float, radius: float) -> str:
    """The sign inside the drop of a city's cover, in the colour of the paper."""
    draw, line = _DRAWN.get(look.sign) or (_FILLED.get(look.sign, _leaf), 0)
    several = 2 if look.sign in {"river", "wave", "leaf"} else 1
    path = "".join(
        draw(
            TILE * column,
            TILE * row,
            column=column,
            row=row if several > 1 else 1,
            toss=_toss("large", look.key, column, row),
        )
        for row in range(several)
        for column in range(several)
    )
    scale = radius * 1.18 / several / TILE
    place = f"translate({_n(x - radius * 0.59)} {_n(y - radius * 0.62)})scale({scale:.3f})"
    return f'<g transform="{place}">{_painted(path, line=line, ink="p", stroke="q")}</g>'


def _pair_of_drops(first: CityLook, second: CityLook, *, x: float, y: float, radius: float) -> str:
    """Two drops that overlap, the first pointing left, the second right, on a rim of paper."""
    aside, rim = radius * 0.46, radius * 1.067
    papers = _drop(x - aside, y, radius=rim, shade="p") + _drop(
        x + aside, y, radius=rim, shade="p", right=True
    )
    inks = (
        f'<g class="m" data-ink="{first.ink}">{_drop(x - aside, y, radius=radius, shade="f")}</g>'
        f'<g class="m" data-ink="{second.ink}">'
        f"{_drop(x + aside, y, radius=radius, shade='f', right=True)}</g>"
    )
    return f'{papers}<g class="over">{inks}</g>'


def _drop(x: float, y: float, *, radius: float, shade: str, right: bool = False) -> str:
    """A disc with one square corner: below left, or below right."""
    side, sweep = (1, 0) if right else (-1, 1)
    arc = f"A{_n(radius)} {_n(radius)} 0 1 {sweep} {_n(x)} {_n(y + radius)}"
    return f'<path class="{shade}" d="M{_n(x + side * radius)} {_n(y + radius)}V{_n(y)}{arc}Z"/>'


def _symbol(name: str, *, x: float, y: float, radius: float) -> str:
    """A small drawing of what the story is about, where the drops overlap; none without a name."""
    return ""


def _art(width: int, height: int, body: str) -> SafeString:
    return mark_safe(  # noqa: S308
        f'<svg class="art" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' preserveAspectRatio="xMidYMid slice" aria-hidden="true">{body}</svg>'
    )


def _toss(*parts: object) -> int:
    """A number that looks thrown and is always the same for the same parts."""
    word = "/".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2s(word, digest_size=4).digest(), "big")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _escaped(word: str) -> str:
    return word.replace("&", "&amp;").replace("<", "&lt;")
