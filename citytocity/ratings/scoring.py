"""Points, totals and ranks of cities that answered the same rating for the same year.

Exact to the last step: fractions all the way, rounded to two places when a total is told. An
answer that is missing gets nothing. By `min-max` and `rank` the best of those compared gets all,
also where all are alike or one alone answered; by `share` each gets its part of the sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from citytocity.ratings.definitions import (
    INHABITANTS,
    POPULATION,
    Category,
    Definition,
    Indicator,
)
from citytocity.ratings.enums import Scale, Way
from citytocity.ratings.formulas import sureness, worked_out

NOTHING, ALL = Fraction(0), Fraction(100)
Row = dict[str, Fraction | None]
"""The answers of a city by code, formulas worked out."""


@dataclass(frozen=True)
class Answers:
    """What one city answered: a value for each code, None or nothing where it did not.

    A value for a formula stands in its place.
    """

    city: str
    population: int | None
    values: Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Points:
    """What one indicator gives a city: its answer, the same made comparable (`measure`), its
    points from 0 to 100, and how much of the total these can be (`share`)."""

    indicator: Indicator
    value: Fraction | None
    measure: Fraction | None
    points: Fraction
    share: Fraction

    @property
    def gained(self) -> Fraction:
        return self.points * self.share / ALL


@dataclass(frozen=True)
class Score:
    """A city's total and its rank among the `of` cities of its category; equals share a rank."""

    answers: Answers
    category: Category
    points: tuple[Points, ...]
    total: Decimal
    rank: int = 0
    of: int = 0

    @property
    def missing(self) -> tuple[Indicator, ...]:
        return tuple(one.indicator for one in self.points if one.value is None)


def scores(definition: Definition, answers: Iterable[Answers]) -> list[Score]:
    """The best first inside each category, the smallest category first.

    A city whose inhabitants are not known is in no category, and not among them.
    """
    answers = list(answers)
    return [
        score
        for category in definition.categories
        for score in _in_category(
            definition,
            category,
            [one for one in answers if definition.category_of(one.population) == category],
        )
    ]


def resolved(definition: Definition, answers: Answers) -> Row:
    """The answer to each indicator, formulas worked out."""
    population = answers.population
    values: Row = {POPULATION: None if population is None else Fraction(population)}
    values |= {code: answers.values.get(code) for code in definition.indicators}
    waiting = [
        one
        for one in definition.indicators.values()
        if one.way is Way.FORMULA and values[one.code] is None
    ]
    for _round in waiting:  # as many times as the longest chain of them can be
        values |= {one.code: worked_out(one.formula, values) for one in waiting}
    return values


def how_sure(definition: Definition, row: Row, known: Mapping[str, str]) -> dict[str, str]:
    """How sure each answer is: as it is `known` of those given, as its parts are of formulas."""
    found = dict(known)
    formulas = [one for one in definition.indicators.values() if one.way is Way.FORMULA]
    for _round in formulas:  # as many times as the longest chain of them can be
        found |= {one.code: sureness(one.formula, row, found) for one in formulas}
    return found


def measure(
    indicator: Indicator, value: Fraction | None, population: int | None
) -> Fraction | None:
    """The answer made comparable."""
    if value is None or not indicator.norm.is_per_inhabitants:
        return value
    return value * INHABITANTS / population if population else None


def told(number: Fraction) -> Decimal:
    """Rounded to two places as a person would, half of the last one up."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def column(
    indicator: Indicator, share: Fraction, rows: Sequence[Row], answers: Sequence[Answers]
) -> list[Points]:
    """What the indicator gives each city, from its answers in the rows."""
    values = [row[indicator.code] for row in rows]
    measures = [
        measure(indicator, value, one.population)
        for value, one in zip(values, answers, strict=True)
    ]
    points = _points(indicator, measures)
    return [
        Points(indicator, *of_city, share) for of_city in zip(values, measures, points, strict=True)
    ]


def summed(
    category: Category, answers: Sequence[Answers], columns: Iterable[Sequence[Points]]
) -> list[Score]:
    """The columns city by city, with totals and ranks; the best first."""
    of_cities = zip(*columns, strict=True)
    return _ranked(
        [
            Score(one, category, points, told(sum((p.gained for p in points), NOTHING)))
            for one, points in zip(answers, of_cities, strict=True)
        ]
    )


def _in_category(
    definition: Definition, category: Category, answers: Sequence[Answers]
) -> list[Score]:
    rows = [resolved(definition, one) for one in answers]
    columns = [column(one, share, rows, answers) for _group, one, share in definition.shares]
    return summed(category, answers, columns)


def _ranked(found: list[Score]) -> list[Score]:
    totals = [score.total for score in found]
    ranked = [
        Score(
            one.answers,
            one.category,
            one.points,
            one.total,
            rank=1 + sum(total > one.total for total in totals),
            of=len(found),
        )
        for one in found
    ]
    return sorted(ranked, key=lambda score: (score.rank, score.answers.city))


def _points(indicator: Indicator, measures: list[Fraction | None]) -> list[Fraction]:
    """The points of each city, from the measures of all of its category."""
    norm, known = indicator.norm, [one for one in measures if one is not None]
    if not known:
        return [NOTHING for _one in measures]
    if norm.scale is Scale.MIN_MAX:
        worst, best = norm.ends or _ends(known, less_is_better=norm.less_is_better)
        return [_between(worst, best, one) for one in measures]
    if norm.scale is Scale.RANK:
        return [_by_rank(one, known, less_is_better=norm.less_is_better) for one in measures]
    parts = [max(one or NOTHING, NOTHING) for one in measures]
    whole = sum(parts, NOTHING)
    return [part * ALL / whole if whole else NOTHING for part in parts]


def _ends(known: list[Fraction], *, less_is_better: bool) -> tuple[Fraction, Fraction]:
    return (max(known), min(known)) if less_is_better else (min(known), max(known))


def _between(worst: Fraction, best: Fraction, one: Fraction | None) -> Fraction:
    if one is None:
        return NOTHING
    if worst == best:
        return ALL
    return min(max((one - worst) * ALL / (best - worst), NOTHING), ALL)


def _by_rank(one: Fraction | None, known: list[Fraction], *, less_is_better: bool) -> Fraction:
    """The first gets all, the last of those without equal nothing, evenly between."""
    if one is None:
        return NOTHING
    if len(known) == 1:
        return ALL
    before = sum(other < one if less_is_better else other > one for other in known)
    return Fraction(len(known) - 1 - before, len(known) - 1) * ALL
