"""Round numbers of years: of partnerships, agreements, programmes, and of the cities themselves."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from citytocity.cities.models import City
from citytocity.dates.edtf import DateNotUnderstood, Form, parse
from citytocity.ledger.models import Activity, Partnership, Programme
from citytocity.ledger.queries import anniversary_base


@dataclass(frozen=True)
class Anniversary:
    """So many years since something; `when` is no surer (EDTF) than the day it counts from."""

    of: Any
    years: int
    base: str
    when: str
    about: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.of._meta.model_name}/{self.of.slug}/{self.years}"


def is_round(years: int) -> bool:
    """Every fifth year to 50, every tenth to 100, every 25th from there."""
    step = 5 if years <= 50 else 10 if years <= 100 else 25
    return years > 0 and years % step == 0


def anniversaries(
    city: City, partnerships: list[Partnership], first: datetime.date, last: datetime.date
) -> list[Anniversary]:
    """Those from the first to the last day that concern the city, whose `partnerships_of` these
    are, in order of time; one query more."""
    found = [
        Anniversary(of, years, base, when, about)
        for of, base, about in (
            *_of_partnerships(partnerships),
            *_of_programmes(city),
            *_of_cities(city, partnerships),
        )
        for years, when in round_years(base, first, last)
    ]
    return sorted(found, key=lambda one: (parse(one.when).first or last, one.key))


def partnerships_of(city: City) -> list[Partnership]:
    """The city's partnerships with their sides and agreements; three queries."""
    return list(Partnership.objects.of_city(city).with_sides().prefetch_related("agreements"))


def round_years(base: str, first: datetime.date, last: datetime.date) -> Iterator[tuple[int, str]]:
    """The round numbers of years that a date has between two days, and when; as EDTF."""
    start = _start(base)
    if start is None:
        return
    for year in range(first.year, last.year + 1):
        if not is_round(year - start[0]):
            continue
        when = _in_year(year, *start[1:])
        known = parse(when)
        if known.first and known.last and known.first <= last and known.last >= first:
            yield year - start[0], when


def _start(base: str) -> tuple[int, int | None, int | None] | None:
    """The year, month and day that count; None for what is not known to the year."""
    try:
        known = parse(base) if base else None
    except DateNotUnderstood:
        return None
    point = known.points[0] if known and known.form in (Form.POINT, Form.INTERVAL) else None
    if point is None or point.width > 1 or point.year < 1:
        return None
    is_month = bool(point.month and point.month <= 12)
    return point.year, point.month if is_month else None, point.day if is_month else None


def _in_year(year: int, month: int | None, day: int | None) -> str:
    if month and day:
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = 28 if (month, day) == (2, 29) and not is_leap else day
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])


def _of_partnerships(partnerships: list[Partnership]) -> Iterator[tuple[Any, str, tuple]]:
    """The day each one counts from, as its office chose it, and those of its other papers."""
    for partnership in partnerships:
        base = anniversary_base(partnership)
        yield partnership, base, (partnership,)
        for agreement in partnership.agreements.all():
            if agreement.signed != base:
                agreement.partnership = partnership
                yield agreement, agreement.signed, (partnership,)


def _of_programmes(city: City) -> Iterator[tuple[Any, str, tuple]]:
    """The first edition on record; where that is known to be a later one, none."""
    ours = Activity.objects.with_city(city).order_by().values("programme")
    editions = Activity.objects.filter(programme__in=ours, when_first__isnull=False)
    seen: set[int] = set()
    for edition in editions.select_related("programme").order_by("when_first", "pk"):
        programme: Programme | None = edition.programme
        if programme is None or programme.pk in seen:
            continue
        seen.add(programme.pk)
        if edition.edition in (None, 1):
            yield programme, edition.when, (edition,)


def _of_cities(city: City, partnerships: list[Partnership]) -> Iterator[tuple[Any, str, tuple]]:
    cities = {city.pk: city} | {one.pk: one for found in partnerships for one in found.cities}
    for one in cities.values():
        yield one, one.founded, (one,)
