"""The card by which a page is passed on: its title under the patterns of its cities, as a PNG.

It is the drawing of `drawings.many`, in the colours of the style sheet and the faces of the site.
A title in letters that our faces do not have (Chinese) is left to the page: the card is pattern
alone.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from citytocity.design import drawings
from citytocity.design.drawings import CityLook

WIDTH, HEIGHT = 1200, 630
BAND, EDGE = 262, 60
ROOM = WIDTH - 2 * EDGE
FINE = 2  # drawn so many times as large, for smooth edges
COLUMNS = 12
BOLD = 700
SIZES = (72, 64, 56, 48, 42, 36)
LINES = {72: 3, 64: 3, 56: 3, 48: 4, 42: 4, 36: 5}
STYLES = Path(__file__).parent / "static/design"
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
INK = re.compile(r"--(\w+)-art: (#\w{6})")
LAYER = re.compile(
    r'data-ink="(\w+)"><path class="[fs]"(?: stroke-width="(\d+)")?[^>]*? d="([^"]*)"'
)
STEP = re.compile(r"([MmLlHhVvAaZz])([^MmLlHhVvAaZz]*)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Point = tuple[float, float]
Line = list[Point]


def card(looks: Sequence[CityLook], *, title: str, below: str, seed: str = "") -> bytes:
    """A PNG of 1200 by 630; `below` stands under the title, where there is room for one."""
    lines = _set(title)
    band = BAND if lines else HEIGHT
    sheet = Image.new("RGB", (WIDTH, HEIGHT), _ink("paper"))
    sheet.paste(_pattern(looks, height=band, seed=seed))
    if lines:
        _write(sheet, lines, below if _runs(below, 1) else "")
    file = BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()


def is_written(title: str) -> bool:
    """Whether our faces have all the letters of the title."""
    return bool(_runs(title, 1))


def _pattern(looks: Sequence[CityLook], *, height: int, seed: str) -> Image.Image:
    """The signs side by side, each overprinting the next."""
    scale = WIDTH / COLUMNS / drawings.TILE
    rows = height / scale / drawings.TILE
    art = drawings.many(looks[:6], seed=seed, columns=COLUMNS, rows=rows)
    size = WIDTH * FINE, height * FINE
    sheet = Image.new("RGB", size, _ink("paper"))
    for ink, width, path in LAYER.findall(art):
        lines = list(_lines(path, scale * FINE))
        mask = _stroked(lines, size, float(width) * scale * FINE) if width else _filled(lines, size)
        layer = Image.composite(
            Image.new("RGB", size, _ink(ink)), Image.new("RGB", size, "#fff"), mask
        )
        sheet = ImageChops.multiply(sheet, layer)
    return sheet.reduce(FINE)


def _filled(lines: list[Line], size: tuple[int, int]) -> Image.Image:
    """Inside of an odd number of lines, as SVG's rule `evenodd` has it."""
    whole = Image.new("1", size)
    for line in lines:
        left, top = (max(0, math.floor(min(point[axis] for point in line))) for axis in (0, 1))
        right, bottom = (
            min(size[axis], math.ceil(max(point[axis] for point in line)) + 1) for axis in (0, 1)
        )
        if left >= right or top >= bottom:
            continue
        part = Image.new("1", (right - left, bottom - top))
        ImageDraw.Draw(part).polygon([(x - left, y - top) for x, y in line], fill=1)
        box = left, top, right, bottom
        whole.paste(ImageChops.logical_xor(whole.crop(box), part), box)
    return whole


def _stroked(lines: list[Line], size: tuple[int, int], width: float) -> Image.Image:
    whole = Image.new("1", size)
    draw = ImageDraw.Draw(whole)
    for line in lines:
        draw.polygon(_outline(line, width / 2), fill=1)
    return whole


def _outline(line: Line, half: float) -> Line:
    """Both edges of a stroke, a little longer than the line so that two that meet leave no gap."""
    edges: tuple[Line, Line] = [], []
    for number, (x, y) in enumerate(line):
        before, after = line[max(number - 1, 0)], line[min(number + 1, len(line) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy)
        dx, dy = dx / length, dy / length
        longer = {0: -1, len(line) - 1: 1}.get(number, 0)
        x, y = x + longer * dx, y + longer * dy
        edges[0].append((x - dy * half, y + dx * half))
        edges[1].append((x + dy * half, y - dx * half))
    return [*edges[0], *reversed(edges[1])]


def _lines(path: str, scale: float) -> Iterator[Line]:
    """The figures of a path of our signs, as points; curves in short steps."""
    line: Line = []
    for command, written in STEP.findall(path):
        values = [float(number) for number in NUMBER.findall(written)]
        size = {"h": 1, "v": 1, "a": 7}.get(command.lower(), 2)
        for start in range(0, len(values), size):
            step = values[start : start + size]
            here = line[-1] if line else (0.0, 0.0)
            end = _end(command, step, here)
            if command in "Mm" and start == 0:
                if len(line) > 1:
                    yield _scaled(line, scale)
                line = [end]
            else:
                line += _arc(here, end, step) if command in "Aa" else [end]
        if command in "Zz":
            yield _scaled(line, scale)
            line = line[:1]  # the next figure may begin where this one began
    if len(line) > 1:
        yield _scaled(line, scale)


def _scaled(line: Line, scale: float) -> Line:
    return [(x * scale, y * scale) for x, y in line]


def _end(command: str, step: list[float], here: Point) -> Point:
    """Where a step of a path leads; small letters count from here."""
    base = (0.0, 0.0) if command.isupper() else here
    if command in "Hh":
        return base[0] + step[0], here[1]
    if command in "Vv":
        return here[0], base[1] + step[0]
    return base[0] + step[-2], base[1] + step[-1]


def _arc(start: Point, end: Point, step: list[float]) -> list[Point]:
    """Points on a part of a circle from the start to the end (SVG 1.1, appendix F.6.5)."""
    radius, large, sweep = step[0], bool(step[3]), bool(step[4])
    dx, dy = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(dx, dy)
    if not chord:
        return [end]
    radius = max(radius, chord / 2)
    aside = math.sqrt(max(radius**2 - chord**2 / 4, 0)) * (-1 if large == sweep else 1)
    centre_x = (start[0] + end[0]) / 2 - dy / chord * aside
    centre_y = (start[1] + end[1]) / 2 + dx / chord * aside
    begin = math.atan2(start[1] - centre_y, start[0] - centre_x)
    turn = (math.atan2(end[1] - centre_y, end[0] - centre_x) - begin) % math.tau
    turn -= 0 if sweep else math.tau
    steps = max(2, math.ceil(abs(turn) / 0.08))
    turns = [begin + turn * number / steps for number in range(1, steps)]
    along = [
        (centre_x + radius * math.cos(angle), centre_y + radius * math.sin(angle))
        for angle in turns
    ]
    return [*along, end]


def _set(title: str) -> list[tuple[int, str]]:
    """The title in lines, each with its size: as large as it fits; nothing if it has foreign
    letters. What does not fit at the smallest size ends in an ellipsis."""
    if not is_written(title):
        return []
    for size in SIZES:
        lines = _wrapped(title, size)
        has_room = size == SIZES[-1] or all(_width(word, size) <= ROOM for word in title.split())
        if has_room and len(lines) <= LINES[size]:
            return [(size, line) for line in lines]
    kept = _wrapped(title, SIZES[-1])[: LINES[SIZES[-1]]]
    kept[-1] = kept[-1].rstrip(" ,.;:–—-") + "…"
    return [(SIZES[-1], line) for line in kept]


def _wrapped(title: str, size: int) -> list[str]:
    """By words; a word that is wider than the card is cut where it has to be."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, size) <= ROOM:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        while _width(word, size) > ROOM:
            cut = next(n for n in range(len(word) - 1, 0, -1) if _width(word[:n], size) <= ROOM)
            lines[-1:] = [word[:cut], ""]
            word = word[cut:]
        lines[-1] = word
    return lines


def _write(sheet: Image.Image, lines: list[tuple[int, str]], below: str) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, BAND, WIDTH, BAND + 7), fill=_ink("ink"))
    size = lines[0][0]
    lead = round(size * 1.1)
    room = HEIGHT - BAND - 90
    down = BAND + 28 + max(0, (room - lead * len(lines)) // 2) + size * 0.82
    for number, (_size, line) in enumerate(lines):
        _line(draw, line, EDGE, down + number * lead, size)
    _line(draw, below, EDGE, HEIGHT - 34, 30)


def _line(draw: ImageDraw.ImageDraw, words: str, x: float, y: float, size: int) -> None:
    """Words on a base line, each run in the file that has its letters."""
    for run, font in _runs(words, size):
        draw.text((x, y), run, font=font, fill=_ink("ink"), anchor="ls")
        x += font.getlength(run)


def _width(words: str, size: int) -> float:
    return sum(font.getlength(run) for run, font in _runs(words, size))


def _runs(words: str, size: int) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """The words in pieces with the face that has them; nothing if a letter is in none."""
    runs: list[tuple[str, str]] = []
    for letter in words:
        name = _face_of(ord(letter))
        if not name:
            return []
        if runs and runs[-1][1] == name:
            runs[-1] = runs[-1][0] + letter, name
        else:
            runs.append((letter, name))
    return [(run, _font(name, size)) for run, name in runs]


@cache
def _face_of(letter: int) -> str:
    """The file that has the letter; empty if none has."""
    return next(
        (name for name, has in _faces() if any(first <= letter <= last for first, last in has)), ""
    )


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(STYLES / "vendor/fonts" / name, size)
    axes = font.get_variation_axes()
    bold = [BOLD if axis["name"] == b"Weight" else axis["maximum"] or 0 for axis in axes]
    font.set_variation_by_axes([float(value) for value in bold])
    return font


@cache
def _faces() -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    """The files of the upright face for telling, and the letters each has, as the sheet says."""
    found = []
    for face in FACE.findall((STYLES / "css/fonts.css").read_text()):
        if "Piazzolla" not in face or "italic" in face:
            continue
        name = re.search(r"fonts/([\w-]+\.woff2)", face)
        letters = re.findall(r"U\+(\w+)(?:-(\w+))?", face)
        if name:
            ranges = tuple((int(first, 16), int(last or first, 16)) for first, last in letters)
            found.append((name[1], ranges))
    return tuple(found)


@cache
def _ink(name: str) -> tuple[int, ...]:
    """The colour in drawings of an ink, of the paper or of letters, as the style sheet has it."""
    tokens = (STYLES / "css/tokens.css").read_text()
    inks = dict(INK.findall(tokens)) | dict(re.findall(r"--art-(paper|ink): (#\w{6})", tokens))
    return ImageColor.getrgb(inks[name])
