"""Those that no database counts exactly: each reads the columns of all records."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet, Subquery

from citytocity.figures.reductions.by_database import Total
from citytocity.figures.reductions.reduction import ByHand, Counted, Part, Values, as_mean, as_sum
from citytocity.languages.money import currency_of
from citytocity.languages.money import rounded as rounded_money
from citytocity.ledger.enums import Certainty
from citytocity.visits.queries import nights_of


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
        return as_sum(value, len(seen), len(seen) - len(numbers), Certainty.COUNTED, unit)


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
        return as_mean(sum(known), len(known), len(seen), len(seen) - len(known))


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


def _nights(when: str, kept: int | None) -> int | None:
    return nights_of(_When(when), kept)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _When:
    """All of an activity that the nights are counted by."""

    when: str
