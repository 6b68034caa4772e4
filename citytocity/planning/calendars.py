"""What falls on which day: planned stories, embargoes, activities, anniversaries, days to know."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.dates.wording import day_in_words
from citytocity.languages.catalogue import html_code
from citytocity.ledger.presentation import foreign, wording
from citytocity.planning.models import Plan
from citytocity.planning.presentation import title_of
from citytocity.planning.queries import Outlook, Suggestion

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class Entry:
    """A line in the calendar; `kind` is also the class it is drawn with."""

    kind: str
    label: str
    words: str
    url: str = ""
    lang: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True)
class Day:
    date: datetime.date
    is_in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def words(self) -> str:
        return day_in_words(self.date, get_language() or settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Month:
    """A month by weeks from Monday; `sometime` has what is known to the month, season or year
    alone, in each month that it may be in."""

    first: datetime.date
    weeks: list[list[Day]]
    sometime: list[Entry]

    @property
    def days(self) -> list[Day]:
        """Those on which there is something, for the list."""
        return [day for week in self.weeks for day in week if day.is_in_month and day.entries]


def months(
    city: City, seen: Outlook, *, first: datetime.date, number: int, today: datetime.date
) -> list[Month]:
    """So many months from the one of the first day, with what the outlook of that time holds."""
    starts = [_later(first.replace(day=1), count) for count in range(number)]
    by_day: dict[datetime.date, list[Entry]] = defaultdict(list)
    sometime: dict[datetime.date, list[Entry]] = defaultdict(list)
    for when, entry in _entries(city, seen):
        known = parse(when) if when else None
        if known is None or known.first is None:
            continue
        if known.points[0] and known.points[0].day:
            by_day[known.first].append(entry)
            continue
        for start in starts:
            if known.first < _later(start, 1) and start <= (known.last or known.first):
                sometime[start].append(entry)
    return [_month(start, by_day, sometime[start], today) for start in starts]


def _month(
    start: datetime.date,
    by_day: dict[datetime.date, list[Entry]],
    sometime: list[Entry],
    today: datetime.date,
) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(start.year, start.month)
    return Month(
        start,
        [[_day(date, start, by_day, today) for date in week] for week in weeks],
        sometime,
    )


def _day(
    date: datetime.date,
    start: datetime.date,
    by_day: dict[datetime.date, list[Entry]],
    today: datetime.date,
) -> Day:
    is_in_month = date.month == start.month
    return Day(date, is_in_month, date == today, by_day.get(date, []) if is_in_month else [])


def _entries(city: City, seen: Outlook) -> list[tuple[str, Entry]]:
    found = [(plan.when, _of_plan(plan)) for plan in seen.plans if plan.when]
    for moment, story in seen.out:
        day = moment.astimezone(city.zone)
        words = f"{day:%H:%M} {story.draft_title or story.title}"
        address = reverse("newsroom:story", args=[story.pk])
        lang = html_code(story.locale.language_code)
        entry = Entry("embargo", _("comes out"), words, address, lang)
        found.append((day.date().isoformat(), entry))
    for activity in seen.near:
        name = wording(activity.title).text
        entry = Entry(
            "activity", _("activity"), name, activity.get_absolute_url(), foreign(activity.title)
        )
        found.append((activity.when, entry))
    found += [(one.when, _of_suggestion(one, city)) for one in (*seen.anniversaries, *seen.days)]
    return found


def _of_plan(plan: Plan) -> Entry:
    if plan.story:
        address = reverse("newsroom:story", args=[plan.story.pk])
        return Entry("plan", _("story begun"), plan.title, address)
    return Entry("plan", _("planned"), plan.title, reverse("planning:plan", args=[plan.pk]))


def _of_suggestion(one: Suggestion, city: City) -> Entry:
    return Entry(one.reason.value, str(one.reason.label), title_of(one, city))


def _later(first: datetime.date, months: int) -> datetime.date:
    """The first of the month so many months later, or earlier."""
    number = first.year * 12 + first.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)


def later(first: datetime.date, months: int) -> datetime.date | None:
    """The same for a link; None beyond the years that the page shows."""
    found = _later(first, months)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
