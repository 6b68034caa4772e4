"""The answers of a questionnaire as a file that another office can bring into its own."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml
from django.utils.translation import gettext as _

from citytocity.ledger.enums import Certainty
from citytocity.ratings.enums import Way
from citytocity.ratings.models.answer import PLACES
from citytocity.ratings.presentation import decimal_of, source_in_words
from citytocity.ratings.sheets import Line, Sheet


def answers_file(sheet: Sheet) -> str:
    """YAML, with nothing of what is worked out from other answers, and an empty place for each that
    is missing."""
    told = {
        "rating": sheet.definition.code,
        "asks": sheet.definition.fingerprint,
        "year": sheet.year,
        "city": str(sheet.city.name),
        "population": sheet.population,
        "population_source": sheet.inhabitants_known_from,
        "answers": {
            line.indicator.code: _answer(line)
            for line in sheet.lines
            if line.indicator.way is not Way.FORMULA
        },
    }
    head = _("Answers for a rating, to be compared with those of other cities.")
    return f"# {head}\n" + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100)


def _answer(line: Line) -> dict[str, Any]:
    answer = line.answer
    told = {"value": _number(answer.value), "source": source_in_words(answer)}
    is_sure = answer.qualifier in ("", Certainty.COUNTED)
    return told if is_sure else told | {"certainty": str(answer.qualifier)}


def _number(value: Fraction | None) -> int | float | str | None:
    """As YAML writes it, or as a text where a float would lose of it; of what cannot be written in
    decimals four places."""
    if value is None:
        return None
    exact = decimal_of(value, PLACES).normalize() + 0
    if exact == exact.to_integral_value():
        return int(exact)
    return float(exact) if Decimal(repr(float(exact))) == exact else str(exact)
