"""What all maps are drawn with: the sheet, its land and its names."""

import hashlib
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from citytocity.design.maps import labels
from citytocity.design.maps.places import MapArc, MapPlace


def drawing(
    kind: str, box: str, body: Sequence[str], *, title: str, description: str
) -> SafeString:
    """The drawing with its name and description for those who do not see it.

    A drawing with links in it is a group, so that its parts are not hidden behind one name.
    """
    drawn = "".join(body)
    key = hashlib.blake2s(f"{kind}{title}".encode(), digest_size=3).hexdigest()
    described = f'<desc id="d{key}">{escape(description)}</desc>' if description else ""
    pointer = f' aria-describedby="d{key}"' if description else ""
    return mark_safe(  # noqa: S308
        f'<svg class="{kind}" viewBox="{box}" role="{"group" if "<a " in drawn else "img"}"'
        f' aria-labelledby="t{key}"{pointer}>'
        f'<title id="t{key}">{escape(title)}</title>{described}{drawn}</svg>'
    )


def land_of(path: str) -> str:
    return (
        f'<path class="land" transform="scale(.1)" vector-effect="non-scaling-stroke" d="{path}"/>'
        if path
        else ""
    )


def name_at(place: MapPlace, label: labels.Label) -> str:
    return (
        f'<text{lang_of(place)} x="{tenths(label.x)}" y="{tenths(label.y)}"'
        f' text-anchor="{label.anchor}">{escape(place.name)}</text>'
    )


def lang_of(told: MapPlace | MapArc) -> str:
    """The attribute for words that are not in the page's language; nothing for those that are."""
    return f' lang="{escape(told.lang)}"' if told.lang else ""


def spot(point: tuple[float, float]) -> str:
    """A point as a path names it."""
    return f"{tenths(point[0])} {tenths(point[1])}"


def tenths(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
