"""A map for paper: a file of its own, with the colours that a page takes from its style sheet."""

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parents[1] / "static" / "design" / "css" / "tokens.css"
INK = re.compile(r"--(\w+): light-dark\((#\w{6}), #\w{6}\); --\w+-art")
LETTERS = "'Libertinus Serif', 'Noto Serif SC', serif"


def printed(svg: str) -> str:
    """The drawing of a world map as an SVG file; names stand as they do on a wide screen."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" style="background:#eef2f5"'
    styled = re.sub(r"(<svg[^>]*>)", rf"\1<style>{_style()}</style>", svg, count=1)
    return styled.replace("<svg", head, 1)


@cache
def _style() -> str:
    inks = "".join(
        f'[data-ink="{name}"] .pt{{fill:{colour}}}[data-ink="{name}"] .way{{stroke:{colour}}}'
        for name, colour in INK.findall(TOKENS.read_text())
    )
    return (
        ".land{fill:#fff;stroke:#9aa5ad;stroke-width:6}"
        ".pt{fill:#14324a;stroke:#fff;stroke-width:1.6}"
        ".way{fill:none;stroke:#14324a;stroke-width:2.2;stroke-linecap:round}"
        f"text{{font:600 16px {LETTERS};fill:#1d1936;paint-order:stroke;stroke:#fff;"
        "stroke-width:4px;stroke-linejoin:round}"
        ".lead1{stroke:#1d1936;stroke-width:.8;fill:none}"
        ".narrow{display:none}"
        f"{inks}"
    )
