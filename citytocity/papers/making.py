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


def pdf(template: Path, told: dict[str, Any], *, tagged: bool = False) -> bytes:
    """The paper as PDF, of a template in one of our rooms; no file or network but ours is read.

    One that is to be `tagged` keeps to PDF/UA-1 (ISO 14289), as far as typst checks it: it fails
    where a heading is left out or a picture has no words.
    """
    import typst  # slow import

    standards: Any = "ua-1" if tagged else None
    return typst.compile(template, format="pdf", pdf_standards=standards, **_options(told))


def fits(template: Path, told: dict[str, Any], *, pages: int) -> bool:
    """Whether the paper is not longer; it is set as a drawing, which is not kept."""
    import typst  # slow import

    made = typst.compile(template, format="svg", **_options(told))
    return len(made) <= pages if isinstance(made, list) else pages >= 1


def picture(template: Path, told: dict[str, Any], *, page: int = 1) -> bytes:
    """One page of the paper as PNG."""
    import typst  # slow import

    pages = typst.compile(template, format="png", ppi=PIXELS_PER_INCH, **_options(told))
    return pages[page - 1] if isinstance(pages, list) else pages


def _options(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "root": settings.PACKAGE,
        "font_paths": [serif_path().parent],
        "ignore_system_fonts": True,
        "sys_inputs": {"told": json.dumps(told, ensure_ascii=False)},
    }
