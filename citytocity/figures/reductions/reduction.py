"""What a reduction is: how a part of each record, and all of them together, are read."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from citytocity.ledger.enums import Certainty

Number = int | Decimal
Values = Mapping[str, Any]


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
        return {"records": Count(Value(1), filter=where)}

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


def rounded(value: Decimal) -> Decimal:
    """To one place after the point, as figures are shown."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def as_sum(
    value: Number | None, records: int, unknown: int, sure: Certainty, unit: str = ""
) -> Counted:
    """Zero where there are no records; what is unknown makes it at least the sum of the others."""
    if not records:
        return Counted(0, unit=unit)
    if value is None:
        return Counted(None, records, unknown, unit=unit)
    certainty = Certainty.AT_LEAST if unknown else sure
    return Counted(value, records, unknown, certainty, unit)


def as_share(
    part: Number | None,
    whole: Number | None,
    records: int,
    unknown: int,
    sure: Certainty = Certainty.COUNTED,
) -> Counted:
    """In percent; not known of a whole that is none."""
    if part is None or not whole:
        return Counted(None, records, unknown)
    value = rounded(Decimal(part) * 100 / Decimal(whole))
    return Counted(value, records, unknown, _of_ratio(sure))


def as_mean(
    value: Number | None,
    of: int,
    records: int,
    unknown: int,
    sure: Certainty = Certainty.COUNTED,
) -> Counted:
    """For each of so many; not known where there are none."""
    if value is None or not of:
        return Counted(None, records, unknown)
    return Counted(rounded(Decimal(value) / of), records, unknown, _of_ratio(sure))


def _of_ratio(sure: Certainty) -> Certainty:
    """Of what is at least so much, a share is only about so much: it may be less as well."""
    return Certainty.ABOUT if sure == Certainty.AT_LEAST else sure


def _value(record: Any, path: str) -> Any:
    """What the record has at the end of a path of columns, or in an annotation."""
    for name in path.split("__"):
        record = getattr(record, name) if record is not None else None
    return record
