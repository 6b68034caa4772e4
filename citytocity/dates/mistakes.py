"""What people write instead of a date, and what they are told."""

import calendar
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

LEAP_YEAR = 2000  # stands in for the year where there is none: it has a 29 February
SHAPE = re.compile(r"(?P<year>[0-9]{4}|XXXX)-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?[~?%]?")
OTHER_WAYS: dict[str, Callable[[re.Match[str]], str]] = {
    r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})": lambda m: f"{m[3]}-{m[2]:0>2}-{m[1]:0>2}",
    r"([0-9]{1,2})[./]([0-9]{4})": lambda m: f"{m[2]}-{m[1]:0>2}",
    r"([0-9]{4})[-./]([0-9]{1,2})": lambda m: f"{m[1]}-{m[2]:0>2}",
    r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})": lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}",
    r"([0-9]{4}) ?[-–—] ?([0-9]{4})": lambda m: f"{m[1]}/{m[2]}",
    r"([0-9-]{7,10}) ?[–—] ?([0-9-]{7,10})": lambda m: f"{m[1]}/{m[2]}",
    r"(?:the )?([0-9]{3})0-?s": lambda m: f"{m[1]}X",
    r"(?:ca?\.?|circa|about|~) ?([0-9-]{4,10})": lambda m: f"{m[1]}~",
}


def likely_meant(text: str) -> str:
    """The date a text in another way of writing may mean, not yet proved; empty if unclear."""
    for pattern, rewritten in OTHER_WAYS.items():
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return rewritten(match)
    return ""


def wrong_number(text: str) -> str:
    """A sentence if the text has the shape of a date and names no month or day there is."""
    match = SHAPE.fullmatch(text)
    if match is None:
        return ""
    year, month, day = match.groups()
    if not 1 <= int(month) <= 12:
        return _(
            "“%(text)s”: there is no month %(month)s. "
            "Months are 01 to 12, seasons 21 (spring) to 24 (winter)."
        ) % {"text": text, "month": month}
    if day is None:
        return ""
    last = calendar.monthrange(int(year) if year.isdigit() else LEAP_YEAR, int(month))[1]
    if 1 <= int(day) <= last:
        return ""
    return _("“%(text)s”: there is no day %(day)s in that month. Its last is %(right)s.") % {
        "text": text,
        "day": day,
        "right": f"{year}-{month}-{last}",
    }
