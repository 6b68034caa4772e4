"""Whether an event has what a funder wants, and if not, what is missing, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, inf

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.figures.measuring import Figure
from citytocity.figures.reductions import Number
from citytocity.funders.counting import Count
from citytocity.funders.definitions import Check, Definition
from citytocity.funders.enums import Measure
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import Certainty

NEEDED: dict[Measure, Callable[[int], str]] = {
    Measure.PEOPLE: lambda n: ngettext(
        "%(number)s more participant needed", "%(number)s more participants needed", n
    ),
    Measure.INTERNATIONAL: lambda n: ngettext(
        "%(number)s more international participant needed",
        "%(number)s more international participants needed",
        n,
    ),
    Measure.COUNTRIES: lambda n: ngettext(
        "%(number)s more country needed", "%(number)s more countries needed", n
    ),
    Measure.MEMBERS: lambda n: ngettext(
        "%(number)s more country that the programme names needed",
        "%(number)s more countries that the programme names needed",
        n,
    ),
    Measure.DAYS: lambda n: ngettext(
        "%(number)s more day needed", "%(number)s more days needed", n
    ),
}
"""Of shares no number of people can be named."""
HEADS = {Measure.PEOPLE: "people", Measure.INTERNATIONAL: "international"}
"""Numbers of people, by what the count calls them where it says how sure they are."""
SHARES = (Measure.SMALLER_SHARE, Measure.YOUNG_SHARE)
NEAR = Fraction(1, 10)
"""By how much of itself a number that was not counted may well be wrong."""


@dataclass(frozen=True)
class Checked:
    """A check with what the event has; `is_met` is None where that is not on record, or where
    heads that were not counted could decide it: those beyond "at least", and a tenth of what is
    estimated or "about"."""

    check: Check
    value: int | Fraction | None
    is_met: bool | None
    certainty: Certainty = Certainty.COUNTED

    @property
    def missing(self) -> str:
        """What there is too little or too much of; empty where nothing is wrong."""
        if self.is_met is not False or self.value is None:
            return ""
        if self.check.least is not None and self.value < self.check.least:
            return _needed(self.check.measure, self.check.least - self.value, self.check.least)
        most = number_in_words(shown(self.check.most or 0))
        return _("at most %(number)s allowed") % {"number": most}


def checked(definition: Definition, count: Count) -> list[Checked]:
    """Each check of the sheet, in its order."""
    return [
        _checked(one, _value(one.measure, definition, count), _certainty(one.measure, count))
        for one in definition.checks
        if one.measure
    ]


def checked_figures(definition: Definition, found: Mapping[str, Figure]) -> list[Checked]:
    """Each check of a sheet of a year, in its order."""
    return [
        _checked(one, _whole(found[one.figure].value), found[one.figure].certainty)
        for one in definition.checks
    ]


def _whole(number: Number | None) -> int | None:
    return None if number is None else int(number)


def _checked(check: Check, value: int | Fraction | None, certainty: Certainty) -> Checked:
    if value is None:
        return Checked(check, None, None)
    least = -inf if check.least is None else check.least
    most = inf if check.most is None else check.most
    is_share = check.measure in SHARES
    lowest, highest = _between(value, certainty, is_share=is_share)
    if is_share and certainty == Certainty.AT_LEAST:  # more heads can make a share less, too
        certainty = Certainty.ABOUT
    if least <= lowest and highest <= most:
        return Checked(check, value, is_met=True, certainty=certainty)
    is_wrong = highest < least or lowest > most
    return Checked(check, value, is_met=False if is_wrong else None, certainty=certainty)


def _between(
    value: int | Fraction, certainty: Certainty, *, is_share: bool
) -> tuple[Fraction | float, Fraction | float]:
    """The lowest and the highest that the number may well be."""
    if certainty == Certainty.COUNTED:
        return Fraction(value), Fraction(value)
    if certainty == Certainty.AT_LEAST:
        return (0, 100) if is_share else (Fraction(value), inf)
    return value * (1 - NEAR), value * (1 + NEAR)


def _certainty(measure: Measure, count: Count) -> Certainty:
    """How sure the value is: a number of people as its heads are, a share as all heads are."""
    if measure in SHARES:
        return Certainty(count.certainty)
    return count.sureness[HEADS[measure]] if measure in HEADS else Certainty.COUNTED


def _value(measure: Measure, definition: Definition, count: Count) -> int | Fraction | None:
    match measure:
        case Measure.PEOPLE:
            return count.people
        case Measure.INTERNATIONAL:
            return count.international
        case Measure.COUNTRIES:
            return len(count.countries)
        case Measure.MEMBERS:
            return len(definition.members & set(count.countries))
        case Measure.DAYS:
            return count.days
        case Measure.SMALLER_SHARE:
            return count.smaller_share
    return count.young_share


def _needed(measure: Measure | None, missing: Fraction, least: Fraction) -> str:
    number = ceil(missing)
    if measure is None:
        words = ngettext("%(number)s more needed", "%(number)s more needed", number)
        return words % {"number": number_in_words(number)}
    if measure in NEEDED:
        return NEEDED[measure](number) % {"number": number_in_words(number)}
    return _("at least %(number)s percent needed") % {"number": number_in_words(shown(least))}


def shown(number: int | Fraction) -> int | Decimal:
    """As it is told: a share that is not whole with one decimal, never rounded up to a limit."""
    return int(number) if number == int(number) else Decimal(floor(number * 10)) / 10
