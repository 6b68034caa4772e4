"""A kind of record: those of a scope, when they are of a year, how they are narrowed."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, Q

from citytocity.figures.blanks import Blank
from citytocity.figures.scope import Scope
from citytocity.ledger.querysets import maybe_of_another, overlapping_days


@dataclass(frozen=True)
class Period:
    """A year as of a day: what is still to come of it is not counted."""

    year: int
    today: datetime.date

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 1, 1)

    @property
    def last(self) -> datetime.date:
        return datetime.date(self.year, 12, 31)

    @property
    def until(self) -> datetime.date:
        return min(self.last, self.today)

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.first, self.last

    @property
    def is_to_come(self) -> bool:
        return self.first > self.today

    @property
    def is_over(self) -> bool:
        return self.until == self.last

    @property
    def ahead(self) -> tuple[datetime.date, datetime.date]:
        """The year after the period."""
        return self.ahead_first, self.ahead_last

    @property
    def ahead_first(self) -> datetime.date:
        return self.last + datetime.timedelta(days=1)

    @property
    def ahead_last(self) -> datetime.date:
        return self.last.replace(year=min(self.year + 1, datetime.MAXYEAR))


class AnyPeriod:
    """A period whose days are blanks, for a question that is asked for several: of those that are
    over, or of those that are not."""

    DAYS = ("first", "last", "until", "ahead_first", "ahead_last")

    def __init__(self, *, is_over: bool) -> None:
        self.is_over = is_over
        self.first, self.last, self.until, *ahead = (Blank(day, DateField()) for day in self.DAYS)
        self.days, self.ahead = (self.first, self.last), tuple(ahead)

    @classmethod
    def filled(cls, period: Period) -> dict[str, datetime.date]:
        return {day: getattr(period, day) for day in cls.DAYS}


@dataclass(frozen=True)
class Filter:
    """How a definition narrows the records: values it may name (None: the id of a record), and
    what they mean. By its `path`, where it has one, a figure is broken down."""

    values: tuple[str, ...] | None
    where: Callable[[list[str], Scope, Period], Q]
    path: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record to be counted. That there is none is zero only where it `is_known`, else
    nothing is on record; so is all of a year that is still to come, but for what `looks_ahead`.

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
