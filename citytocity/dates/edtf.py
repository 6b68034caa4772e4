"""Dates that are only partly known, in the Extended Date/Time Format of the Library of Congress.

The `edtf` package reads each point in time; what a form means for sorting and filtering is decided
here. First and last day are those of the widest reading:

- `2018`, `2018-09`, `2018-09-14`: the year, the month, the day; `2018-XX` is some month of 2018.
- `195X` is 1 January 1950 to 31 December 1959, `19XX` the century from 1900.
- `2018-21` to `2018-24` are spring to winter as in the north: March to May, and so on; the winter
  is the one that begins in that year.
- `~` about, `?` uncertain, `%` both: they do not widen. `2018-09~` is still 1 to 30 September.
- `1950/1969` runs from the first day of the one to the last day of the other. In `1990/..` and
  `../2019` the open end has no day, nor has the end that nobody knows in `1990/` and `/2019`.
- `[2018-03,2019-03]` is one of them, `{2018,2019}` all of them: from the earliest to the latest.
- `XXXX-10-12`, a day of every year, has no first and no last day. Nor has a point before the
  year 1, which databases have no date for.

Where there is no first day a list puts the record last.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.utils.translation import gettext as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from citytocity.dates.mistakes import LEAP_YEAR, likely_meant, wrong_number

POINT = re.compile(
    r"(?P<year>-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<mark>[~?%]?)"
)
PLAIN = re.compile(r"(?!0000)[0-9]{4}(-(0[0-9]|1[0-9]|20)(-[0-9]{2})?)?")  # no season
YEARLY = re.compile(r"XXXX-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
WINTER = 24
MONTHS_AND_SEASONS = {*range(1, 13), *range(21, WINTER + 1)}

Moment = tuple[int, int, int]


class DateNotUnderstood(ValueError):  # noqa: N818 it reads as a sentence where it is caught
    """The text is no date. The message says what is wrong and what would be right."""


class Form(Enum):
    """How the points of a date belong together."""

    POINT = "a point in time"
    INTERVAL = "from the one to the other"
    ONE_OF = "one of them"
    ALL_OF = "all of them"
    YEARLY = "the same day of every year"


@dataclass(frozen=True)
class Point:
    """A year, month, day or season; `width` 10 or 100 makes the year a decade or a century.

    `month` is 21 to 24 for a season; month and day are None where they are not known. `mark` is
    `~`, `?`, `%` or nothing. Of a day of every year only month and day count.
    """

    text: str
    year: int
    month: int | None
    day: int | None
    mark: str
    width: int
    starts: Moment
    ends: Moment

    @property
    def html(self) -> str:
        """As the `datetime` attribute of HTML wants it; empty where HTML has no such form."""
        if self.width > 1 or self.year < 1 or (self.month or 0) > 12:
            return ""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self._known())])

    def _known(self) -> list[int]:
        return [part for part in (self.month, self.day) if part]


@dataclass(frozen=True)
class PartlyKnownDate:
    """A date as written, with the first and last day it can mean; None where there is none.

    `points` are its parts in the order they are written; of an interval two, None for an open or
    unknown end.
    """

    text: str
    first: datetime.date | None
    last: datetime.date | None
    form: Form
    points: tuple[Point | None, ...]

    @property
    def year(self) -> int | None:
        """The year it begins in, or ends in if the beginning is open; None if it has no day."""
        day = self.first or self.last
        return day.year if day else None

    @property
    def is_exact_day(self) -> bool:
        """One day, and neither about nor uncertain."""
        point = self.points[0]
        return self.form is Form.POINT and point is not None and bool(point.day) and not point.mark

    @property
    def is_open(self) -> bool:
        """An interval without a beginning or without an end."""
        return None in self.points

    @property
    def html(self) -> str:
        """The `datetime` attribute of HTML: the point, or where an interval begins; or empty."""
        point = self.points[0]
        return point.html if point and self.form in {Form.POINT, Form.INTERVAL} else ""


def parse(text: str) -> PartlyKnownDate:
    """The date a text means; DateNotUnderstood if it means none.

    Spaces round the text, a slash or a comma do not matter, nor does a small x.
    """
    return _parse(re.sub(r"\s*([/,])\s*", r"\1", text.strip()).replace("x", "X"))


@lru_cache(maxsize=20_000)
def _parse(text: str) -> PartlyKnownDate:
    if match := YEARLY.fullmatch(text):
        return PartlyKnownDate(text, None, None, Form.YEARLY, (_yearly(text, match),))
    if text[:1] + text[-1:] in {"[]", "{}"}:
        form = Form.ONE_OF if text[0] == "[" else Form.ALL_OF
        members = tuple(_point(part, text) for part in text[1:-1].split(","))
        earliest, latest = min(p.starts for p in members), max(p.ends for p in members)
        return PartlyKnownDate(text, _day(earliest), _day(latest), form, members)
    if "/" in text:
        return _interval(text)
    point = _point(text, text)
    return PartlyKnownDate(text, _day(point.starts), _day(point.ends), Form.POINT, (point,))


def _interval(text: str) -> PartlyKnownDate:
    start, end = (None if part in {"", ".."} else _point(part, text) for part in text.split("/", 1))
    if start is None and end is None:
        raise DateNotUnderstood(
            _("“%(text)s” has neither a beginning nor an end. Leave the date empty.")
            % {"text": text}
        )
    if start and end and start.starts > end.ends:
        raise DateNotUnderstood(
            _("“%(text)s” ends before it starts. Write %(right)s.")
            % {"text": text, "right": f"{end.text}/{start.text}"}
        )
    first = _day(start.starts) if start else None
    last = _day(end.ends) if end else None
    return PartlyKnownDate(text, first, last, Form.INTERVAL, (start, end))


def _point(text: str, whole: str) -> Point:
    match = POINT.fullmatch(text)
    if match is None:
        raise _not_understood(text, whole)
    year, month, day = match["year"], _number(match["month"]), _number(match["day"])
    number, width = int(year.replace("X", "0")), 10 ** year.count("X")
    is_vague = width > 1 or number < 1
    if (match["month"] and is_vague) or (day and month is None):
        raise _not_understood(text, whole)
    if month is not None and month not in MONTHS_AND_SEASONS:  # EDTF knows more, up to 41
        raise _not_understood(text, whole)
    bare = text.removesuffix(match["mark"])
    try:
        starts, ends = _plain_bounds(bare) if PLAIN.fullmatch(bare) else _bounds(bare)
    except (EDTFParseException, ValueError, OverflowError) as error:
        raise _not_understood(text, whole) from error
    if month == WINTER:
        ends = (number + 1, *_last_of(number + 1, 2))
    return Point(text, number, month, day, match["mark"], width, starts, ends)


def _bounds(text: str) -> tuple[Moment, Moment]:
    tree = parse_edtf(text)
    return tuple(tree.lower_strict()[:3]), tuple(tree.upper_strict()[:3])


def _plain_bounds(text: str) -> tuple[Moment, Moment]:
    """The same of a plain year, month or day, and much faster: lists are full of them."""
    known = tuple(int(part) for part in text.split("-"))
    year, month, day = (*known, 1, 1)[:3]
    datetime.date(year, month, day)  # refuses what is not in the calendar
    last = {1: (12, 31), 2: _last_of(year, month), 3: (month, day)}[len(known)]
    return (year, month, day), (year, *last)


def _last_of(year: int, month: int) -> tuple[int, int]:
    return month, calendar.monthrange(year, month)[1]


def _yearly(text: str, match: re.Match[str]) -> Point:
    month, day = int(match["month"]), int(match["day"])
    moment = (LEAP_YEAR, month, day)
    try:
        datetime.date(*moment)
    except ValueError as error:
        raise _not_understood(text, text) from error
    return Point(text, LEAP_YEAR, month, day, "", 1, moment, moment)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits and digits != "XX" else None


def _day(moment: Moment) -> datetime.date | None:
    """The moment as a plain day; None outside the years 1 to 9999."""
    return datetime.date(*moment) if 1 <= moment[0] <= 9999 else None


def _not_understood(text: str, whole: str) -> DateNotUnderstood:
    if not whole:
        return DateNotUnderstood(_("There is no date. Write it like 2018, 2018-09 or 2018-09-14."))
    if wrong := wrong_number(text):
        return DateNotUnderstood(wrong)
    if meant := _readable(likely_meant(whole)):
        return DateNotUnderstood(
            _("“%(text)s” is no date as we write it. If it is meant so, write %(right)s.")
            % {"text": whole, "right": meant}
        )
    return DateNotUnderstood(
        _(
            "“%(text)s” is no date as we write it. Write 2018, 2018-09 or 2018-09-14; "
            "2018-09-19/2018-09-23 for some days, 2018-09~ for “about”, 1990/.. for “since”."
        )
        % {"text": whole}
    )


def _readable(text: str) -> str:
    """The text if it is a date, else nothing."""
    try:
        return parse(text).text if text else ""
    except DateNotUnderstood:
        return ""
