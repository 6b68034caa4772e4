"""Terms of office whose dates may be known to the year only: what surely overlaps, what is over."""

import datetime
from dataclasses import dataclass

from citytocity.dates.edtf import DateNotUnderstood, Form, parse


@dataclass(frozen=True)
class Term:
    """From and to as EDTF; an empty end goes on, an empty beginning is not known."""

    begins: str
    ends: str

    def is_over(self, today: datetime.date) -> bool:
        """Whether the last day that the end can mean has passed."""
        last = parse(self.ends).last if self.ends else None
        return last is not None and last < today

    def ends_too_early(self) -> bool:
        """Whether every reading of the end lies before the beginning."""
        first = parse(self.begins).first if self.begins else None
        last = parse(self.ends).last if self.ends else None
        return first is not None and last is not None and last < first

    def overlaps(self, other: "Term", today: datetime.date) -> bool:
        """Whether both surely held at once, on more than the day of handing over.

        Dates known to the year count from its last day to its first: who ended in 2018 and who
        began in 2018 may have followed each other.
        """
        begins, ends = self._surely(today)
        other_begins, other_ends = other._surely(today)
        return begins < other_ends and other_begins < ends

    def _surely(self, today: datetime.date) -> tuple[datetime.date, datetime.date]:
        ends = parse(self.ends).first if self.ends else None
        sure_end = ends or datetime.date.max
        begins = parse(self.begins).last if self.begins else None
        return begins or min(today, sure_end), sure_end


def is_point(text: str) -> bool:
    """Whether the date is one point in time, as the beginning or end of a term is."""
    try:
        return parse(text).form is Form.POINT
    except DateNotUnderstood:
        return False
