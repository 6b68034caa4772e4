"""Counting many figures with few questions: one for each kind of record, whatever they are of.

Each year of each scope is a row of the question, and each figure some of its columns.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from citytocity.figures import kinds
from citytocity.figures.blanks import Blank, Nothing, Question, ask_all
from citytocity.figures.definitions import Indicator
from citytocity.figures.kinds import AnyPeriod, Kind, Period
from citytocity.figures.measures import Measure
from citytocity.figures.reductions import ByHand, Counted, Reduction
from citytocity.figures.scope import Scope

Where = Mapping[str, Sequence[str]]
Slot = tuple[Reduction, int]
"""Columns of a question: those of a reduction, for the first figure of a row that is reduced so,
for the second, and so on. Figures of different rows share them."""
AT_ONCE = 100
"""So many rows are asked for in one question: a database takes some hundred SELECTs, not more."""
REMEMBERED = 40
"""So many reports and lists of figures have their questions remembered."""


@dataclass(frozen=True)
class Wanted:
    """A figure before it is counted."""

    indicator: Indicator
    period: Period
    scope: Scope
    where: Where = field(default_factory=dict)

    @property
    def measure(self) -> Measure:
        assert self.indicator.measure is not None  # noqa: S101 asked of those that are recorded
        return self.indicator.measure

    @property
    def kind(self) -> Kind:
        return self.measure.kind

    @property
    def is_to_come(self) -> bool:
        return self.period.is_to_come and not self.kind.looks_ahead

    @cached_property
    def rows(self) -> Any:
        """All records of its kind in the scope and the period."""
        return self.kind.of(self.scope, self.period)

    @property
    def conditions(self) -> tuple[tuple[str, Sequence[str]], ...]:
        """What narrows it, by name, and the values."""
        return (*self.indicator.where.items(), *self.where.items())

    @cached_property
    def narrowed(self) -> Q:
        """Which of these it counts, as far as each tells by itself."""
        found = Q()
        for name, values in self.conditions:
            found &= self.kind.filters[name].where(list(values), self.scope, self.period)
        return found

    @cached_property
    def once(self) -> Q:
        """Which of these count beside the others."""
        return self.kind.once(self.rows.filter(self.narrowed)) if self.kind.once else Q()

    @property
    def together(self) -> Any:
        """What figures have in common that are counted out of the same rows."""
        narrowed = str(self.conditions) if self.kind.once else ""
        return self.kind.of, self.scope, self.period, narrowed

    @property
    def known_by(self) -> Any:
        """What says whether none of its records is zero of them."""
        return self.kind.is_known, self.scope, self.period

    @property
    def records(self) -> QuerySet:
        if self.is_to_come:
            none: QuerySet = self.rows.none()
            return none
        found = self.rows.filter(self.narrowed, self.once)
        if self.kind is kinds.ANNIVERSARIES:
            keys = kinds.with_round_years(self.scope, [self.period])[self.period]
            found = found.filter(pk__in=keys)
        return self.measure.reduction.narrowed(found)


def counted_all(wanted: Sequence[Wanted]) -> list[Counted]:
    """Each one counted: those of the same records in one question, if the database can do it."""
    found: dict[int, Counted] = {}
    by_database: dict[int, Wanted] = {}
    by_hand: dict[int, Wanted] = {}
    ahead: dict[Scope, list[int]] = {}
    for place, one in enumerate(wanted):
        if one.indicator.measure is None or one.is_to_come:
            found[place] = Counted(None)
        elif one.kind is kinds.ANNIVERSARIES:
            ahead.setdefault(one.scope, []).append(place)
        elif isinstance(one.measure.reduction, ByHand):
            by_hand[place] = one
        else:
            by_database[place] = one
    found |= _by_database(by_database) | _by_hand(by_hand)
    for scope, places in ahead.items():
        keys = kinds.with_round_years(scope, [wanted[place].period for place in places])
        found |= {at: Counted(n := len(keys[wanted[at].period]), n) for at in places}
    return _with_what_is_known(wanted, [found[place] for place in range(len(wanted))])


def _with_what_is_known(wanted: Sequence[Wanted], found: list[Counted]) -> list[Counted]:
    """No records are zero only where the register knows that there were none."""
    is_doubtful = [not counted.records and counted.value is not None for counted in found]
    doubtful = {
        one.known_by: one for one, doubts in zip(wanted, is_doubtful, strict=True) if doubts
    }
    known = _known(doubtful)
    return [
        Counted(None) if doubts and not known[one.known_by] else counted
        for one, counted, doubts in zip(wanted, found, is_doubtful, strict=True)
    ]


def _known(doubtful: Mapping[Any, Wanted]) -> dict[Any, bool]:
    """Asked once each; those that are answered by the same kind of rows, in one question."""
    known = {key: one.kind.is_known(one.scope, one.period) for key, one in doubtful.items()}
    asked = {key: rows for key, rows in known.items() if not isinstance(rows, bool)}
    keys = list(asked)
    numbered = [
        rows.order_by().annotate(of=Value(number)).values_list("of").distinct()
        for number, rows in enumerate(asked.values())
    ]
    there = {keys[number] for (number,) in _all_of(numbered)}
    return {key: key in there if key in asked else known[key] for key in known}


def _all_of(rows: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """What all of the queries find, in as few questions as may be."""
    for start in range(0, len(rows), AT_ONCE):
        first, *others = rows[start : start + AT_ONCE]
        yield from first.union(*others, all=True)


def _by_hand(wanted: dict[int, Wanted]) -> dict[int, Counted]:
    """Figures of which the columns are read: those of the same records in one question, all of
    their years and scopes."""
    found: dict[int, Counted] = {}
    reductions = dict.fromkeys(one.measure.reduction for one in wanted.values())
    names = {reduction: f"read{number}_" for number, reduction in enumerate(reductions)}
    asked = _asked([{names[one.measure.reduction]: one} for one in wanted.values()])
    for (place, one), rows in zip(wanted.items(), asked, strict=True):
        name, reduction = names[one.measure.reduction], one.measure.reduction.at(one.period.until)
        parts = (
            {path: row[f"{name}{number}"] for number, path in enumerate(reduction.columns)}
            for row in rows
        )
        found[place] = reduction.together(map(reduction.part_of, parts))
    return found


def _by_database(wanted: dict[int, Wanted]) -> dict[int, Counted]:
    """Each year of a scope is counted by itself, and all those of the same records in one
    question."""
    rows: dict[Any, dict[Slot, int]] = {}
    for place, one in wanted.items():
        row, reduction = rows.setdefault(one.together, {}), one.measure.reduction
        row[reduction, sum(other == reduction for other, _nth in row)] = place
    slots = dict.fromkeys(itertools.chain.from_iterable(rows.values()))
    names = {slot: f"slot{number}_" for number, slot in enumerate(slots)}
    asked = [{names[slot]: wanted[place] for slot, place in row.items()} for row in rows.values()]
    return {
        place: _read(slot[0], names[slot], values[0] if values else None)
        for row, values in zip(rows.values(), _asked(asked), strict=True)
        for slot, place in row.items()
    }


def _asked(rows: Sequence[Mapping[str, Wanted]]) -> list[list[dict[str, Any]]]:
    """What each row of figures finds in its columns: nothing where it is known beforehand that
    there are no records, and those of each record where they are read by hand. Rows that differ
    in their days alone are put together once."""
    scopes = {scope: _named_by(scope) for scope in {_first(row).scope for row in rows}}
    alike: dict[_Row, list[int]] = {}
    for number, row in enumerate(rows):
        key = scopes[_first(row).scope], *_but_for_the_days(row)
        alike.setdefault(_Row(key, row), []).append(number)
    found: list[list[dict[str, Any]]] = [[] for _row in rows]
    for columns, questions in _put_together(tuple(alike)):
        filled = {
            number: (question, _first(rows[number]).period)
            for row, question in questions.items()
            for number in alike[row]
        }
        for number, values in ask_all(filled, at_once=AT_ONCE):
            found[number].append(dict(zip(columns, values, strict=True)))
    return found


@dataclass(frozen=True)
class _Row:
    """Figures that are counted together, known by what makes their question: not by the days."""

    key: Any
    figures: Mapping[str, Wanted] = field(compare=False)


@lru_cache(maxsize=REMEMBERED)
def _put_together(rows: tuple[_Row, ...]) -> list[tuple[list[str], dict[_Row, Question]]]:
    """The questions of the rows, those about one kind of record with the same columns.

    They hang on nothing that is on record but the cities and the partnership of the scope with
    their addresses, and Django's keys of kinds of records, which stay. So they are remembered by
    the process: to put those of a report together takes a fifth of its time.
    """
    of_model: dict[Any, dict[_Row, QuerySet]] = {}
    for row in rows:
        query = _query(row.figures)
        of_model.setdefault(query.model, {})[row] = query
    return [_with_the_same_columns(queries) for queries in of_model.values()]


def _with_the_same_columns(
    queries: Mapping[_Row, QuerySet],
) -> tuple[list[str], dict[_Row, Question]]:
    """What one is not asked for is nothing, of the type that it has in another."""
    types = {
        name: column.output_field
        for query in queries.values()
        for name, column in query.query.annotations.items()
        if name in query.query.annotation_select and name != "row"
    }
    questions = {}
    for row, query in queries.items():
        known = query.query.annotation_select
        nothing = {name: Nothing(found) for name, found in types.items() if name not in known}
        questions[row] = Question.of(query.annotate(**nothing).values_list("row", *types))
    return list(types), questions


def _first(row: Mapping[str, Wanted]) -> Wanted:
    return next(iter(row.values()))


def _but_for_the_days(row: Mapping[str, Wanted]) -> tuple[Any, ...]:
    """What rows have in common that differ in the days of their period alone."""
    one = _first(row)
    figures = tuple(
        (name, each.measure.reduction, str(each.conditions)) for name, each in row.items()
    )
    return one.kind.of, one.kind.once, one.period.is_over, figures


def _named_by(scope: Scope) -> tuple[Any, ...]:
    """What of a scope stands in questions: its cities and partnership, and their addresses."""
    home, partnership = scope.home, scope.partnership
    cities = frozenset((city.pk, city.slug) for city in scope.cities)
    return scope, home and home.pk, partnership and partnership.slug, cities


def _query(slots: Mapping[str, Wanted]) -> QuerySet:
    """One row of numbers, of any year: what the figures ask for, each in columns that begin with
    its name. Of a figure that is read by hand, a row for each record."""
    period: Any = AnyPeriod(is_over=_first(slots).period.is_over)
    figures = {name: replace(each, period=period) for name, each in slots.items()}
    one = _first(figures)
    reduction = one.measure.reduction
    is_narrow = len({str(each.conditions) for each in figures.values()}) == 1
    records = one.rows.filter(one.narrowed if is_narrow else Q(), one.once)
    if isinstance(reduction, ByHand):
        records = reduction.narrowed(records)
        (name,) = figures
        asked = {f"{name}{number}": F(path) for number, path in enumerate(reduction.columns)}
    else:
        asked = {
            name + column: count
            for name, each in figures.items()
            for column, count in each.measure.reduction.asks(
                Q() if is_narrow else each.narrowed
            ).items()
        }
    number = Blank("row", IntegerField())
    return records.order_by().annotate(row=number).values("row").annotate(**asked)


def _read(reduction: Reduction, name: str, row: Mapping[str, Any] | None) -> Counted:
    """The figure out of its columns of the row; without a row there are no records."""
    asked = reduction.asks(Q())
    if row is None:
        return reduction.reads({one: 0 if isinstance(asked[one], Count) else None for one in asked})
    return reduction.reads({one: row[name + one] for one in asked})


def each_of(wholes: Sequence[Wanted], by: str) -> list[dict[str, Counted]]:
    """Each figure by what its records have in a column: all of them in one question if the
    database can do it, else each by itself. The column is read as text, lest a database goes
    through all records by an index of it."""
    measure = wholes[0].measure
    path, reduction = measure.kind.filters[by].path, measure.reduction
    if measure.kind.once:
        return [_each_by_itself(one, by, path) for one in wholes]
    records = [one.records.order_by().filter(**{f"{path}__isnull": False}) for one in wholes]
    if isinstance(reduction, ByHand):
        return [_each_by_hand(reduction, rows, path) for rows in records]
    names = reduction.asks(Q())
    numbered = [
        rows.annotate(of=Value(number), part=Cast(path, CharField()))
        .values_list("of", "part")
        .annotate(**names)
        for number, rows in enumerate(records)
    ]
    found: list[dict[str, Counted]] = [{} for _one in wholes]
    for number, value, *numbers in _all_of(numbered):
        found[number][value] = reduction.reads(dict(zip(names, numbers, strict=True)))
    return found


def _each_by_itself(whole: Wanted, by: str, path: str) -> dict[str, Counted]:
    """The same where records count beside others: what stands beside those of a value is asked for
    that value alone, as on the page that lists them."""
    if whole.is_to_come:
        return {}
    found = whole.rows.filter(whole.narrowed).order_by().values_list(path, flat=True)
    values = [str(value) for value in found.distinct() if value]
    counted = counted_all([replace(whole, where={by: [value]}) for value in values])
    return {value: one for value, one in zip(values, counted, strict=True) if one.records}


def _each_by_hand(reduction: ByHand, records: Any, path: str) -> dict[str, Counted]:
    values = list(records.values_list(path, flat=True).distinct())
    return {str(value): reduction.counted(records.filter(**{path: value})) for value in values}
