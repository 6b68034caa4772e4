"""What the parts of a report are collected with: the figures, the cities named, the sources."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Substr
from django.utils.http import urlencode

from citytocity.cities.models import City
from citytocity.design.beside import begin
from citytocity.figures.kinds import Period, visits_both_ways
from citytocity.figures.measuring import Figure, of_each_year, uncounted
from citytocity.figures.reductions import Counted, Total
from citytocity.figures.scope import Scope
from citytocity.languages.text import Words
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Participation, Partnership, PartnershipSide
from citytocity.reports.enums import FIGURES, LEADING, PartOf
from citytocity.reports.naming import bare_path, ref
from citytocity.reports.told import Entry, Measured, Number, Part, Ref, Texts

YEARS_BEFORE = 4
CODES = [code for found in FIGURES.values() for code in found]
OF_GROUPS = {"I05-in", "I05-out", "I06", *FIGURES[PartOf.PEOPLE]}
"""The figures that are counted of groups, which takes longest; no other is asked in the same
questions."""
HEADS = Total("people", "certainty")
OF_A_CITY = ("id", "slug", "name", "latitude", "longitude", "ink", "sign")
"""What a report tells of a city."""
OF_AN_ACTIVITY = ("slug", "title", "kind", "status", "when", "when_first", "host")
OF_A_GROUP = ("activity", "city", "role", "mode", "people", "certainty")
"""What it tells of a visit, and of those who came."""
LISTED = 200
"""So many records stand in each list of a report; the figure opens them all."""


class Entries(NamedTuple):
    """A list of a part, and whether there is more than it has room for."""

    entries: list[Entry]
    has_more: bool = False


class Group(NamedTuple):
    """Activities of one kind that were in the same months and at the same place."""

    kind: str
    begins: str
    ends: str
    latitude: Decimal | None
    longitude: Decimal | None
    place: Words
    host: City | None
    number: int

    @property
    def at(self) -> tuple[float, float] | None:
        """Its own position, else that of its host; None where neither is known."""
        if self.latitude is not None and self.longitude is not None:
            return float(self.latitude), float(self.longitude)
        return self.host.place if self.host else None


class Crowd(NamedTuple):
    """Those who took part from one city: what the database says of the sum of their groups."""

    city: int
    country: str
    asked: dict[str, Any]


class Parted(NamedTuple):
    """The part of a figure that has a value, and what that is called, if it is a name."""

    value: str
    number: Number
    label: Texts = {}


@dataclass
class Collecting:
    """A year of the register, seen from somewhere, as of a day.

    Figures are counted from the moment it is made, while the lists are read: what needs the number
    of one waits for all of them.
    """

    scope: Scope
    year: int
    today: datetime.date
    cities: dict[int, City] = field(init=False)
    cited: dict[str, list[int]] = field(default_factory=dict)
    _read: dict[int, City] = field(default_factory=dict)
    _uncounted: dict[str, Figure] = field(init=False)
    _counted: Callable[[], dict[int, dict[str, Figure]]] = field(init=False)

    def __post_init__(self) -> None:
        self.cities = {city.pk: city for city in self.scope.cities}
        if self.scope.home is not None:
            self.cities.setdefault(self.scope.home.pk, self.scope.home)
        self._uncounted = {
            code: uncounted(code, year=self.year, scope=self.scope, today=self.today)
            for code in CODES
        }
        self._counted = begin_counting(
            self.scope, year=self.year, before=self.before, today=self.today
        )

    @property
    def figures(self) -> dict[str, Figure]:
        return self._counted()[self.year]

    @property
    def earlier(self) -> dict[int, dict[str, Figure]]:
        return {year: self._counted()[year] for year in self.before}

    @property
    def before(self) -> list[int]:
        return [year for year in range(self.year - YEARS_BEFORE, self.year) if year > 0]

    @property
    def period(self) -> Period:
        return Period(self.year, self.today)

    def records(self, code: str) -> Any:
        """The records behind a figure."""
        return self._uncounted[code].records

    @cached_property
    def partnerships(self) -> list[Partnership]:
        """With their sides, histories and papers, those that stood in the year before all others;
        one more than a list has room for."""
        sides = PartnershipSide.objects.select_related("city", "office", "association")
        stood = Exists(self.records("I01").filter(pk=OuterRef("pk")).order_by())
        found = self.scope.partnerships().prefetch_related(
            Prefetch("sides", sides), "states", "agreements"
        )
        rows = found.annotate(stood=stood).order_by("-stood", "since_first", "slug")
        return list(rows[: LISTED + 1])

    @property
    def standing(self) -> list[Any]:
        """Those that stood in the year, as the figure above their list counts them."""
        return [one for one in self.partnerships if getattr(one, "stood", False)]

    @cached_property
    def activities(self) -> tuple[list[Activity], list[Activity]]:
        """The visits of the year, and what is on record for the next one; one more of each than a
        list has room for. In four queries: each city is read once, however often it is named."""
        both = visits_both_ways(self.scope, self.period)
        ahead = self.scope.activities().filter(when_first__range=self.period.ahead)
        off = (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED)
        visits, next_year = (
            list(rows.only(*OF_AN_ACTIVITY).order_by("when_first", "slug")[: LISTED + 1])
            for rows in (both, ahead.exclude(status__in=off))
        )
        groups = Prefetch("participations", Participation.objects.only(*OF_A_GROUP))
        prefetch_related_objects([*visits, *next_year], groups)
        self._name_cities([*visits, *next_year])
        return visits, next_year

    @cached_property
    def groups(self) -> list[Group]:
        """The activities of the year by kind, months and place."""
        known = self._known_cities(self._hosts)
        return [Group._make((*own, known.get(host), n)) for *own, host, n in self._grouped]

    @property
    def _hosts(self) -> list[int | None]:
        return [host for *_own, host, _number in self._grouped]

    @cached_property
    def _grouped(self) -> list[tuple[Any, ...]]:
        """The same with the keys of the hosts, in one query."""
        months = (Substr(Cast(name, CharField()), 1, 7) for name in ("when_first", "when_last"))
        columns = ("kind", *months, "latitude", "longitude", "place", "host")
        rows: Any = self.records("I11").order_by().values_list(*columns).annotate(n=Count("pk"))
        return list(rows)

    @cached_property
    def crowds(self) -> list[Crowd]:
        """Who took part in the activities of the year, city by city, in one query."""
        asks = HEADS.asks(Q())
        rows = self.records("I08").order_by().values_list("city", "city__country").annotate(**asks)
        return [
            Crowd(city, country, dict(zip(asks, found, strict=True)))
            for city, country, *found in rows
        ]

    def _name_cities(self, activities: list[Activity]) -> None:
        """Hosts and those who took part, as the database would join them to each row; with those
        that the groups of the year need."""
        groups = [row for one in activities for row in one.participations.all()]
        hosts = [one for one in activities if one.host_id]
        named = [*(one.host_id for one in hosts), *(row.city_id for row in groups)]
        known = self._known_cities(named + self._hosts)
        for one in hosts:
            one.host = known[one.host_id]
        for row in groups:
            row.city = known[row.city_id]

    def _known_cities(self, keys: Iterable[int | None]) -> dict[int, City]:
        """The cities by their keys; in one query those that were not read yet."""
        if missing := {key for key in keys if key} - set(self._read):
            self._read |= City.objects.only(*OF_A_CITY).in_bulk(missing)
        return self._read

    def city(self, city: City) -> str:
        """The slug of a city that the report names."""
        self.cities.setdefault(city.pk, city)
        return city.slug

    def cite(self, record: Any) -> Ref:
        """A record that the report names with what it is known from."""
        self.cited.setdefault(record._meta.model_name, []).append(record.pk)
        return ref(record)

    def measured(self) -> dict[str, Measured]:
        return {
            code: measured(
                figure,
                {year: found[code] for year, found in self.earlier.items() if code in found},
            )
            for code, figure in self.figures.items()
        }

    def parted(self, code: str, by: str, parts: Iterable[Parted]) -> list[Measured]:
        """The figure by what its records have in a column, the greatest first."""
        whole = measured(self._uncounted[code])
        return [
            whole.model_copy(
                update={
                    "by": by,
                    "value": one.value,
                    "label": one.label,
                    "path": f"{whole.path}&{urlencode({by: one.value})}",
                    "numbers": {self.year: one.number},
                }
            )
            for one in sorted(parts, key=lambda one: (-(one.number.value or 0), one.value))
        ]


def begin_counting(
    scope: Scope, *, year: int, before: Iterable[int], today: datetime.date
) -> Callable[[], dict[int, dict[str, Figure]]]:
    """Begins to count the figures of a year, and the leading ones of those before; gives what waits
    for all of them by year and code. Those of groups are counted while other things are done, all
    others when somebody asks."""
    codes: dict[int, Sequence[str]] = dict.fromkeys(before, LEADING) | {year: CODES}

    def count(*, is_of_groups: bool) -> dict[int, dict[str, Figure]]:
        half = {
            year: [code for code in wished if (code in OF_GROUPS) == is_of_groups]
            for year, wished in codes.items()
        }
        return of_each_year(half, scope, today=today)

    def both() -> dict[int, dict[str, Figure]]:
        others, groups = count(is_of_groups=False), of_groups()
        return {
            year: {code: (groups if code in OF_GROUPS else others)[year][code] for code in wished}
            for year, wished in codes.items()
        }

    of_groups = begin(partial(count, is_of_groups=True))
    return cache(both)


def some(rows: Any, entry: Callable[[Any], Entry]) -> Entries:
    """As many of the rows as a list has room for."""
    found = list(rows[: LISTED + 1])
    return Entries([entry(one) for one in found[:LISTED]], len(found) > LISTED)


def part(
    code: PartOf, breakdowns: dict[str, list[Measured]] | None = None, **lists: Entries
) -> Part:
    """The part with its figures and lists."""
    return Part(
        code=code.value,
        figures=list(FIGURES[code]),
        breakdowns=breakdowns or {},
        lists={name: found.entries for name, found in lists.items()},
        cut=[name for name, found in lists.items() if found.has_more],
    )


def measured(figure: Figure, before: dict[int, Figure] | None = None) -> Measured:
    years = {year: number(found.counted) for year, found in (before or {}).items()}
    return Measured(
        code=figure.code,
        name=figure.indicator.name.data,
        unit=figure.unit.value,
        path=bare_path(figure.address),
        numbers=years | {figure.year: number(figure.counted)},
    )


def number(found: Counted) -> Number:
    return Number(
        value=None if found.value is None else Decimal(found.value),
        certainty=found.certainty,
        unknown=found.unknown,
        records=found.records,
        currency=found.unit,
    )


def different(things: Iterable[Any]) -> list[Any]:
    """Each once, in the order in which they come."""
    return list(dict.fromkeys(things))
