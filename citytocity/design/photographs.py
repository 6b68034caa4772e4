"""Uploaded pictures for pages: modern formats, three widths, and what may be done with them."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from citytocity.design.components import Picture, PictureSource

WIDTHS = (480, 960, 1600)
FORMATS = ("avif", "webp", "jpeg")
SHOWN = tuple(f"width-{width}|format-{name}" for name in FORMATS for width in WIDTHS)
"""The renditions that a list prefetches; a small picture may want others."""


class Rights(TextChoices):
    """What a reader may do with a picture; the addresses are those of the statements."""

    ALL_RESERVED = "reserved", _("all rights reserved")
    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")
    CC0 = "cc0", _("CC0, no rights reserved")
    PUBLIC_DOMAIN = "public-domain", _("public domain")


RIGHTS_ADDRESSES = {
    Rights.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Rights.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Rights.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Rights.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
}


def picture(
    image: Any,
    *,
    alt: str,
    credit: str = "",
    caption: str = "",
    rights: str = "",
    lang: str = "",
) -> Picture:
    """A picture in modern formats and three widths, never wider than it is."""
    widths = [width for width in WIDTHS if width < image.width] or [image.width]
    names = {(name, width): f"width-{width}|format-{name}" for name in FORMATS for width in widths}
    renditions = image.get_renditions(*names.values())
    sets = {
        name: ", ".join(
            f"{renditions[names[name, width]].url} {renditions[names[name, width]].width}w"
            for width in widths
        )
        for name in FORMATS
    }
    largest = renditions[names["jpeg", widths[-1]]]
    return Picture(
        src=largest.url,
        width=largest.width,
        height=largest.height,
        alt=alt,
        sources=tuple(PictureSource(f"image/{name}", sets[name]) for name in FORMATS[:2]),
        srcset=sets["jpeg"],
        caption=caption,
        credit=credit,
        rights=str(Rights(rights).label) if rights else "",
        rights_url=RIGHTS_ADDRESSES.get(Rights(rights), "") if rights else "",
        lang=lang,
    )
