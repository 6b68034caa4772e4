"""How records become one number: in the database, and again from the records of a list.

Each reduction says what it asks the database for (`asks`), reads the answer (`reads`), and can do
the same by hand (`part` of each record, `together`): what a page lists adds up to its figure.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from citytocity.languages.money import currency_of
from citytocity.languages.money import rounded as rounded_money
from citytocity.ledger.enums import Certainty
from citytocity.visits.queries import nights_of

Number = int | Decimal
Values = Mapping[str, Any]
SURENESS = (Certainty.COUNTED, Certainty.ESTIMATED, Certainty.ABOUT, Certainty.AT_LEAST)
"""From the surest to the least sure: as `Certainty.of_sum` has it."""


@dataclass(frozen=True)
class Part:
    """What one record adds: a number, None where it is not on record; for a share, of how many."""

    number: Number | None
    of: Number | None = None
    certainty: str = Certainty.COUNTED
    key: Any = None


@dataclass(frozen=True)
class Counted:
    """A number from some records; None where none of them says. `unknown` of them do not."""

    value: Number | None
    records: int = 0
    unknown: int = 0
    certainty: Certainty = Certainty.COUNTED
    unit: str = ""


class Reduction:
    """One way to make a number of records."""

    def asks(self, where: Q) -> dict[str, Any]:
        """What to aggregate over the records for which the condition holds."""
        return {"records": Count("pk", filter=where)}

    def reads(self, found: dict[str, Any]) -> Counted:
        raise NotImplementedError

    @property
    def columns(self) -> tuple[str, ...]:
        """What the part of a record is made of: paths of columns, or annotations."""
        return ()

    def part(self, record: Any) -> Part:
        return self.part_of({path: _value(record, path) for path in self.columns})

    def part_of(self, values: Values) -> Part:
        """The part of a record that has these values in the columns."""
        return Part(1)

    def together(self, parts: Iterable[Part]) -> Counted:
        raise NotImplementedError

    def narrowed(self, records: QuerySet) -> QuerySet:
        """Those of the records that make the number."""
        return records

    def at(self, _until: datetime.date) -> "Reduction":
        """The same, for a period that ends on the day."""
        return self


class ByHand(Reduction):
    """One that the database cannot do exactly: it reads the columns of the records."""

    def counted(self, records: QuerySet) -> Counted:
        rows = records.order_by().values(*self.columns)
        return self.together(self.part_of(values) for values in rows)


class HowMany(Reduction):
    """How many records there are."""

    def reads(self, found: dict[str, Any]) -> Counted:
        return Counted(found["records"], found["records"])

    def together(self, parts: Iterable[Part]) -> Counted:
        number = len(list(parts))
        return Counted(number, number)


@dataclass(frozen=True)
class Different(Reduction):
    """How many different things the records name in a column: bodies, countries."""

    column: str

    def asks(self, where: Q) -> dict[str, Any]:
        return super().asks(where) | {"value": Count(self.column, filter=where, distinct=True)}

    def reads(self, found: dict[str, Any]) -> Counted:
        return Counted(found["value"], found["records"])

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def part_of(self, values: Values) -> Part:
        return Part(1, key=values[self.column])

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        return Counted(len({part.key for part in seen if part.key is not None}), len(seen))


@dataclass(frozen=True)
class Total(Reduction):
    """The sum of a column, as sure as its least sure part; what is not recorded makes it a sum
    of at least the others."""

    column: str
    certainty: str = ""

    def asks(self, where: Q) -> dict[str, Any]:
        asked = super().asks(where) | {
            "value": Sum(self.column, filter=where),
            "known": Count(self.column, filter=where),
        }
        if self.certainty:
            known = where & Q(**{f"{self.column}__isnull": False})
            asked["sureness"] = Max(_sureness(self.certainty), filter=known)
        return asked

    def reads(self, found: dict[str, Any]) -> Counted:
        unknown = found["records"] - found["known"]
        sure = SURENESS[found.get("sureness") or 0]
        return _sum(found["value"], found["records"], unknown, sure)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, self.certainty) if self.certainty else (self.column,)

    def part_of(self, values: Values) -> Part:
        sure = values.get(self.certainty, Certainty.COUNTED)
        return Part(values[self.column], certainty=sure)

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        numbers = [part.number for part in seen if part.number is not None]
        sure = Certainty.of_sum({p.certainty for p in seen if p.number is not None})
        value = sum(numbers) if numbers else None
        return _sum(value, len(seen), len(seen) - len(numbers), sure)


@dataclass(frozen=True)
class Share(Reduction):
    """The sum of a column in percent of another, over the records that have both; as sure as its
    least sure part."""

    column: str
    of: str
    certainty: str

    def asks(self, where: Q) -> dict[str, Any]:
        known = where & Q(**{f"{self.column}__isnull": False, f"{self.of}__isnull": False})
        return super().asks(where) | {
            "part": Sum(self.column, filter=known),
            "whole": Sum(self.of, filter=known),
            "known": Count("pk", filter=known),
            "sureness": Max(_sureness(self.certainty), filter=known),
        }

    def reads(self, found: dict[str, Any]) -> Counted:
        unknown = found["records"] - found["known"]
        sure = SURENESS[found["sureness"] or 0]
        return _share(found["part"], found["whole"], found["records"], unknown, sure)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.column, self.of, self.certainty

    def part_of(self, values: Values) -> Part:
        sure = values[self.certainty]
        return Part(values[self.column], of=values[self.of], certainty=sure)

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        known = [part for part in seen if part.number is not None and part.of is not None]
        part, whole = sum(p.number or 0 for p in known), sum(p.of or 0 for p in known)
        sure = Certainty.of_sum({part.certainty for part in known})
        return _share(part, whole, len(seen), len(seen) - len(known), sure)


@dataclass(frozen=True)
class ShareOfRecords(Reduction):
    """How many percent of the records fulfil a condition, given as an annotation of theirs; those
    of which it is null are none of them."""

    condition: str

    def asks(self, where: Q) -> dict[str, Any]:
        asked = super().asks(where & Q(**{f"{self.condition}__isnull": False}))
        return asked | {"part": Count("pk", filter=where & Q(**{self.condition: True}))}

    def narrowed(self, records: QuerySet) -> QuerySet:
        return records.filter(**{f"{self.condition}__isnull": False})

    def reads(self, found: dict[str, Any]) -> Counted:
        return _share(found["part"], found["records"], found["records"], 0)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.condition,)

    def part_of(self, values: Values) -> Part:
        return Part(int(values[self.condition]), of=1)

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        return _share(sum(p.number or 0 for p in seen), len(seen), len(seen), 0)


@dataclass(frozen=True)
class Mean(Reduction):
    """The sum of a column for each of what the records belong to: people for each activity; as
    sure as its least sure part."""

    column: str
    per: str
    certainty: str

    def asks(self, where: Q) -> dict[str, Any]:
        known = where & Q(**{f"{self.column}__isnull": False})
        return super().asks(where) | {
            "value": Sum(self.column, filter=known),
            "known": Count("pk", filter=known),
            "of": Count(self.per, filter=known, distinct=True),
            "sureness": Max(_sureness(self.certainty), filter=known),
        }

    def reads(self, found: dict[str, Any]) -> Counted:
        unknown = found["records"] - found["known"]
        sure = SURENESS[found["sureness"] or 0]
        return _mean(found["value"], found["of"], found["records"], unknown, sure)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.column, self.certainty, self.per

    def part_of(self, values: Values) -> Part:
        sure = values[self.certainty]
        return Part(values[self.column], certainty=sure, key=values[self.per])

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        known = [part for part in seen if part.number is not None]
        of = len({part.key for part in known})
        value = sum(part.number or 0 for part in known)
        sure = Certainty.of_sum({part.certainty for part in known})
        return _mean(value, of, len(seen), len(seen) - len(known), sure)


class Nights(ByHand):
    """Nights of all guests: heads times the nights of the stay, by the folder or by the days."""

    @property
    def columns(self) -> tuple[str, ...]:
        return "people", "certainty", "activity__when", "nights_kept"

    def part_of(self, values: Values) -> Part:
        people, stayed = values["people"], _nights(values["activity__when"], values["nights_kept"])
        number = None if people is None or stayed is None else people * stayed
        return Part(number, certainty=values["certainty"])

    def together(self, parts: Iterable[Part]) -> Counted:
        return Total("nights").together(parts)


class Worth(ByHand):
    """What the lines come to in the currency of the city whose books they are in; what nobody
    counted in that currency makes it at least the others."""

    @property
    def columns(self) -> tuple[str, ...]:
        return "amount", "currency", "rate", "rate_currency", "city__country"

    def part_of(self, values: Values) -> Part:
        own = currency_of(str(values["city__country"]))
        if values["currency"] == own:
            return Part(values["amount"], key=own)
        if values["rate"] is None or values["rate_currency"] != own:
            return Part(None, key=own)
        return Part(rounded_money(values["amount"] * values["rate"], own), key=own)

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        numbers = [part.number for part in seen if part.number is not None]
        unit = next((part.key for part in seen if part.number is not None), "")
        value = sum(numbers) if numbers else None
        return _sum(value, len(seen), len(seen) - len(numbers), Certainty.COUNTED, unit)


@dataclass(frozen=True)
class Lasted(ByHand):
    """The mean number of days between two moments of each record."""

    first: str
    last: str

    @property
    def columns(self) -> tuple[str, ...]:
        return self.first, self.last

    def part_of(self, values: Values) -> Part:
        first, last = values[self.first], values[self.last]
        return Part(None if not first or not last else max((last - first).days, 0))

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        known = [part.number for part in seen if part.number is not None]
        return _mean(sum(known), len(known), len(seen), len(seen) - len(known))


@dataclass(frozen=True)
class MonthsSince(ByHand):
    """Whole months from the day of the record to the end of the period."""

    column: str
    until: datetime.date = datetime.date.max

    def at(self, until: datetime.date) -> "MonthsSince":
        return replace(self, until=until)

    def narrowed(self, records: QuerySet) -> QuerySet:
        """Those of the newest day."""
        newest = records.order_by(f"-{self.column}").values(self.column)[:1]
        return records.filter(**{self.column: Subquery(newest)})

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def part_of(self, values: Values) -> Part:
        return Part(months_between(values[self.column], self.until))

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = [part.number for part in parts if part.number is not None]
        return Counted(min(seen, default=None), len(seen))


def months_between(first: datetime.date, last: datetime.date) -> int:
    """Whole months; none if the last day is before the first."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(months - (last.day < first.day), 0)


def rounded(value: Decimal) -> Decimal:
    """To one place after the point, as figures are shown."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _sum(
    value: Number | None, records: int, unknown: int, sure: Certainty, unit: str = ""
) -> Counted:
    if not records:
        return Counted(0, unit=unit)
    if value is None:
        return Counted(None, records, unknown, unit=unit)
    certainty = Certainty.AT_LEAST if unknown else sure
    return Counted(value, records, unknown, certainty, unit)


def _share(
    part: Number | None,
    whole: Number | None,
    records: int,
    unknown: int,
    sure: Certainty = Certainty.COUNTED,
) -> Counted:
    if part is None or not whole:
        return Counted(None, records, unknown)
    value = rounded(Decimal(part) * 100 / Decimal(whole))
    return Counted(value, records, unknown, _of_ratio(sure))


def _mean(
    value: Number | None,
    of: int,
    records: int,
    unknown: int,
    sure: Certainty = Certainty.COUNTED,
) -> Counted:
    if value is None or not of:
        return Counted(None, records, unknown)
    return Counted(rounded(Decimal(value) / of), records, unknown, _of_ratio(sure))


def _of_ratio(sure: Certainty) -> Certainty:
    """Of what is at least so much, a share is only about so much: it may be less as well."""
    return Certainty.ABOUT if sure == Certainty.AT_LEAST else sure


def _nights(when: str, kept: int | None) -> int | None:
    return nights_of(_When(when), kept)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _When:
    """All of an activity that the nights are counted by."""

    when: str


def _sureness(column: str) -> Any:
    whens = (When(**{column: sure}, then=Value(place)) for place, sure in enumerate(SURENESS))
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _value(record: Any, path: str) -> Any:
    """What the record has at the end of a path of columns, or in an annotation."""
    for name in path.split("__"):
        record = getattr(record, name) if record is not None else None
    return record
