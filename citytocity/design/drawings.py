"""Drawn pictures: a city's sign, covers in two inks, the ring of years.

Colours are not written here: each group names an ink, and the style sheet holds its colour.
The same arguments give the same drawing on any day and any machine.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from citytocity.design import signs
from citytocity.design.symbols import SYMBOLS

INKS = (
    "ember", "cobalt", "plum", "lagoon", "jade", "amber",
    "moss", "rose", "violet", "teal", "rust", "slate",
)  # fmt: skip
SIGNS = tuple(signs.SIGNS)
TILE = signs.SIDE
YEARS_OF_A_RING = 50
CARD = (7.0, 3.9375)  # columns and rows of a cover as wide as 16 to 9


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
        second, _columns(second, right, columns), rows, seed=seed
    )
    drops = _pair_of_drops(first, second, x=width / 2, y=height * 0.47, radius=height * 0.3)
    sign = _symbol(symbol, x=width / 2, y=height * 0.47, radius=height * 0.126)
    return _art(width, height, grounds + drops + sign)


def many(
    looks: Sequence[CityLook], *, seed: str = "", columns: float = 12, rows: float = 5
) -> SafeString:
    """The signs of several cities side by side, each overprinting the next by one tile."""
    across = math.ceil(columns)
    seams = [math.floor(across * nth / len(looks)) for nth in range(len(looks))]
    stretches = [
        *(range(start, end + 1) for start, end in pairwise(seams)),
        _columns(looks[-1], seams[-1], across),
    ]
    fields = [
        _field(look, stretch, rows, seed=seed)
        for look, stretch in zip(looks, stretches, strict=True)
    ]
    return _art(round(columns * TILE), round(rows * TILE), "".join(fields))


def city_cover(
    look: CityLook, *, seed: str = "", columns: float = 10, rows: float = 3
) -> SafeString:
    """A city's sign over the whole width and, in its drop, large."""
    width, height = round(columns * TILE), round(rows * TILE)
    radius, x, y = height * 0.46, width / 2, height / 2
    ground = _field(look, _columns(look, 0, columns), rows, seed=seed)
    drop = _drop(x, y, radius=radius, shade="p") + _drop(x, y, radius=radius * 0.9, shade="f")
    return _art(
        width, height, f'{ground}<g data-ink="{look.ink}">{drop}{_large(look, x, y, radius)}</g>'
    )


def sign(look: CityLook, *, tiles: int = 3) -> SafeString:
    """The sign alone, a square of tiles."""
    return _art(
        tiles * TILE, tiles * TILE, _field(look, _columns(look, 0, tiles), tiles, seed="sign")
    )


def picture(looks: Sequence[CityLook], *, seed: str = "", symbol: str = "") -> SafeString:
    """The cover that fits the number of cities; nothing at all where there is none."""
    if not looks:
        return mark_safe("")
    if len(looks) == 1:
        return city_cover(looks[0], seed=seed, columns=CARD[0], rows=CARD[1])
    if len(looks) == 2:
        return cover(looks[0], looks[1], seed=seed, columns=CARD[0], rows=CARD[1], symbol=symbol)
    return many(looks[:6], seed=seed, columns=8, rows=4.5)


def ring(since: int | None, until: int | None, *, ink: str = "", word: str = "") -> SafeString:
    """A circle of fifty years: a bold tick for each year since the first, a thin one for the rest.

    From the fifty-first year on the circle is full; the year stands in the middle in any case.
    Where nobody has recorded the year, all ticks are thin and a question mark stands there.
    """
    together = until - since if since is not None and until is not None else 0
    ticks: dict[bool, list[str]] = {True: [], False: []}
    for year in range(YEARS_OF_A_RING):
        turn = math.tau * year / YEARS_OF_A_RING
        sine, cosine = math.sin(turn), -math.cos(turn)
        start = 68 if year % 10 == 0 else 74
        ticks[year < together].append(
            f"M{_n(100 + start * sine)} {_n(100 + start * cosine)}"
            f"L{_n(100 + 88 * sine)} {_n(100 + 88 * cosine)}"
        )
    if since is None:
        word = ""
    words = f'<text class="w" x="100" y="84">{escape(word)}</text>' if word else ""
    return mark_safe(  # noqa: S308
        f'<svg class="ring" data-ink="{ink}" viewBox="6 6 188 188" aria-hidden="true">'
        f'<path class="off" d="{"".join(ticks[False])}"/>'
        f'<path class="on" d="{"".join(ticks[True])}"/>'
        f'{words}<text x="100" y="{113 if word else 109}">'
        f"{'?' if since is None else since}</text></svg>"
    )


def _columns(look: CityLook, first: int, end: float) -> range:
    """The columns up to the edge; one beyond it where every second row comes half a tile in."""
    return range(first, math.ceil(end) + _sign_of(look).staggered)


def _field(look: CityLook, columns: Iterable[int], rows: float, *, seed: str) -> str:
    """The sign repeated over some columns, standing on the lower edge."""
    sign = _sign_of(look)
    down = math.ceil(rows)
    top = round(rows * TILE) - down * TILE
    path = "".join(
        sign.draw(
            column * TILE,
            top + row * TILE,
            column=column,
            row=row,
            toss=_toss(seed, look.key, column, row),
        )
        for row in range(down)
        for column in columns
    )
    return f'<g class="m" data-ink="{look.ink}">{_painted(path, sign, fill="f", line="s")}</g>'


def _large(look: CityLook, x: float, y: float, radius: float) -> str:
    """The sign inside the drop of a city's cover, in the colour of the paper."""
    sign = _sign_of(look)
    path = "".join(
        sign.draw(
            TILE * column,
            TILE * row,
            column=column,
            row=row if sign.large > 1 else 4,  # a row in which a single tile stands upright
            toss=_toss("large", look.key, column, row),
        )
        for row in range(sign.large)
        for column in range(sign.large)
    )
    scale = radius * 1.18 / sign.large / TILE
    place = f"translate({_n(x - radius * 0.59)} {_n(y - radius * 0.62)})scale({scale:.3f})"
    return f'<g transform="{place}">{_painted(path, sign, fill="p", line="q")}</g>'


def _painted(path: str, sign: signs.Sign, *, fill: str, line: str) -> str:
    if sign.line:
        return f'<path class="{line}" stroke-width="{sign.line}" d="{path}"/>'
    return f'<path class="{fill}" fill-rule="evenodd" d="{path}"/>'


def _sign_of(look: CityLook) -> signs.Sign:
    return signs.SIGNS.get(look.sign) or signs.SIGNS[sign_for(look.key)]


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
    """A small drawing of what the story is about; none for a name that has no drawing."""
    if name not in SYMBOLS:
        return ""
    return f'<g transform="translate({_n(x)} {_n(y)})scale({radius / 100:.3f})">{SYMBOLS[name]}</g>'


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
