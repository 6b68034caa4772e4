"""What a sheet asks of an event, which numbers its funder wants, what it is made after."""

from dataclasses import dataclass
from fractions import Fraction

from citytocity.funders.enums import Measure, Part
from citytocity.languages.text import Words


@dataclass(frozen=True)
class Check:
    """A number that the funder wants: at least, at most, or both."""

    measure: Measure
    least: Fraction | None
    most: Fraction | None


@dataclass(frozen=True)
class Definition:
    """`members` are codes of the countries that the programme names, `blanks` the lines that the
    register cannot fill."""

    code: str
    name: Words
    made_after: Words
    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    checks: tuple[Check, ...]
    members: frozenset[str]
    blanks: tuple[Words, ...]
