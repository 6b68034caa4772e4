"""Records of the protocol. Which cities they are of is given by the test."""

from itertools import count
from typing import Any

from citytocity.cities.models import City
from citytocity.protocol.enums import Direction, HonourKind
from citytocity.protocol.models import Gift, Honour, Letter, Promise

number = count(1)


def gift(city: City, partner: City | None = None, *, hall: bool = False, **values: Any) -> Gift:
    """A samovar that the city received; one for the `hall` is public, with owner and place."""
    defaults = {
        "slug": _slug("gift"),
        "title": {"en": "A samovar"},
        "direction": Direction.RECEIVED,
        "when": "2018-06",
    }
    kept = {"owner": {"en": "The city"}, "place": {"en": "Town hall"}, "is_public": True}
    defaults |= kept if hall else {}
    return Gift.objects.create(city=city, partner=partner, **defaults | values)


def given(city: City, partner: City | None = None, **values: Any) -> Gift:
    return gift(city, partner, direction=Direction.GIVEN, **values)


def promise(from_city: City, to_city: City, **values: Any) -> Promise:
    defaults = {"slug": _slug("promise"), "title": {"en": "To plant an alley"}, "when": "2018-06"}
    return Promise.objects.create(from_city=from_city, to_city=to_city, **defaults | values)


def letter(from_city: City, to_city: City, **values: Any) -> Letter:
    defaults = {
        "slug": _slug("letter"),
        "title": {"en": "Greetings"},
        "text": {"en": "Dear friends,\n\ncome and see us."},
        "when": "2018-06-12",
    }
    return Letter.objects.create(from_city=from_city, to_city=to_city, **defaults | values)


def honour(city: City, of_city: City | None = None, **values: Any) -> Honour:
    """A certificate for the mayor of the other city, unless the test says for whom."""
    defaults = {
        "slug": _slug("honour"),
        "kind": HonourKind.MERIT,
        "title": {"en": "Certificate of merit"},
        "when": "2018",
    }
    if not values.keys() & {"body", "person"}:
        defaults |= {"person": {"en": "Anna Schmidt"}, "office": {"en": "mayor"}}
    return Honour.objects.create(city=city, of_city=of_city, **defaults | values)


def _slug(kind: str) -> str:
    return f"{kind}-{next(number)}"
