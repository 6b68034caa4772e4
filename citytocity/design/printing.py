"""Our drawings on paper: maps and covers as files of their own, with the colours that a page takes
from its style sheet."""

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).with_name("static") / "design" / "css" / "tokens.css"
INK = re.compile(r"--(\w+): light-dark\((#\w{6}), #\w{6}\); --\w+-art: (#\w{6})")
ART = re.compile(r"--art-(paper|ink): (#\w{6})")
HEAD = re.compile(r'<svg class="(\w+)" viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"([^>]*)>')
SEA = "#e8eff4"
LETTERS = "'Libertinus Serif', 'Noto Serif SC', serif"


def printed(svg: str) -> str:
    """The drawing as an SVG file; names on a map stand as they do on a wide screen."""
    head = HEAD.match(svg)
    if head is None:
        raise ValueError(svg[:60])
    kind, left, top, width, height, rest = head.groups()
    ground = _colours()["paper"] if kind == "art" else SEA
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}"'
        f' viewBox="{left} {top} {width} {height}"{rest}><style>{_style()}</style>'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{ground}"/>'
        f"{svg[head.end() :]}"
    )


@cache
def _colours() -> dict[str, str]:
    return dict(ART.findall(TOKENS.read_text()))


@cache
def _style() -> str:
    paper, letters = _colours()["paper"], _colours()["ink"]
    inks = "".join(
        f'[data-ink="{name}"] .pt{{fill:{word}}}[data-ink="{name}"] .way{{stroke:{word}}}'
        f'[data-ink="{name}"] .f{{fill:{art}}}[data-ink="{name}"] .s{{fill:none;stroke:{art}}}'
        for name, word, art in INK.findall(TOKENS.read_text())
    )
    return (
        ".land{fill:#fff;stroke:#9aa5ad;stroke-width:6}"
        f".pt{{fill:{letters};stroke:#fff;stroke-width:1.6}}"
        f".way{{fill:none;stroke:{letters};stroke-width:2.2;stroke-linecap:round}}"
        f"text{{font:600 16px {LETTERS};fill:{letters};paint-order:stroke;stroke:#fff;"
        "stroke-width:4px;stroke-linejoin:round}"
        f".lead1{{stroke:{letters};stroke-width:.8;fill:none}}"
        ".narrow{display:none}"
        f".m{{mix-blend-mode:multiply}}.p{{fill:{paper}}}.q{{fill:none;stroke:{paper}}}"
        f".i{{fill:{letters}}}.j{{fill:none;stroke:{letters}}}"
        f"{inks}"
    )
