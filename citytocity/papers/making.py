"""A typst template and its data in, a PDF out. Knows no city.

The data comes to the template as JSON in `sys.inputs`, never as source: whatever a person typed is
text there and cannot be taken for markup. Templates find what they share in `papers/typst`.

Faces: Libertinus Serif and New Computer Modern, which are inside typst, have Latin, Greek,
Cyrillic, Hebrew, Armenian, Georgian and Hindi letters; the Chinese and Japanese, and the Korean
ones are of the wheels `pylopdf-fonts-*`, 20 and 12 MB, the Arabic ones are Amiri, 2 MB: faces of
the Open Font License, pinned by the lock file. The Noto package of npm weighs five times as much,
those of Debian need an administrator, and web fonts (woff2) are not read by typst. Noto's Arabic
sets dots apart from their letters, so that what is copied out of the paper has them twice.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_amiri
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
from django.conf import settings

PIXELS_PER_INCH = 110.0
SQUARE = "□"
"""Stands for a letter that no face has, as in print."""
NEVER_PRINTED = dict.fromkeys({*range(32), *range(127, 160), 0xFEFF, 0xFFFE, 0xFFFF} - {9, 10})
"""Controls, and what PDF/UA forbids in a text."""
NO_FACE = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]+(?:[^\w\n]+[\u0590-\u08ff]+)*")
"""Hebrew and Arabic letters, and what stands between them."""
STRONG = ("L", "R", "AL")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(template: Path, told: dict[str, Any]) -> bytes:
    """The paper as PDF, of a template in one of our rooms; no file or network but ours is read.

    It keeps to PDF/UA-1 (ISO 14289), as far as typst checks it: it fails where a heading is left
    out or a picture has no words. A letter of no face of ours, such as a little picture in a
    title, is printed as a white square: the standard takes no text that cannot be shown.
    """
    import typst  # slow import

    try:
        return _as_pdf(template, told)
    except typst.TypstError as error:
        letters = {_letter(found) for found in NO_FACE.findall(error.diagnostic)}
        if not letters:
            raise
        shown = str.maketrans({letter: _instead_of(letter) for letter in "".join(letters)})
    return _as_pdf(template, _in_texts(told, lambda text: text.translate(shown)))


def fits(template: Path, told: dict[str, Any], *, pages: int) -> bool:
    """Whether the paper is not longer; it is set as a drawing, which is not kept."""
    import typst  # slow import

    made = typst.compile(template, format="svg", **_options(told))
    return len(made) <= pages if isinstance(made, list) else pages >= 1


def picture(
    template: Path, told: dict[str, Any], *, page: int = 1, ppi: float = PIXELS_PER_INCH
) -> bytes:
    """One page of the paper as PNG; `ppi` is how many pixels an inch of it has."""
    import typst  # slow import

    pages = typst.compile(template, format="png", ppi=ppi, **_options(told))
    return pages[page - 1] if isinstance(pages, list) else pages


def _as_pdf(template: Path, told: dict[str, Any]) -> bytes:
    import typst  # slow import

    return typst.compile(template, format="pdf", pdf_standards="ua-1", **_options(told))


def _options(told: dict[str, Any]) -> dict[str, Any]:
    printed = _in_texts(told, lambda text: _kept_together(text.translate(NEVER_PRINTED)))
    return {
        "root": settings.PACKAGE,
        "font_paths": _faces(),
        "ignore_system_fonts": True,
        "sys_inputs": {"told": json.dumps(printed, ensure_ascii=False)},
    }


@cache
def _faces() -> Any:
    """Looked for once: there are megabytes of them."""
    import typst  # slow import

    east = [package.serif_path().parent for package in (pylopdf_fonts_zh_cn, pylopdf_fonts_ko)]
    return typst.Fonts(include_system_fonts=False, font_paths=[*east, fontpkg_amiri.ROOT])


def _in_texts(told: Any, change: Callable[[str], str]) -> Any:
    """The same with each of its texts changed; what names a part stays."""
    if isinstance(told, str):
        return change(told)
    if isinstance(told, dict):
        return {key: _in_texts(part, change) for key, part in told.items()}
    if isinstance(told, list | tuple):
        return [_in_texts(part, change) for part in told]
    return told


def _kept_together(text: str) -> str:
    """What runs from right to left, between the marks of Unicode (FSI, PDI) that keep it from
    taking along the number or the arrow beside it; the whole text, if it begins so."""
    if not RIGHT_TO_LEFT.search(text):
        return text
    strong = (letter for letter in text if unicodedata.bidirectional(letter) in STRONG)
    if unicodedata.bidirectional(next(strong, "L")) != "L":
        return f"\u2068{text}\u2069"
    return RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", text)


def _letter(told: str) -> str:
    """A letter as typst tells of it."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), told).removeprefix("\\")


def _instead_of(letter: str) -> str:
    return SQUARE if unicodedata.category(letter)[0] not in "CM" else ""
