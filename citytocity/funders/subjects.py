"""What a sheet of a year tells of: a city, or a partnership."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from citytocity.cities.models import City
from citytocity.figures.kinds import Period
from citytocity.figures.scope import Scope
from citytocity.funders.enums import About
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import wording


@dataclass(frozen=True)
class Subject:
    """One of the two, and the year."""

    year: int
    city: City | None = None
    partnership: Partnership | None = None

    @property
    def about(self) -> About:
        return About.CITY if self.partnership is None else About.PARTNERSHIP

    @property
    def record(self) -> City | Partnership:
        found = self.city if self.partnership is None else self.partnership
        assert found is not None  # noqa: S101 one of the two is given
        return found

    @property
    def until(self) -> datetime.date:
        """As of when it tells what may change: the end of the year, or as far as it has come."""
        return Period(self.year, timezone.localdate()).until

    @property
    def scope(self) -> Scope:
        return Scope(city=self.city, partnership=self.partnership)

    @property
    def name(self) -> str:
        return name_of(self.record)

    @property
    def title(self) -> str:
        """`Perm, 2018`."""
        return f"{self.name}, {self.year}"


def name_of(record: City | Partnership) -> str:
    """In the reader's language; a partnership without a name by its cities."""
    if record.name or isinstance(record, City):
        return wording(record.name).text
    return " – ".join(wording(city.name).text for city in record.cities)
