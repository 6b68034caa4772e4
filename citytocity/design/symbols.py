"""Small drawings of what a story is about, set where the two drops of a cover overlap.

Each is drawn round (0, 0) inside a circle of radius 100: paper (`p`), dark ink (`i`), or a line in
dark ink (`j`). The style sheet knows these classes.
"""

import math

_LINE = 'stroke-width="9" stroke-linejoin="round" stroke-linecap="round"'


def _paper(path: str) -> str:
    return f'<path class="p" d="{path}"/>'


def _ink(path: str) -> str:
    return f'<path class="i" fill-rule="evenodd" d="{path}"/>'


def _line(path: str) -> str:
    return f'<path class="j" {_LINE} d="{path}"/>'


def _disc(radius: int) -> str:
    half = f"a{radius} {radius} 0 1 0"
    return f"M-{radius} 0{half} {2 * radius} 0{half}-{2 * radius} 0z"


def _ball() -> str:
    corners = [(math.sin(math.tau * nth / 5), -math.cos(math.tau * nth / 5)) for nth in range(5)]
    panel = "M" + "L".join(f"{42 * x:.0f} {42 * y:.0f}" for x, y in corners) + "z"
    seams = "".join(f"M{42 * x:.0f} {42 * y:.0f}L{93 * x:.0f} {93 * y:.0f}" for x, y in corners)
    return _paper(_disc(100)) + _ink(panel) + _line(seams + _disc(96))


def _photographs() -> str:
    back = "M-84-46L62-76 88 46-58 78z"
    front = "M-78-60H74V62H-78z"
    view = "M-62 44l42-54 32 32 24-24 24 46z"
    return _paper(back) + _line(back) + _paper(front) + _line(front) + _ink(view)


def _plan() -> str:
    sheet = "M-80-66H80V66H-80z"
    return (
        _paper(sheet)
        + _line(sheet + "M-80-6H-8V66M-8 26H80M30-66V-20H80")
        + _ink("M-56-44h40v20h-40zM16 44h40v6h-40z")
    )


def _stage() -> str:
    """A curtain drawn aside."""
    return (
        _paper("M-90-74H90V74H-90z")
        + _ink("M-90-74H90v20H-90zM-90-54h56q-4 74-56 96zM90-54h-56q4 74 56 96z")
        + _line("M-90 70H90")
    )


def _note() -> str:
    return _paper(_disc(100)) + _ink(
        "M-30-62L52-78V34a27 22 0 1 1-14-19v-66l-54 11v78a27 22 0 1 1-14-19z"
    )


def _book() -> str:
    pages = "M0-52Q-40-78-92-62V58Q-40 42 0 68 40 42 92 58V-62Q40-78 0-52z"
    return _paper(pages) + _line(
        pages + "M0-52V68M-68-26q26-4 44 6M-68 8q26-4 44 6M68-26q-26-4-44 6M68 8q-26-4-44 6"
    )


def _tree() -> str:
    return (
        _paper(_disc(100))
        + _ink(
            "M-7 82V34h14v48z"
            "M0-78a34 34 0 0 1 33 42a32 32 0 0 1-15 60h-36a32 32 0 0 1-15-60A34 34 0 0 1 0-78z"
        )
        + _line("M-56 82H56")
    )


def _medal() -> str:
    points = [
        (r * math.sin(math.tau * nth / 10), 22 - r * math.cos(math.tau * nth / 10))
        for nth in range(10)
        for r in ((36, 15)[nth % 2],)
    ]
    star = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "z"
    return (
        _ink("M-58-96h44L8-34l-34 18zM58-96H14L-8-34l34 18z")
        + f'<g transform="translate(0 22)">{_paper(_disc(62))}{_line(_disc(58))}</g>'
        + _ink(star)
    )


def _rings() -> str:
    """Two rings linked."""
    rings = "M-76 0a42 42 0 1 0 84 0a42 42 0 1 0-84 0zM-8 0a42 42 0 1 0 84 0a42 42 0 1 0-84 0z"
    over = "M-8 0A42 42 0 0 1 2-22"
    return "".join(
        f'<path class="{shade}" stroke-width="{width}" d="{path}"/>'
        for path in (rings, over)
        for shade, width in (("j", 44), ("q", 26))
    )


def _speech() -> str:
    drop = "M-88 74V-8A66 66 0 1 1-22 58H-60z"
    return _paper(drop) + _line(drop) + _ink("M-52-14h60v12h-60zM-52 12h40v12h-40z")


def _screen() -> str:
    frame = "M-90-62H90V50H-90z"
    return (
        _paper(frame)
        + _line(frame + "M-90-34H90M-34 78H34M0 50V78")
        + _ink("M-70-6h60v38h-60zM8-6h62v8H8zM8 10h62v8H8zM8 26h40v8H8z")
    )


SYMBOLS = {
    "ball": _ball(),
    "book": _book(),
    "medal": _medal(),
    "note": _note(),
    "photographs": _photographs(),
    "plan": _plan(),
    "rings": _rings(),
    "screen": _screen(),
    "speech": _speech(),
    "stage": _stage(),
    "tree": _tree(),
}
