"""Who fills in a city's questionnaires and hands them in: those who keep its register."""

from typing import Any

from django.db.models import QuerySet

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, may
from citytocity.ratings.models import Questionnaire


def may_fill(user: Any, city: City | None = None) -> bool:
    """Without a city: for any at all."""
    return may(user, Act.RECORD, city=city)


def questionnaires_of(user: Any) -> QuerySet[Questionnaire]:
    keys = city_keys(user, Act.RECORD)
    found = Questionnaire.objects.select_related("city", "entry")
    return found if keys is None else found.filter(city__in=keys)
