"""Visits in ready words: hours by the clocks of their place, days, who went where."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words
from citytocity.languages.names import language_name
from citytocity.languages.numbers import locale_of, number_in_words
from citytocity.ledger.models import Partnership
from citytocity.visits.models import ProgrammeItem, Visit
from citytocity.visits.models.languages import codes_in


@dataclass(frozen=True)
class Day:
    """One day of a programme: its name, and what happens on it."""

    words: str
    items: list[ProgrammeItem]


def days_of(items: Iterable[ProgrammeItem]) -> Iterator[Day]:
    """Items day by day, by the clocks of each one's place."""
    ordered = sorted(items, key=lambda item: item.starts)
    for day, found in groupby(ordered, key=lambda item: item.begins.date()):
        yield Day(day_name(day), list(found))


def day_name(day: datetime.date) -> str:
    """With the day of the week, in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    weekday = format_date(day, "EEEE", locale=locale_of(language))
    words = day_in_words(day, language)
    return f"{words}{weekday}" if language.startswith("zh") else f"{capfirst(weekday)}, {words}"


def hours(item: ProgrammeItem) -> str:
    """`10:00–11:30`, by the clocks of the place."""
    begins = f"{item.begins:%H:%M}"
    return f"{begins}–{item.finishes:%H:%M}" if item.finishes else begins


def clocks(item: ProgrammeItem) -> str:
    """The place's time as it was then: `UTC+5`."""
    offset = f"{item.begins:%z}"
    minutes = f":{offset[3:]}" if offset[3:] != "00" else ""
    sign = "−" if offset.startswith("-") else "+"
    return f"UTC{sign}{int(offset[1:3])}{minutes}"


def route(visit: Visit) -> str:
    """From where to where: `Amnéville, Oxford → Perm`."""
    guests = ", ".join(str(city) for city in visit.guests.values())
    host = visit.activity.host
    return " → ".join(filter(None, [guests, str(host) if host else ""]))


def nights_in_words(number: int) -> str:
    words = ngettext("%(number)s night", "%(number)s nights", number)
    return words % {"number": number_in_words(number)}


def list_url(
    *,
    partnership: Partnership,
    to: City | None = None,
    of: City | None = None,
    year: int | None = None,
    owed: bool = False,
    dated: bool = True,
) -> str:
    """The address of the journeys that a figure counts; those that are not `dated` have no year."""
    asked = {
        "partnership": partnership.slug,
        "to": to.slug if to else "",
        "of": of.slug if of else "",
        "year": year or "",
        "owed": "on" if owed else "",
        "dated": "" if dated else "no",
    }
    kept = {name: value for name, value in asked.items() if value}
    return f"{reverse('visits:visit_list')}?{urlencode(kept)}"


def spoken_in_words(codes: str) -> str:
    """The languages by their names, as spoken: of Chinese, not how it is written."""
    reader = get_language() or "en"
    return ", ".join(language_name(code.split("-")[0], reader) for code in codes_in(codes))
