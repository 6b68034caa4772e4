"""Dates that are only partly known, as the Extended Date/Time Format of the Library of Congress.

Parsed by the `edtf` package; what a form means for sorting and filtering is decided here:
first and last day are those of the widest reading (`195X` is 1 January 1950 to 31 December 1959,
`[2018-03,2019-03]` March 2018 to March 2019). `~` and `?` do not widen. Seasons are northern. An open
or unknown end has no day; a day of every year (`XXXX-10-12`) has neither.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException


class DateNotUnderstood(ValueError):
    """The text is no date; the message says what would be one."""


@dataclass(frozen=True)
class PartlyKnownDate:
    """A date as written, with the first and last day it can mean; None where there is none."""

    text: str
    first: datetime.date | None
    last: datetime.date | None

    @property
    def year(self) -> int | None:
        """The year it begins in, or ends in if the beginning is open."""
        day = self.first or self.last
        return day.year if day else None

    @property
    def is_exact_day(self) -> bool:
        return self.first is not None and self.first == self.last and "~" not in self.text


@lru_cache(maxsize=20_000)
def parse(text: str) -> PartlyKnownDate:
    """The date a text means; DateNotUnderstood if it means none."""
    written = text.strip()
    if not written:
        raise DateNotUnderstood(_("There is no date. Write it like 2018, 2018-09 or 2018-09-14."))
    try:
        tree = parse_edtf(written)
        first, last = _day(tree, "lower_strict"), _day(tree, "upper_strict")
    except (EDTFParseException, ValueError, TypeError, OverflowError, AttributeError) as error:
        raise _not_understood(written) from error
    if "XXXX" in written:
        first = last = None
    if first and last and first > last:
        raise DateNotUnderstood(
            _("“%(text)s” ends before it starts. Put the earlier date first.") % {"text": written}
        )
    return PartlyKnownDate(written, first, last)


def _day(tree: Any, bound: str) -> datetime.date | None:
    """The first or last day of the parsed text; None for an open or unknown end."""
    ends = {"lower_strict": "lower", "upper_strict": "upper"}
    if hasattr(tree, "lower") and hasattr(tree, "upper"):
        end = getattr(tree, ends[bound])
        if str(end) in {"..", "", "unknown", "open", "None"}:
            return None
        return _day(end, bound)
    year, month, day = getattr(tree, bound)()[:3]
    if not 1 <= year <= 9999:
        raise ValueError
    return datetime.date(year, month, day)


def _not_understood(text: str) -> DateNotUnderstood:
    return DateNotUnderstood(
        _(
            "“%(text)s” is no date. Write 2018, 2018-09 or 2018-09-14; 2018-09-19/2018-09-23 for "
            "some days; 2018-09~ for “about”; 1990/.. for “since”."
        )
        % {"text": text}
    )
