"""What would move a city's score: the nearest answer to each indicator that gives more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from citytocity.ratings.definitions import INHABITANTS, Category, Definition, Indicator
from citytocity.ratings.enums import Scale, Way
from citytocity.ratings.scoring import Answers, Points, Row, Score, column, resolved, summed


@dataclass(frozen=True)
class Move:
    """With the answer `to` instead, the total grows by `gain`, and the rank is `rank`.

    `of_one` is what one more gives, or one less where less is better; nothing where none is known.
    """

    indicator: Indicator
    now: Fraction | None
    to: Fraction
    gain: Decimal
    rank: int
    of_one: Decimal = Decimal(0)


def moves(definition: Definition, own: Answers, others: Iterable[Answers]) -> list[Move]:
    """One for each indicator that can still give something; what gives most comes first.

    Each is worked out with all else as it is, by scoring all cities of the category again.
    """
    category = definition.category_of(own.population)
    if category is None:
        return []
    rivals = (one for one in others if definition.category_of(one.population) == category)
    board = _Board.of(definition, category, [own, *rivals])
    now = board.own
    found = [move for points in now.points if (move := _nearest(board, now, points))]
    return sorted(found, key=lambda move: (-move.gain, move.indicator.code))


@dataclass(frozen=True)
class _Board:
    """The cities of the category, the own one first, and what each indicator gives them."""

    definition: Definition
    category: Category
    answers: list[Answers]
    rows: list[Row]
    columns: dict[str, list[Points]]

    @classmethod
    def of(cls, definition: Definition, category: Category, answers: list[Answers]) -> "_Board":
        rows = [resolved(definition, one) for one in answers]
        columns = {
            one.code: column(one, share, rows, answers) for _group, one, share in definition.shares
        }
        return cls(definition, category, answers, rows, columns)

    @property
    def own(self) -> Score:
        found = summed(self.category, self.answers, self.columns.values())
        return next(score for score in found if score.answers is self.answers[0])

    def with_answer(self, code: str, value: Fraction) -> Score:
        """The own score with that answer; only what it touches is worked out again."""
        own = replace(self.answers[0], values={**self.answers[0].values, code: value})
        answers = [own, *self.answers[1:]]
        rows = [resolved(self.definition, own), *self.rows[1:]]
        columns = {
            one.code: column(one, share, rows, answers)
            if one.code == code or one.way is Way.FORMULA
            else self.columns[one.code]
            for _group, one, share in self.definition.shares
        }
        return replace(self, answers=answers, rows=rows, columns=columns).own


def _nearest(board: _Board, now: Score, points: Points) -> Move | None:
    code = points.indicator.code
    measures = [of_city.measure for of_city in board.columns[code]]
    for value in _steps(points, measures, now.answers):
        then = board.with_answer(code, value)
        if then.total > now.total:
            gain = then.total - now.total
            one = board.with_answer(code, _one_further(points)) if points.value is not None else now
            of_one = one.total - now.total
            return Move(points.indicator, points.value, value, gain, then.rank, of_one)
    return None


def _one_further(points: Points) -> Fraction:
    step = -1 if points.indicator.norm.less_is_better else 1
    return (points.value or Fraction(0)) + step


def _steps(points: Points, measures: Iterable[Fraction | None], own: Answers) -> Iterator[Fraction]:
    """Answers that are better than the own one, the nearest first: those of the other cities, and
    the end that the norm fixes."""
    norm, mine = points.indicator.norm, points.measure
    known = {one for one in measures if one is not None}
    if norm.ends:
        known.add(norm.ends[1])
    better = {
        one for one in known if mine is None or (one < mine if norm.less_is_better else one > mine)
    }
    for one in sorted(better, reverse=norm.less_is_better):
        yield from _answers_like(points.indicator, one, own.population)


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
        further = rounded + (-1 if indicator.norm.less_is_better else 1)
        if further >= 0 or indicator.is_signed:
            yield further * step
