"""Another city's answers out of a file, weighed against the rating they are compared in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from citytocity.cities.models import MOST_INHABITANTS
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.asked import Asked, FaultsError, mapping_in
from citytocity.ledger.enums import Certainty
from citytocity.ratings.definitions import Definition, Indicator
from citytocity.ratings.enums import Way

NAME = 120


@dataclass(frozen=True)
class Brought:
    """The answers of a file; `values` have numbers as texts, exact, and `certainties` says how sure
    those are that were not counted one by one."""

    city_name: str
    population: int
    values: dict[str, str]
    certainties: dict[str, str]


def answers_in(text: str, *, definition: Definition, year: int) -> Brought:
    """What the file says. FaultsError lists all that is wrong: answers of another rating or year
    first, as then nothing else matters."""
    asked = Asked(mapping_in(text))
    _weigh_what_for(asked, definition, year)
    asked.only("rating", "asks", "year", "city", "population", "population_source", "answers")
    name = asked.text("city", most=NAME)
    if not name and not asked.faults:
        asked.fault(_("is missing: write the name of the city."), "city")
    population = asked.whole("population", least=1, most=MOST_INHABITANTS)
    values, certainties = _values(asked, definition)
    if asked.faults:
        raise FaultsError(asked.faults)
    return Brought(name, population or 0, values, certainties)


def _weigh_what_for(asked: Asked, definition: Definition, year: int) -> None:
    rating, of_year = asked.told.get("rating"), asked.told.get("year")
    if rating != definition.code:
        words = _("These are answers for the rating “%(other)s”, not for “%(code)s”.")
        told = {"other": str(rating)[:60], "code": definition.code}
        raise FaultsError([words % told])
    if asked.has("asks") and asked.told["asks"] != definition.fingerprint:
        words = _(
            "These are answers for another “%(code)s”: it asks something else, or weighs it in "
            "another way. Compare by the same file of the rating."
        )
        raise FaultsError([words % {"code": definition.code}])
    if of_year != year:
        words = _("These are answers for the year %(other)s, not for %(year)s.")
        raise FaultsError([words % {"other": str(of_year)[:20], "year": year}])


def _values(asked: Asked, definition: Definition) -> tuple[dict[str, str], dict[str, str]]:
    """The numbers by code, and how sure those are that are not counted one by one."""
    told = asked.told.get("answers")
    if not isinstance(told, dict):
        asked.fault(_("write each indicator’s code with its answer."), "answers")
        return {}, {}
    found: dict[str, str] = {}
    sure: dict[str, str] = {}
    for code, answer in told.items():
        one = definition.indicators.get(code) if isinstance(code, str) else None
        place = Asked(_with_value(answer), f"answers, {str(code)[:60]}", asked.faults)
        if one is None:
            place.fault(_("the rating has no such indicator."))
        elif value := _value(place, one):
            found[one.code] = value
            if (how := _certainty(place)) != Certainty.COUNTED:
                sure[one.code] = how
    return found, sure


def _value(asked: Asked, indicator: Indicator) -> str:
    """The number as a text; empty where there is none."""
    asked.only("value", "source", "certainty")
    if indicator.way is Way.FORMULA:
        asked.fault(_("this is worked out from other answers: leave it out."))
        return ""
    if not asked.has("value"):
        return ""
    number = asked.number("value")
    if number is not None and number < 0 and not indicator.is_signed:
        asked.fault(_("an answer cannot be less than nothing."))
    elif number is not None and not indicator.can_be(number):
        most = number_in_words(float(indicator.most or 0))
        asked.fault(_("the answer can be %(most)s at most.") % {"most": most})
    return "" if number is None else str(number)


def _certainty(asked: Asked) -> str:
    """Empty where it is none."""
    if not asked.has("certainty"):
        return Certainty.COUNTED
    return asked.one_of("certainty", Certainty.values)


def _with_value(answer: Any) -> dict[str, Any]:
    """An answer may stand alone, without a source."""
    return answer if isinstance(answer, dict) else {"value": answer}
