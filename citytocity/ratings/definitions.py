"""What a rating asks, and how answers become points: groups, indicators, norms, weights."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import rfc8785

from citytocity.languages.text import Words
from citytocity.ratings.enums import Scale, Way

WHOLE = 100
"""What the weights of the groups add up to, and those of the indicators of each group."""
INHABITANTS = 100_000
POPULATION = "population"
"""The name by which a formula asks for the city's inhabitants."""
WORDS = frozenset({"name", "made_after", "sources", "definition", "example", "years", "unit"})
"""What may change in a definition without answers becoming those of another one."""


@dataclass(frozen=True)
class Category:
    """Cities of like size, up to so many inhabitants; the largest has no limit."""

    code: str
    name: Words
    up_to: int | None


@dataclass(frozen=True)
class Norm:
    """How answers are made comparable, and points of them.

    `ends` are the answers that get nothing and everything, where the definition fixes them; else
    they are those of the cities compared.
    """

    scale: Scale
    is_per_inhabitants: bool = False
    ends: tuple[Fraction, Fraction] | None = None
    less_is_better: bool = False

    @property
    def needs_others(self) -> bool:
        return self.ends is None


@dataclass(frozen=True)
class Indicator:
    """`figure` is the code of the figure that answers it, `formula` how it is worked out.

    `places` are the decimals of an answer, `most` is what it can be at most, if that is limited;
    `is_signed`: it may be less than nothing.
    """

    code: str
    name: Words
    unit: Words
    definition: Words
    way: Way
    norm: Norm
    weight: Fraction
    figure: str = ""
    formula: str = ""
    places: int = 0
    is_signed: bool = False
    most: Fraction | None = None

    def can_be(self, answer: Fraction) -> bool:
        """Whether a person may give it."""
        is_too_much = self.most is not None and answer > self.most
        return not is_too_much and (answer >= 0 or self.is_signed)


@dataclass(frozen=True)
class Group:
    code: str
    name: Words
    weight: Fraction
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Definition:
    """`told` is the mapping it was read from, to be kept with what was answered by it.

    `made_after` says what it follows; an example claims to be nobody's official form.
    """

    code: str
    name: Words
    made_after: Words
    is_example: bool
    sources: tuple[str, ...]
    first_year: int
    last_year: int
    categories: tuple[Category, ...]
    groups: tuple[Group, ...]
    told: dict[str, Any]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {one.code: one for group in self.groups for one in group.indicators}

    @cached_property
    def fingerprint(self) -> str:
        """The mark of what is asked and how it is weighed; words and years may differ."""
        return fingerprint_of(self.told)

    @property
    def asked(self) -> list[Indicator]:
        """Those that are not worked out from others."""
        return [one for one in self.indicators.values() if one.way is not Way.FORMULA]

    def is_in_a_formula(self, code: str) -> bool:
        """Whether what is worked out asks for it, at least by way of another formula."""
        return any(
            re.search(rf"\b{re.escape(code)}\b", one.formula) for one in self.indicators.values()
        )

    @property
    def shares(self) -> Iterator[tuple[Group, Indicator, Fraction]]:
        """Each indicator with the points of the whole that it can give."""
        for group in self.groups:
            for one in group.indicators:
                yield group, one, group.weight * one.weight / WHOLE

    @property
    def needs_others(self) -> bool:
        """Whether a city that stands alone in its category cannot be given points."""
        return any(one.norm.needs_others for one in self.indicators.values())

    def category_of(self, population: int | None) -> Category | None:
        """The one that a city of so many inhabitants is in; None where they are not known."""
        if population is None:
            return None
        limits = (one for one in self.categories if one.up_to is None or population <= one.up_to)
        return next(limits, None)


def fingerprint_of(told: dict[str, Any]) -> str:
    """SHA-256 of the mapping without its words, so that another translation changes nothing. Units
    stand in it in English, or in all languages that there are."""
    return hashlib.sha256(rfc8785.dumps(_asked_in(told))).hexdigest()


def _asked_in(told: Any) -> Any:
    if isinstance(told, list):
        return [_asked_in(one) for one in told]
    if not isinstance(told, dict):
        return told
    kept = {key: _asked_in(one) for key, one in told.items() if key not in WORDS}
    unit = told.get("unit")
    if isinstance(unit, dict):
        kept["unit"] = unit.get("en", unit)
    return kept
