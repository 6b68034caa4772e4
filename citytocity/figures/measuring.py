"""Figures: numbers that know their unit, their period, whose they are, and their records.

A figure is made here and nowhere else, out of the query of its records: there is no other way to
give one a value. Many figures ask few questions: one for each kind of record they count.
"""

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.http import urlencode

from citytocity.cities.models import City
from citytocity.figures import kinds
from citytocity.figures.catalogue import indicator
from citytocity.figures.definitions import Indicator
from citytocity.figures.enums import Unit
from citytocity.figures.kinds import Kind, Period
from citytocity.figures.measures import Measure
from citytocity.figures.reductions import ByHand, Counted, HowMany, Number
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import Certainty
from citytocity.ledger.models import Partnership

Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """A number with all that stands behind it.

    `value` is None where it is not recorded; that is never zero. `certainty` is that of its least
    sure part, `unknown` how many of its `number_of_records` have no number on record. `records`
    is the query of them, `address` the page that lists them; both are None only of what the
    register cannot hold yet. `currency` is that of money.
    """

    indicator: Indicator
    period: Period
    scope: Scope
    counted: Counted
    where: Where = field(default_factory=dict)

    @cached_property
    def records(self) -> Any:
        return self._wanted.records if self.indicator.measure else None

    @property
    def is_to_come(self) -> bool:
        """Whether nothing of it can be on record yet."""
        return self.indicator.measure is not None and self._wanted.is_to_come

    @property
    def _wanted(self) -> "_Wanted":
        return _Wanted(self.indicator, self.period, self.scope, self.where)

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def year(self) -> int:
        return self.period.year

    @property
    def value(self) -> Number | None:
        return self.counted.value

    @property
    def is_recorded(self) -> bool:
        return self.value is not None

    @property
    def unit(self) -> Unit:
        measure = self.indicator.measure
        return measure.unit if measure else Unit.RECORDS

    @property
    def currency(self) -> str:
        return self.counted.unit

    @property
    def certainty(self) -> Certainty:
        return self.counted.certainty

    @property
    def unknown(self) -> int:
        return self.counted.unknown

    @property
    def number_of_records(self) -> int:
        return self.counted.records

    @property
    def address(self) -> str:
        """The page that lists its records, with the same filters."""
        query = {"year": str(self.year), **self.scope.query}
        query |= {name: ",".join(values) for name, values in self.where.items()}
        return f"{reverse('figures:figure', args=[self.code])}?{urlencode(query)}"


def figure(
    code: str,
    *,
    year: int,
    city: City | None = None,
    other: City | None = None,
    partnership: Partnership | None = None,
    where: Where | None = None,
    today: datetime.date | None = None,
) -> Figure:
    """One figure; UnknownIndicatorError if there is no such code. `other` makes it that of what
    two cities did together, `where` narrows it by a way in which the indicator is broken down."""
    scope = Scope(city, other, partnership)
    return of_years([code], [year], scope, where=where, today=today)[year][code]


def figures(
    codes: Iterable[str],
    *,
    year: int,
    city: City | None = None,
    other: City | None = None,
    partnership: Partnership | None = None,
    today: datetime.date | None = None,
) -> dict[str, Figure]:
    """The figures by code, in the order asked for; one query for each kind of record."""
    return of_years(codes, [year], Scope(city, other, partnership), today=today)[year]


def of_years(
    codes: Iterable[str],
    years: Iterable[int],
    scope: Scope,
    *,
    where: Where | None = None,
    today: datetime.date | None = None,
) -> dict[int, dict[str, Figure]]:
    """The figures by year and code; no more queries than for one year."""
    wished = list(dict.fromkeys(codes))
    return of_each_year(dict.fromkeys(years, wished), scope, where=where, today=today)


def of_each_year(
    codes: Mapping[int, Sequence[str]],
    scope: Scope,
    *,
    where: Where | None = None,
    today: datetime.date | None = None,
) -> dict[int, dict[str, Figure]]:
    """The same where not all years are asked for the same codes."""
    day, narrowed = today or datetime.date.today(), dict(where or {})
    wanted = [
        _Wanted(indicator(code), Period(year, day), scope, narrowed)
        for year, wished in codes.items()
        for code in wished
    ]
    made: dict[int, dict[str, Figure]] = {year: {} for year in codes}
    for one, counted in zip(wanted, _counted(wanted), strict=True):
        made[one.period.year][one.indicator.code] = one.figure(counted)
    return made


def breakdown(
    code: str,
    *,
    by: str,
    year: int,
    city: City | None = None,
    other: City | None = None,
    partnership: Partnership | None = None,
    today: datetime.date | None = None,
) -> dict[str, Figure]:
    """The figure by what its records have in a column, the greatest first; one query if the
    database can do it, two of what may be told twice.

    A record may stand in several, as an activity with two themes. ValueError if the indicator
    cannot be broken down so.
    """
    found = indicator(code)
    if found.measure is None or by not in found.by:
        raise ValueError(by)
    period = Period(year, today or datetime.date.today())
    whole = _Wanted(found, period, Scope(city, other, partnership))
    path = found.measure.kind.filters[by].path
    if found.measure.kind.once:
        counted = _each_by_itself(whole, by, path)
    else:
        records = whole.records.order_by().filter(**{f"{path}__isnull": False})
        counted = _each(whole, records, path)
    made = {
        value: replace(whole, where={by: [value]}).figure(number)
        for value, number in counted.items()
        if value
    }
    return dict(sorted(made.items(), key=lambda pair: (-(pair[1].value or 0), pair[0])))


def _each_by_itself(whole: "_Wanted", by: str, path: str) -> dict[str, Counted]:
    """The same where records count beside others: what stands beside those of a value is asked for
    that value alone, as on the page that lists them."""
    if whole.is_to_come:
        return {}
    found = whole.rows.filter(whole.narrowed).order_by().values_list(path, flat=True)
    values = [str(value) for value in found.distinct() if value]
    counted = _counted([replace(whole, where={by: [value]}) for value in values])
    return {value: one for value, one in zip(values, counted, strict=True) if one.records}


def _each(whole: "_Wanted", records: Any, path: str) -> dict[str, Counted]:
    """The number of each value of the column. It is read as text, lest a database goes through all
    records by an index of the column."""
    reduction = whole.measure.reduction
    if isinstance(reduction, ByHand):
        values = list(records.values_list(path, flat=True).distinct())
        return {str(value): reduction.counted(records.filter(**{path: value})) for value in values}
    names = reduction.asks(Q())
    groups = records.annotate(part=Cast(path, CharField())).values_list("part").annotate(**names)
    return {
        value: reduction.reads(dict(zip(names, numbers, strict=True))) for value, *numbers in groups
    }


@dataclass(frozen=True)
class _Wanted:
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

    @cached_property
    def narrowed(self) -> Q:
        """Which of these it counts, as far as each tells by itself."""
        found = Q()
        for name, values in (*self.indicator.where.items(), *self.where.items()):
            found &= self.kind.filters[name].where(list(values), self.scope, self.period)
        return found

    @cached_property
    def once(self) -> Q:
        """Which of these count beside the others."""
        return self.kind.once(self.rows.filter(self.narrowed)) if self.kind.once else Q()

    @property
    def together(self) -> Any:
        """What figures have in common that are counted out of the same rows."""
        where = (*self.indicator.where.items(), *self.where.items())
        return self.kind.of, self.period, str(where) if self.kind.once else ""

    @property
    def records(self) -> QuerySet:
        if self.is_to_come:
            none: QuerySet = self.rows.none()
            return none
        found = self.rows.filter(self.narrowed, self.once)
        if self.kind is kinds.ANNIVERSARIES:
            found = found.filter(pk__in=kinds.with_round_years(self.period, found))
        return self.measure.reduction.narrowed(found)

    def figure(self, counted: Counted) -> Figure:
        return Figure(self.indicator, self.period, self.scope, counted, self.where)


def _counted(wanted: Sequence[_Wanted]) -> list[Counted]:
    """Each one counted: those of the same records in one query, if the database can do it."""
    found: dict[int, Counted] = {}
    models: dict[Any, Any] = {}
    together: dict[Any, list[int]] = {}
    for place, one in enumerate(wanted):
        if one.indicator.measure is None or one.is_to_come:
            found[place] = Counted(None)
        elif isinstance(one.measure.reduction, ByHand) or one.kind is kinds.ANNIVERSARIES:
            found[place] = _by_hand(one)
        else:
            if one.kind.of not in models:
                models[one.kind.of] = one.rows.model
            together.setdefault(models[one.kind.of], []).append(place)
    for places in together.values():
        found |= _by_database({place: wanted[place] for place in places})
    return _with_what_is_known(wanted, [found[place] for place in range(len(wanted))])


def _with_what_is_known(wanted: Sequence[_Wanted], found: list[Counted]) -> list[Counted]:
    """No records are zero only where the register knows that there were none; asked once each."""
    asked: dict[Any, bool] = {}

    def is_known(one: _Wanted) -> bool:
        key = one.kind.is_known, one.period
        if key not in asked:
            asked[key] = one.kind.is_known(one.scope, one.period)
        return asked[key]

    return [
        counted if counted.records or counted.value is None or is_known(one) else Counted(None)
        for one, counted in zip(wanted, found, strict=True)
    ]


def _by_hand(one: _Wanted) -> Counted:
    reduction, records = one.measure.reduction.at(one.period.until), one.records
    if isinstance(reduction, HowMany):
        number = len(records)
        return Counted(number, number)
    assert isinstance(reduction, ByHand)  # noqa: S101 the others are asked of the database
    return reduction.counted(records)


def _by_database(wanted: dict[int, _Wanted]) -> dict[int, Counted]:
    """Figures of records of one model: each year is counted by itself, all in one question."""
    rows: dict[Any, dict[str, int]] = {}
    for place, one in wanted.items():
        rows.setdefault(one.together, {})[one.indicator.code] = place
    columns = {one.indicator.code: one.measure.reduction.asks(Q()) for one in wanted.values()}
    asked = [
        _row(number, [wanted[place] for place in places.values()], columns)
        for number, places in enumerate(rows.values())
    ]
    found = {number: values for number, *values in (asked[0].union(*asked[1:], all=True))}
    return {
        place: _read(wanted[place], columns, found.get(number))
        for number, places in enumerate(rows.values())
        for place in places.values()
    }


def _row(number: int, wanted: list[_Wanted], columns: Mapping[str, Mapping[str, Any]]) -> QuerySet:
    """One row of numbers, or none if there are no records: its own number, then what the columns
    ask for. What it is not wanted for is nothing, but in the first, which says of what type a
    column is."""
    one = wanted[0]
    records = one.rows.filter(one.once)
    here = {found.indicator.code: found for found in wanted}
    asked: dict[str, Any] = {}
    for place, (code, column) in enumerate(columns.items()):
        counts = column
        if found := here.get(code):
            counts = found.measure.reduction.asks(found.narrowed)
        elif number:
            counts = dict.fromkeys(column, NOTHING)
        asked |= {f"f{place}_{name}": count for name, count in counts.items()}
    row = records.order_by().annotate(of=Value(number)).values("of")
    return row.annotate(**asked).values_list("of", *asked)


def _read(
    one: _Wanted, columns: Mapping[str, Mapping[str, Any]], values: list[Any] | None
) -> Counted:
    """The figure out of its row; without a row there are no records."""
    asked = columns[one.indicator.code]
    if values is None:
        nothing = {name: 0 if isinstance(count, Count) else None for name, count in asked.items()}
        return one.measure.reduction.reads(nothing)
    before = itertools.takewhile(lambda code: code != one.indicator.code, columns)
    start = sum(len(columns[code]) for code in before)
    return one.measure.reduction.reads(dict(zip(asked, values[start:], strict=False)))


NOTHING = Value(None, output_field=IntegerField())
