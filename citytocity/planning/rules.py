"""When a day that comes every year is: a date, or such as the last Sunday of a month.

dateutil's `rrule` was not taken: it is no dependency of ours, and a year has one such day.
"""

import calendar
import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A day of the month; or `which` (1 to 4, -1 the last) of its `weekday`s (0 is Monday)."""

    month: int
    day: int | None = None
    which: int | None = None
    weekday: int | None = None

    def in_year(self, year: int) -> datetime.date | None:
        """The day; None where the year has none, as 29 February."""
        if self.day:
            length = calendar.monthrange(year, self.month)[1]
            return datetime.date(year, self.month, self.day) if self.day <= length else None
        days = [week[self.weekday or 0] for week in calendar.monthcalendar(year, self.month)]
        found = [day for day in days if day]
        which = self.which or 1
        return datetime.date(year, self.month, found[which - 1 if which > 0 else which])
