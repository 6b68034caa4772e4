"""Whose the answers of a file are: a city of this site, or one it does not know by that name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from citytocity.cities.models import City
from citytocity.cities.naming import names_of
from citytocity.cities.recognising import ALIKE, Names, Recognised, city_names
from citytocity.ratings.models import BroughtAnswers
from citytocity.ratings.models.answer import key_of


@dataclass(frozen=True)
class Doubt:
    """That this site knows no city by the name in a file; `maybe` are those it may be a slip for,
    of the site and of other files."""

    name: str
    maybe: tuple[str, ...]


def city_named(name: str) -> City | None:
    """The city of this site that the name surely means; None if it may be several, or no one."""
    found: City | None = _meant(city_names(), name).record
    return found


def _meant(known: Names, name: str) -> Recognised:
    """Of a rank nobody is sure whose answers come from another place of that name."""
    found = known.recognise(name)
    if found.record and known.is_elsewhere(found.record, name):
        return Recognised(candidates=(found.record,))
    return found


def keys_of(city: City) -> set[str]:
    """By which files of its answers are known again, in whatever language they name it."""
    return {key_of(name) for _language, name in names_of(city)}


def doubts(brought: Iterable[BroughtAnswers]) -> Mapping[int, Doubt]:
    """Those of the files whose city this site does not know by name, by their keys."""
    files = list(brought)
    known = city_names() if files else None
    found = {}
    for one in files:
        meant = _meant(known, one.city_name) if known else None
        if meant and meant.record is None:
            near = [str(city.name) for city in meant.candidates]
            near += [other.city_name for other in files if other is not one and _alike(one, other)]
            found[one.pk] = Doubt(one.city_name, tuple(dict.fromkeys(near)))
    return found


def _alike(one: BroughtAnswers, other: BroughtAnswers) -> bool:
    return fuzz.ratio(one.city_key, other.city_key) >= ALIKE
