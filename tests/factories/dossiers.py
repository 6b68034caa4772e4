"""Dossiers on practices of a city and its twins."""

from typing import Any

from citytocity.cities.models import City
from citytocity.dossiers.models import Dossier
from citytocity.ledger.models import Partnership, Result


def dossier(of: City, *partnerships: Partnership, **values: Any) -> Dossier:
    """In English, of 2018; what it tells of is given by the test."""
    defaults = {
        "title": {"en": "A stage for everybody"},
        "city": of,
        "first_year": 2018,
        "last_year": 2018,
        "language": "en",
    }
    made = Dossier.objects.create(**defaults | values)
    made.partnerships.set(partnerships)
    return made


def chosen(of: Dossier, *results: Result) -> None:
    for one in results:
        of.chosen.create(result_key=one.pk, title=one.title)
