"""Cities and their organisations."""

from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.text import slugify

from citytocity.cities.enums import OrganisationKind
from citytocity.cities.models import City, Organisation

KNOWN: dict[str, dict[str, Any]] = {
    "Perm": {"country": "RU", "latitude": Decimal("58.01046"), "longitude": Decimal("56.25017")},
    "Oxford": {"country": "GB", "latitude": Decimal("51.75222"), "longitude": Decimal("-1.25596")},
    "Duisburg": {"country": "DE", "latitude": Decimal("51.43247"), "longitude": Decimal("6.76516")},
    "Qingdao": {
        "country": "CN",
        "latitude": Decimal("36.06488"),
        "longitude": Decimal("120.38042"),
    },
}

number = count(1)


def city(
    english: str = "Perm", *, host: bool = False, off_map: bool = False, **values: Any
) -> City:
    """A city: `host` runs the site, `off_map` has no known place on the globe."""
    defaults = {"slug": slugify(english), "name": {"en": english}, "country": "RU"}
    place = {"latitude": None, "longitude": None} if off_map else {}
    known = KNOWN.get(english, {})
    return City.objects.create(**defaults | known | place | {"is_host": host} | values)


def cities(*names: str) -> list[City]:
    return [city(name) for name in names]


def organisation(
    english: str = "City Archive", *, of: City | None = None, **values: Any
) -> Organisation:
    """An organisation `of` a city, or of none."""
    defaults = {
        "slug": f"{slugify(english)}-{next(number)}",
        "name": {"en": english},
        "kind": OrganisationKind.ARCHIVE,
        "city": of,
    }
    return Organisation.objects.create(**defaults | values)
