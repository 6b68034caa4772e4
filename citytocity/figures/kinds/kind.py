"""A kind of record: those of a scope, when they are of a year, how they are narrowed."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, Q

from citytocity.figures.blanks import Blank
from citytocity.figures.scope import Scope
from citytocity.ledger.querysets import days_of, maybe_of_another, overlapping_days


@dataclass(frozen=True)
class Period:
    """A year as of a day: what is still to come of it is not counted."""

    year: int
    today: datetime.date

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return days_of(self.year)

    @property
    def first(self) -> datetime.date:
        return self.days[0]

    @property
    def last(self) -> datetime.date:
        return self.days[1]

    @property
    def until(self) -> datetime.date:
        return min(self.last, self.today)

    @property
    def is_to_come(self) -> bool:
        return self.first > self.today

    @property
    def is_over(self) -> bool:
        return self.until == self.last

    @property
    def year_before(self) -> datetime.date:
        """A year before it was over, or before today."""
        return datetime.date.fromordinal(max(self.until.toordinal() - 365, 1))

    @property
    def ahead(self) -> tuple[datetime.date, datetime.date]:
        """The year after the period."""
        return self.ahead_first, self.ahead_last

    @property
    def ahead_first(self) -> datetime.date:
        return self.first.replace(year=min(self.year + 1, datetime.MAXYEAR))

    @property
    def ahead_last(self) -> datetime.date:
        return self.last.replace(year=min(self.year + 1, datetime.MAXYEAR))


class AnyPeriod:
    """The days of a period as blanks, in a question that is asked for several periods: all of them
    over, or none. Whatever is made of these days stands in a condition: there is no year in it."""

    def __init__(self, *, is_over: bool) -> None:
        self.is_over = is_over
        self.days = self.first, self.last = _blank("first"), _blank("last")
        self.ahead = _blank("ahead_first"), _blank("ahead_last")
        self.until, self.year_before = _blank("until"), _blank("year_before")


def _blank(day: str) -> Blank:
    return Blank(day, DateField())


@dataclass(frozen=True)
class Filter:
    """How a definition narrows the records: values it may name (None: the id of a record), and
    what they mean. By its `path`, where it has one, a figure is broken down."""

    values: tuple[str, ...] | None
    where: Callable[[list[str], Scope, Period], Q]
    path: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record to be counted, `of` a scope and a period: of a period it uses the days
    alone, and only in conditions, as one question is asked for several; of a scope nothing but
    which cities and partnership it has, their keys and slugs, as the question is remembered. That
    there is none is zero only where it `is_known`, else nothing is on record; so is all of a year
    that is still to come, but for what `looks_ahead`.

    Of records that may be told twice, as of a festival and its concerts, `once` says which count
    beside the others. What it is known by may be rows of which one is enough.
    """

    of: Callable[[Scope, Period], Any]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    is_public: bool = True
    is_known: Callable[[Scope, Period], Any] = lambda _scope, _period: True
    looks_ahead: bool = False
    once: Callable[[Any], Q] | None = None


def one_of(choices: Any, path: str = "kind") -> Filter:
    """A column with choices."""
    return Filter(
        tuple(choices.values), lambda values, _scope, _period: Q(**{f"{path}__in": values}), path
    )


def either(**conditions: Callable[[Scope], Q]) -> Filter:
    """Named conditions of which any may hold."""

    def where(values: list[str], scope: Scope, _period: Period) -> Q:
        return Q(*(conditions[value](scope) for value in values), _connector=Q.OR)

    return Filter(tuple(conditions), where)


def rows(
    of: Callable[[Scope], Any], in_period: Callable[[Period], Q]
) -> Callable[[Scope, Period], Any]:
    """The records of the scope that are of the period."""
    return lambda scope, period: of(scope).filter(in_period(period))


def during(period: Period, *, field: str = "when") -> Q:
    """Whose days overlap the period, as far as it has come; not what may be of another year."""
    found = overlapping_days(period.days, field=field) & ~maybe_of_another(period.days, field=field)
    if period.is_over:
        return found
    begun = Q(**{f"{field}_first__lte": period.until}) | Q(**{f"{field}_first__isnull": True})
    return found & begun


def begun(path: str) -> Callable[[Period], Q]:
    return lambda period: Q(**{f"{path}__lte": period.until})
