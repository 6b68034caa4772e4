"""Who makes a dossier: who keeps the register of the city whose it is."""

from typing import Any

from django.db.models import QuerySet

from citytocity.cities.models import City
from citytocity.dossiers.models import Dossier
from citytocity.ledger.models import Partnership
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, may


def may_make(user: Any, city: City | None = None) -> bool:
    """Whether the person may make a dossier of the city; without one, of any at all."""
    return may(user, Act.RECORD, city=city)


def may_keep(user: Any, dossier: Dossier) -> bool:
    return may_make(user, dossier.city)


def dossiers_of(user: Any) -> QuerySet[Dossier]:
    """Those that the person may open; nobody else finds them."""
    found = Dossier.objects.select_related("city")
    keys = city_keys(user, Act.RECORD)
    return found if keys is None else found.filter(city__in=keys)


def partnerships_for(user: Any) -> QuerySet[Partnership]:
    """Those that a dossier of the person's could be about."""
    keys = city_keys(user, Act.RECORD)
    found = Partnership.objects.all()
    return found if keys is None else found.filter(sides__city__in=keys).distinct()
