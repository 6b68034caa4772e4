"""Figures: numbers that know their unit, their period, whose they are, and their records.

A figure is made here and nowhere else, out of the query of its records: there is no other way to
give one a value. Many figures ask few questions: one for each kind of record they count.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from citytocity.cities.models import City
from citytocity.figures.catalogue import indicator
from citytocity.figures.counting import Wanted, Where, counted_all, each_of
from citytocity.figures.definitions import Indicator
from citytocity.figures.enums import Unit
from citytocity.figures.kinds import Period
from citytocity.figures.reductions import Counted, Number
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import Certainty
from citytocity.ledger.models import Partnership


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
    def _wanted(self) -> Wanted:
        return Wanted(self.indicator, self.period, self.scope, self.where)

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
        Wanted(indicator(code), Period(year, day), scope, narrowed)
        for year, wished in codes.items()
        for code in wished
    ]
    made: dict[int, dict[str, Figure]] = {year: {} for year in codes}
    for one, counted in zip(wanted, counted_all(wanted), strict=True):
        made[one.period.year][one.indicator.code] = _figure(one, counted)
    return made


def uncounted(code: str, *, year: int, scope: Scope, today: datetime.date) -> Figure:
    """A figure for its records and its page alone: its number was not asked for."""
    return Figure(indicator(code), Period(year, today), scope, Counted(None))


def of_scopes(
    codes: Iterable[str],
    years: Iterable[int],
    scopes: Iterable[Scope],
    *,
    today: datetime.date | None = None,
) -> list[dict[int, dict[str, Figure]]]:
    """The figures of each scope, in their order; no more queries than for one, up to a hundred
    years of scopes at once."""
    day, wished, spans = today or datetime.date.today(), list(codes), list(years)
    of = list(scopes)
    wanted = [
        Wanted(indicator(code), Period(year, day), scope)
        for scope in of
        for year in spans
        for code in wished
    ]
    made = map(_figure, wanted, counted_all(wanted))
    return [{year: {code: next(made) for code in wished} for year in spans} for _scope in of]


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
    scope = Scope(city, other, partnership)
    return breakdowns(code, by=by, year=year, scopes=[scope], today=today)[0]


def breakdowns(
    code: str,
    *,
    by: str,
    year: int,
    scopes: Iterable[Scope],
    today: datetime.date | None = None,
) -> list[dict[str, Figure]]:
    """The same of each scope, in their order."""
    found = indicator(code)
    if found.measure is None or by not in found.by:
        raise ValueError(by)
    period = Period(year, today or datetime.date.today())
    wholes = [Wanted(found, period, scope) for scope in scopes]
    return [
        _greatest_first(
            {
                value: _figure(replace(whole, where={by: [value]}), number)
                for value, number in counted.items()
                if value
            }
        )
        for whole, counted in zip(wholes, each_of(wholes, by) if wholes else [], strict=True)
    ]


def _greatest_first(figures: dict[str, Figure]) -> dict[str, Figure]:
    return dict(sorted(figures.items(), key=lambda pair: (-(pair[1].value or 0), pair[0])))


def _figure(one: Wanted, counted: Counted) -> Figure:
    return Figure(one.indicator, one.period, one.scope, counted, one.where)
