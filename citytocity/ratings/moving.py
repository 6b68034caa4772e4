"""What would move a city's score: for each indicator the nearest answer that comes to another
city's, or to the end that the norm fixes, and gives more."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from citytocity.ratings.definitions import INHABITANTS, Definition, Indicator
from citytocity.ratings.enums import Scale
from citytocity.ratings.scoring import NOTHING, Answers, Points, Row, column, resolved, told


@dataclass(frozen=True)
class Move:
    """With the answer `to` instead, the total grows by `gain`, and the rank is `rank`. Gains are
    those of the exact totals, rounded once: totals as they are told may lie 0.01 further apart.

    `of_one` is what one more gives, or one less where less is better; nothing where none is known,
    or where the answer cannot be so.
    """

    indicator: Indicator
    now: Fraction | None
    to: Fraction
    gain: Decimal
    rank: int
    of_one: Decimal = Decimal(0)


def moves(definition: Definition, own: Answers, others: Iterable[Answers]) -> list[Move]:
    """One for each answer that can be given and would give more; what gives most comes first.

    Each is worked out with all else as it is, among all cities of the category.
    """
    category = definition.category_of(own.population)
    if category is None:
        return []
    rivals = (one for one in others if definition.category_of(one.population) == category)
    board = _Board.of(definition, [own, *rivals])
    found = [
        move for one in definition.asked if (move := _nearest(board, board.columns[one.code][0]))
    ]
    return sorted(found, key=lambda move: (-move.gain, move.indicator.code))


@dataclass(frozen=True)
class _Totals:
    """Those of all cities, exactly, the own one first."""

    exact: list[Fraction]

    @property
    def own(self) -> Decimal:
        return told(self.exact[0])

    @property
    def rank(self) -> int:
        return 1 + sum(told(one) > self.own for one in self.exact)

    def gain_over(self, before: "_Totals") -> Decimal:
        return told(self.exact[0] - before.exact[0])


@dataclass(frozen=True)
class _Board:
    """The cities of the category, the own one first, and what each indicator gives them."""

    definition: Definition
    answers: list[Answers]
    rows: list[Row]
    columns: dict[str, list[Points]]
    now: _Totals

    @classmethod
    def of(cls, definition: Definition, answers: list[Answers]) -> "_Board":
        rows = [resolved(definition, one) for one in answers]
        columns = {
            one.code: column(one, share, rows, answers) for _group, one, share in definition.shares
        }
        of_cities = zip(*columns.values(), strict=True)
        exact = [sum((one.gained for one in points), NOTHING) for points in of_cities]
        return cls(definition, answers, rows, columns, _Totals(exact))

    def with_answer(self, code: str, value: Fraction) -> _Totals:
        """The totals with that answer of the own city; only what it touches is worked out again."""
        own = replace(self.answers[0], values={**self.answers[0].values, code: value})
        rows = [resolved(self.definition, own), *self.rows[1:]]
        exact = list(self.now.exact)
        for _group, one, share in self.definition.shares:
            if rows[0][one.code] != self.rows[0][one.code]:
                pairs = zip(
                    column(one, share, rows, self.answers), self.columns[one.code], strict=True
                )
                gains = [then.gained - before.gained for then, before in pairs]
                exact = [total + gain for total, gain in zip(exact, gains, strict=True)]
        return _Totals(exact)


def _nearest(board: _Board, points: Points) -> Move | None:
    indicator = points.indicator
    measures = [of_city.measure for of_city in board.columns[indicator.code]]
    answers = _better(points, measures, board.answers[0])
    value = _first_that_gains(board, indicator, answers)
    if value is None:
        return None
    then = board.with_answer(indicator.code, value)
    gain, gain_of_one = then.gain_over(board.now), _gain_of_one(board, points)
    return Move(indicator, points.value, value, gain, then.rank, gain_of_one)


def _first_that_gains(
    board: _Board, indicator: Indicator, answers: Sequence[Fraction]
) -> Fraction | None:
    """The nearest of the answers with which the total is more. It never falls from one to the next
    unless a formula asks for it, so that halving finds the place."""

    def gains(value: Fraction) -> bool:
        return board.with_answer(indicator.code, value).gain_over(board.now) > 0

    if board.definition.is_in_a_formula(indicator.code):
        return next((one for one in answers if gains(one)), None)
    if not answers or not gains(answers[-1]):
        return None
    return answers[bisect_left(answers, x=True, hi=len(answers) - 1, key=gains)]


def _gain_of_one(board: _Board, points: Points) -> Decimal:
    """What one more gives, or one less where that is better, if the answer can be so."""
    further = (points.value or NOTHING) + (-1 if points.indicator.norm.less_is_better else 1)
    if points.value is None or not points.indicator.can_be(further):
        return Decimal(0)
    return board.with_answer(points.indicator.code, further).gain_over(board.now)


def _better(
    points: Points, measures: Iterable[Fraction | None], own: Answers
) -> Sequence[Fraction]:
    """Answers that are better than the own one, the nearest first: those of the other cities, and
    the end that the norm fixes; only such as can be given."""
    norm, mine = points.indicator.norm, points.measure
    known = {one for one in measures if one is not None}
    if norm.ends:
        known.add(norm.ends[1])
    reached = [
        one for one in known if mine is None or (one < mine if norm.less_is_better else one > mine)
    ]
    answers = {
        answer
        for one in reached
        for answer in _answers_like(points.indicator, one, own.population)
        if points.indicator.can_be(answer)
    }
    return sorted(answers, reverse=norm.less_is_better)


def _answers_like(
    indicator: Indicator, reached: Fraction, population: int | None
) -> Iterator[Fraction]:
    """The roundest answers that come to the measure, and to a little more than it: who is equal
    to another shares the rank, and may gain nothing."""
    exact = reached
    if indicator.norm.is_per_inhabitants:
        if not population:
            return
        exact = reached * population / INHABITANTS
    step = Fraction(1, 10**indicator.places)
    rounded = Fraction(floor(exact / step) if indicator.norm.less_is_better else ceil(exact / step))
    yield rounded * step
    if indicator.norm.scale is not Scale.MIN_MAX:
        yield (rounded + (-1 if indicator.norm.less_is_better else 1)) * step
