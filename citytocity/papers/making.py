"""A typst template and its data in, a PDF out. Knows no city.

The data comes to the template as JSON in `sys.inputs`, never as source: whatever a person typed is
text there and cannot be taken for markup. Templates find what they share in `papers/typst`.

Faces: Libertinus Serif, which is inside typst, has Latin, Greek and Cyrillic letters; the Chinese
ones are Noto Serif SC from the wheel `pylopdf-fonts-zh-cn`: two faces of the Open Font License,
20 MB, pinned by the lock file. The Noto package of npm weighs five times as much, those of Debian
need an administrator, and web fonts (woff2) are not read by typst.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from pylopdf_fonts_zh_cn import serif_path

PIXELS_PER_INCH = 110.0
NO_FACE = "could not be displayed"
"""How typst tells that a letter stands in none of our faces."""


def pdf(template: Path, told: dict[str, Any], *, tagged: bool = False) -> bytes:
    """The paper as PDF, of a template in one of our rooms; no file or network but ours is read.

    One that is to be `tagged` keeps to PDF/UA-1 (ISO 14289), as far as typst checks it: it fails
    where a heading is left out or a picture has no words. Letters for which we have no face cannot
    keep to it: that paper is tagged all the same, and does not say that it does.
    """
    import typst  # slow import

    standards: Any = "ua-1" if tagged else None
    try:
        return typst.compile(template, format="pdf", pdf_standards=standards, **_options(told))
    except typst.TypstError as error:
        if NO_FACE not in str(error):
            raise
        return typst.compile(template, format="pdf", **_options(told))


def is_one_page(template: Path, told: dict[str, Any]) -> bool:
    """Whether the paper is not longer; it is set as a drawing, which is not kept."""
    import typst  # slow import

    return not isinstance(typst.compile(template, format="svg", **_options(told)), list)


def picture(
    template: Path, told: dict[str, Any], *, page: int = 1, ppi: float = PIXELS_PER_INCH
) -> bytes:
    """One page of the paper as PNG; `ppi` is how many pixels an inch of it has."""
    import typst  # slow import

    pages = typst.compile(template, format="png", ppi=ppi, **_options(told))
    return pages[page - 1] if isinstance(pages, list) else pages


def _options(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "root": settings.PACKAGE,
        "font_paths": [serif_path().parent],
        "ignore_system_fonts": True,
        "sys_inputs": {"told": json.dumps(told, ensure_ascii=False)},
    }
