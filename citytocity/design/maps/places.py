"""What stands on a map, and how far it is from one to another."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from citytocity.design.maps import atlas


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A named place in degrees, north and east positive; `count` is what a world map adds up.

    `lang` is the language of the name where it is not the page's.
    """

    name: str
    latitude: float
    longitude: float
    ink: str = ""
    url: str = ""
    count: int = 0
    lang: str = ""


@dataclass(frozen=True, slots=True)
class MapArc:
    """Something that went from one place to another, and the record that tells of it.

    `lang` is the language of the title where it is not the page's.
    """

    origin: MapPlace
    destination: MapPlace
    title: str = ""
    url: str = ""
    lang: str = ""


def distance_km(first: MapPlace, second: MapPlace) -> float:
    """Kilometres along the great circle."""
    return atlas.distance(degrees(first), degrees(second))


def in_kilometres(distance: float) -> str:
    """The distance as a reader of the active language writes it: 3 184 km."""
    number = number_format(round(distance), use_l10n=True, force_grouping=True)
    return _("%(number)s km") % {"number": number}


def degrees(place: MapPlace) -> tuple[float, float]:
    return place.latitude, place.longitude


def on_the_globe(place: MapPlace) -> atlas.Vector:
    return atlas.on_the_globe(*degrees(place))


def angle(kilometres: float) -> float:
    return kilometres / atlas.EARTH_RADIUS
