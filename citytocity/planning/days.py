"""Days to know: those that everybody knows, kept in `days.yaml`, and those of the host office.

The dates are those of the bodies that name them: Twin Cities Day is the last Sunday of April
(permcitybro.com and Perm's town hall), Europe Day 9 May (European Union), International Museum
Day 18 May (ICOM), monuments 18 April (ICOMOS), archives 9 June (International Council on
Archives), the others by resolutions of the United Nations. Each has its address in the file.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db.models import Q

from citytocity.cities.models import City
from citytocity.languages.text import Words
from citytocity.planning.models import DayToKnow
from citytocity.planning.rules import Rule

FILE = Path(__file__).with_name("days.yaml")


@dataclass(frozen=True)
class Day:
    """A day of every year; `tells_of_partnerships` has a story cite those of its city."""

    key: str
    name: Words
    rule: Rule
    website: str = ""
    tells_of_partnerships: bool = False


@cache
def known_days() -> tuple[Day, ...]:
    return tuple(
        Day(
            key=row["slug"],
            name=Words(row["name"]),
            rule=Rule(row["month"], row.get("day"), row.get("which"), row.get("weekday")),
            website=row["source"],
            tells_of_partnerships=row.get("tells") == "partnerships",
        )
        for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )


def days_of(city: City) -> list[Day]:
    """Those everybody knows, and those kept for the city or for all; one query."""
    kept = DayToKnow.objects.filter(Q(city=city) | Q(city=None))
    own = [Day(f"own-{day.pk}", day.name, day.rule, day.website) for day in kept]
    return [*known_days(), *own]


def occurrences(
    days: list[Day], first: datetime.date, last: datetime.date
) -> Iterator[tuple[datetime.date, Day]]:
    """When each of them is from the first to the last day, in order of time."""
    found = [
        (when, day)
        for day in days
        for year in range(first.year, last.year + 1)
        if (when := day.rule.in_year(year)) and first <= when <= last
    ]
    yield from sorted(found, key=lambda pair: (pair[0], pair[1].key))
