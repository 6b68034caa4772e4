"""Those that the database counts, many of them in one question."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Sum, Value, When

from citytocity.figures.reductions.reduction import (
    Counted,
    Part,
    Reduction,
    Values,
    as_mean,
    as_share,
    as_sum,
)
from citytocity.ledger.enums import Certainty

SURENESS = (Certainty.COUNTED, Certainty.ESTIMATED, Certainty.ABOUT, Certainty.AT_LEAST)
"""From the surest to the least sure: as `Certainty.of_sum` has it."""


@dataclass(frozen=True)
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
        return as_sum(found["value"], found["records"], unknown, sure)

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
        return as_sum(value, len(seen), len(seen) - len(numbers), sure)


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
            "known": Count(Value(1), filter=known),
            "sureness": Max(_sureness(self.certainty), filter=known),
        }

    def reads(self, found: dict[str, Any]) -> Counted:
        unknown = found["records"] - found["known"]
        sure = SURENESS[found["sureness"] or 0]
        return as_share(found["part"], found["whole"], found["records"], unknown, sure)

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
        return as_share(part, whole, len(seen), len(seen) - len(known), sure)


@dataclass(frozen=True)
class ShareOfRecords(Reduction):
    """How many percent of the records fulfil a condition, given as an annotation of theirs; those
    of which it is null are none of them."""

    condition: str

    def asks(self, where: Q) -> dict[str, Any]:
        asked = super().asks(where & Q(**{f"{self.condition}__isnull": False}))
        return asked | {"part": Count(Value(1), filter=where & Q(**{self.condition: True}))}

    def narrowed(self, records: QuerySet) -> QuerySet:
        return records.filter(**{f"{self.condition}__isnull": False})

    def reads(self, found: dict[str, Any]) -> Counted:
        return as_share(found["part"], found["records"], found["records"], 0)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.condition,)

    def part_of(self, values: Values) -> Part:
        return Part(int(values[self.condition]), of=1)

    def together(self, parts: Iterable[Part]) -> Counted:
        seen = list(parts)
        return as_share(sum(p.number or 0 for p in seen), len(seen), len(seen), 0)


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
            "known": Count(Value(1), filter=known),
            "of": Count(self.per, filter=known, distinct=True),
            "sureness": Max(_sureness(self.certainty), filter=known),
        }

    def reads(self, found: dict[str, Any]) -> Counted:
        unknown = found["records"] - found["known"]
        sure = SURENESS[found["sureness"] or 0]
        return as_mean(found["value"], found["of"], found["records"], unknown, sure)

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
        return as_mean(value, of, len(seen), len(seen) - len(known), sure)


def _sureness(column: str) -> Any:
    whens = (When(**{column: sure}, then=Value(place)) for place, sure in enumerate(SURENESS))
    return Case(*whens, default=Value(0), output_field=IntegerField())
