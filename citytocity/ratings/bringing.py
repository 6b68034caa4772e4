"""Another city's answers out of a file, weighed against the rating they are compared in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from citytocity.cities.models import MOST_INHABITANTS
from citytocity.ledger.asked import Asked, FaultsError, mapping_in
from citytocity.ratings.definitions import Definition, Indicator
from citytocity.ratings.enums import Way

NAME = 120


@dataclass(frozen=True)
class Brought:
    """The answers of a file; `values` have numbers as texts, exact."""

    city_name: str
    population: int
    values: dict[str, str]


def answers_in(text: str, *, definition: Definition, year: int) -> Brought:
    """What the file says. FaultsError lists all that is wrong: answers of another rating or year
    first, as then nothing else matters."""
    asked = Asked(mapping_in(text))
    _weigh_what_for(asked, definition, year)
    asked.only("rating", "year", "city", "population", "population_source", "answers")
    name = asked.text("city", most=NAME)
    if not name and not asked.faults:
        asked.fault(_("is missing: write the name of the city."), "city")
    population = asked.whole("population", least=1, most=MOST_INHABITANTS)
    values = _values(asked, definition)
    if asked.faults:
        raise FaultsError(asked.faults)
    return Brought(name, population or 0, values)


def _weigh_what_for(asked: Asked, definition: Definition, year: int) -> None:
    rating, of_year = asked.told.get("rating"), asked.told.get("year")
    if rating != definition.code:
        words = _("These are answers for the rating “%(other)s”, not for “%(code)s”.")
        told = {"other": str(rating)[:60], "code": definition.code}
        raise FaultsError([words % told])
    if of_year != year:
        words = _("These are answers for the year %(other)s, not for %(year)s.")
        raise FaultsError([words % {"other": str(of_year)[:20], "year": year}])


def _values(asked: Asked, definition: Definition) -> dict[str, str]:
    told = asked.told.get("answers")
    if not isinstance(told, dict):
        asked.fault(_("write each indicator’s code with its answer."), "answers")
        return {}
    found: dict[str, str] = {}
    for code, answer in told.items():
        one = definition.indicators.get(code) if isinstance(code, str) else None
        place = Asked(_with_value(answer), f"answers, {str(code)[:60]}", asked.faults)
        if one is None:
            place.fault(_("the rating has no such indicator."))
        elif value := _value(place, one):
            found[one.code] = value
    return found


def _value(asked: Asked, indicator: Indicator) -> str:
    """The number as a text; empty where there is none."""
    asked.only("value", "source")
    if indicator.way is Way.FORMULA:
        asked.fault(_("this is worked out from other answers: leave it out."))
        return ""
    if not asked.has("value"):
        return ""
    number = asked.number("value")
    if number is not None and number < 0 and not indicator.is_signed:
        asked.fault(_("an answer cannot be less than nothing."))
    return "" if number is None else str(number)


def _with_value(answer: Any) -> dict[str, Any]:
    """An answer may stand alone, without a source."""
    return answer if isinstance(answer, dict) else {"value": answer}
