"""The answers of a questionnaire as a file that another office can bring into its own."""

from fractions import Fraction
from typing import Any

import yaml
from django.utils.translation import gettext as _

from citytocity.ratings.enums import Way
from citytocity.ratings.presentation import decimal_of, source_in_words
from citytocity.ratings.sheets import Line, Sheet


def answers_file(sheet: Sheet) -> str:
    """YAML, with nothing of what is worked out from other answers, and an empty place for each that
    is missing."""
    told = {
        "rating": sheet.definition.code,
        "year": sheet.year,
        "city": str(sheet.city.name),
        "population": sheet.population,
        "population_source": sheet.population_source,
        "answers": {
            line.indicator.code: _answer(line)
            for line in sheet.lines
            if line.indicator.way is not Way.FORMULA
        },
    }
    head = _("Answers for a rating, to be compared with those of other cities.")
    return f"# {head}\n" + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100)


def _answer(line: Line) -> dict[str, Any]:
    return {"value": _number(line.answer.value), "source": source_in_words(line.answer)}


def _number(value: Fraction | None) -> int | float | None:
    """As YAML writes it; of what cannot be written in decimals four places."""
    if value is None:
        return None
    exact = decimal_of(value, 4)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
