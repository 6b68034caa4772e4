"""Partly known dates in words: «сентябрь 2018», “late September – early October 2018”."""

import datetime
import re
import unicodedata
import zoneinfo
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

from citytocity.dates.clocks import known_zones
from citytocity.dates.edtf import (
    WINTER,
    DateNotUnderstood,
    Form,
    PartlyKnownDate,
    Point,
    parse,
)
from citytocity.dates.phrases import DAY, DECADE, MONTH, NEUTRAL, PHRASES, YEAR, Phrases

# CLDR's long forms, without the “года” and the “de” that some of them add.
PATTERNS = {
    "en": ("d MMMM y", "d MMMM"),
    "ru": ("d MMMM y", "d MMMM"),
    "de": ("d. MMMM y", "d. MMMM"),
    "it": ("d MMMM y", "d MMMM"),
    "fr": ("d MMMM y", "d MMMM"),
}
# Where a month by itself has another form than in a date. Only these are asked for it: Babel 2.18
# lets stand-alone names leak from one language into all that have none of their own.
NOMINATIVES = {"be", "ca", "cs", "el", "fi", "hr", "hy", "lt", "pl", "ru", "sk", "uk"}


@lru_cache(maxsize=20_000)
def in_words(text: str, language: str) -> str:
    """The date as a sentence would have it in the language; what is no date comes back as it is."""
    try:
        date = parse(text)
    except DateNotUnderstood:
        return text
    speaker = _speaker(language)
    return speaker.contracted(speaker.date(date))


def day_in_words(day: datetime.date, language: str) -> str:
    """A plain day with its year: 14 September 2018."""
    speaker = _speaker(language)
    return speaker.contracted(speaker.day(day))


def moment_in_words(moment: datetime.datetime, zone: zoneinfo.ZoneInfo, language: str) -> str:
    """A minute by the clocks of a place: 12 May 2019, 10:00 (Berlin, UTC+2)."""
    local = moment.astimezone(zone)
    locale = _speaker(language).locale
    place = place_in_words(zone, language)
    offset = f"{local:%z}"
    hours = offset[:3].replace("+0", "+").replace("-0", "-").replace("-", "−")
    minutes = "" if offset[3:] == "00" else f":{offset[3:]}"
    clock = format_time(local, "HH:mm", locale=locale)
    return f"{day_in_words(local.date(), language)}, {clock} ({place}, UTC{hours}{minutes})"


def place_in_words(zone: zoneinfo.ZoneInfo, language: str) -> str:
    """The city by which a time zone is called: Yekaterinburg."""
    return get_timezone_location(zone, locale=_speaker(language).locale, return_city=True)


@lru_cache
def zones_in_words(language: str) -> tuple[tuple[str, str], ...]:
    """The time zones that people live in, each with its words, by country: “Germany: Berlin”."""
    locale = _speaker(language).locale
    named = []
    for name, country in get_global("zone_territories").items():
        if name in known_zones() and country in locale.territories and name[:4] != "Etc/":
            place = get_timezone_location(name, locale=locale, return_city=True)
            named.append((f"{locale.territories[country]}: {place}", name))
    return tuple((name, words) for words, name in sorted(named, key=_without_marks))


def _without_marks(named: tuple[str, str]) -> str:
    return unicodedata.normalize("NFKD", named[0]).casefold()


def month_in_words(month: int, language: str) -> str:
    """A month by itself, as a calendar's heading has it: «сентябрь»."""
    day = datetime.date(2000, month, 1)
    return _speaker(language).month(day, with_year=False, of=False)


@lru_cache
def _speaker(language: str) -> "_Speaker":
    return _Chinese(language) if language.startswith("zh") else _Speaker(language)


class _Speaker:
    """One language's way of putting dates."""

    def __init__(self, language: str) -> None:
        self.phrases: Phrases = PHRASES.get(language, NEUTRAL)
        try:
            self.locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            self.locale = Locale("en")
        self.long, self.short = PATTERNS.get(language, ("", ""))
        self.month_alone = "LLLL" if self.locale.language in NOMINATIVES else "MMMM"

    def date(self, date: PartlyKnownDate) -> str:
        if date.form is Form.INTERVAL:
            return self.interval(*date.points)
        points = [point for point in date.points if point]
        if date.form is Form.YEARLY:
            return self.phrases.every_year.format(self.point(points[0], with_year=False))
        joint = self.phrases.both if date.form is Form.ALL_OF else self.phrases.either
        return joint.join(self.marked_point(point) for point in points)

    def interval(self, start: Point | None, end: Point | None) -> str:
        if start is None or end is None:
            phrases = self.phrases.until if start is None else self.phrases.since
            return self._half_open(phrases, start or end)
        if start == end:
            return self.marked_point(start)
        if self._is_late_to_early(start, end):
            return self._late_to_early(start, end)
        if start.mark or end.mark:
            return self.phrases.span.format(self.marked_point(start), self.marked_point(end))
        return self.exact_interval(start, end)

    def marked_point(self, point: Point) -> str:
        """The point with “about” or “uncertain”, as its mark wants it."""
        words = self.point(point)
        if point.mark in {"~", "%"}:
            words = self._after(self.phrases.about, point)
        return self.phrases.uncertain.format(words) if point.mark in {"?", "%"} else words

    def point(self, point: Point, *, with_year: bool = True, of: bool = False) -> str:
        """The point without its mark. `of`: as it stands after a preposition or another noun."""
        if point.width > 1 or not point.month:
            return self._years(point, of=of)
        if point.month > 12:
            seasons = self.phrases.seasons_of if of else self.phrases.seasons
            return seasons[point.month - 21].format(_season_year(point))
        day = datetime.date(point.year, point.month, point.day or 1)
        return (
            self.day(day, with_year=with_year)
            if point.day
            else self.month(day, with_year=with_year, of=of)
        )

    def day(self, day: datetime.date, *, with_year: bool = True) -> str:
        if self.long:
            return format_date(day, self.long if with_year else self.short, locale=self.locale)
        if with_year:
            return format_date(day, "long", locale=self.locale)
        return format_skeleton("MMMMd", day, locale=self.locale)

    def month(self, day: datetime.date, *, with_year: bool, of: bool) -> str:
        name = "MMMM" if of and self.long else self.month_alone
        if not with_year:
            return format_date(day, name, locale=self.locale)
        if self.long:
            return format_date(day, f"{name} y", locale=self.locale)
        pattern = self._full(self.locale.datetime_skeletons["yMMMM"].pattern)
        return format_date(day, pattern, locale=self.locale)

    def exact_interval(self, start: Point, end: Point) -> str:
        if not start.month and not end.month:
            return self._span_of_years(start, end)
        if not _share_year(start, end):
            return self.phrases.span.format(self.point(start), self.point(end))
        if not self.long:
            return self._interval_by_cldr(start, end)
        if start.day and start.month == end.month:
            dot = "." if "." in self.short else ""
            return f"{start.day}{dot}–{self.point(end)}"
        return self.phrases.span.format(self.point(start, with_year=False), self.point(end))

    def year(self, year: int) -> str:
        """The year; before the year 1 with its era: 581 BC."""
        if year > 0:
            return str(year)
        return f"{1 - year} {self.locale.eras['abbreviated'][0]}"

    def contracted(self, words: str) -> str:
        for pattern, contraction in self.phrases.contractions:
            words = re.sub(pattern, contraction, words)
        return words

    def _interval_by_cldr(self, start: Point, end: Point) -> str:
        skeleton = "yMMMd" if start.day else "yMMM"
        largest_difference = "M" if start.month != end.month else "d"
        halves = self.locale.interval_formats.get(skeleton, {}).get(largest_difference, ())
        if len(halves) != 2:  # CLDR has a gap here
            return self.phrases.span.format(self.point(start), self.point(end))
        days = (datetime.date(p.year, p.month or 1, p.day or 1) for p in (start, end))
        return "".join(
            format_date(day, self._full(half), locale=self.locale)
            for day, half in zip(days, halves, strict=True)
        )

    def _full(self, pattern: str) -> str:
        """The pattern with the full name of the month, in the form that the language has."""
        return re.sub(
            r"L{3,4}|M{3,4}",
            lambda name: self.month_alone if name[0][0] == "L" else "MMMM",
            str(pattern),
        )

    def _span_of_years(self, start: Point, end: Point) -> str:
        if max(start.width, end.width) > 1 or min(start.year, end.year) < 1:
            return self.phrases.span.format(self.point(start), self.point(end))
        return self.phrases.close_span.format(self.year(start.year), self.year(end.year))

    def _half_open(self, phrases: tuple[str, ...], point: Point | None) -> str:
        if point is None:
            return ""
        words = self._after(phrases, point)
        if point.mark in {"~", "%"}:
            words = self.phrases.roughly.format(words)
        return self.phrases.uncertain.format(words) if point.mark in {"?", "%"} else words

    def _after(self, phrases: tuple[str, ...], point: Point) -> str:
        return phrases[_stage(point)].format(self.point(point, of=True))

    def _years(self, point: Point, *, of: bool) -> str:
        if point.width == 10:
            decade = self.phrases.decade_of if of else self.phrases.decade
            return decade.format(point.year, point.year + 9)
        if point.width == 100:
            return self.phrases.close_span.format(point.year, self.year(point.year + 99))
        return self.year(point.year)

    def _is_late_to_early(self, start: Point, end: Point) -> bool:
        """`2018-09~/2018-10~`: two months, both about, the one before the other."""
        months = all(
            point.mark == "~" and point.month and point.month <= 12 and not point.day
            for point in (start, end)
        )
        return months and start.starts < end.starts

    def _late_to_early(self, start: Point, end: Point) -> str:
        late = self.point(start, with_year=start.year != end.year, of=True)
        early = self.point(end, of=True)
        return self.phrases.span.format(
            self.phrases.late.format(late), self.phrases.early.format(early)
        )


class _Chinese(_Speaker):
    """The year stands in front and is said once: 2018年9月19日至23日."""

    def day(self, day: datetime.date, *, with_year: bool = True) -> str:
        return f"{self.month(day, with_year=with_year, of=False)}{day.day}日"

    def month(self, day: datetime.date, *, with_year: bool, of: bool) -> str:
        return f"{day.year}年{day.month}月" if with_year else f"{day.month}月"

    def year(self, year: int) -> str:
        return f"{year}年" if year > 0 else f"公元前{1 - year}年"

    def exact_interval(self, start: Point, end: Point) -> str:
        if not start.month and not end.month:
            return re.sub(r"^(\d+)年(?=至|–)", r"\1", self._span_of_years(start, end))
        if not _share_year(start, end):
            return self.phrases.span.format(self.point(start), self.point(end))
        if end.day and start.month == end.month:
            return self.phrases.span.format(self.point(start), f"{end.day}日")
        return self.phrases.span.format(self.point(start), self.point(end, with_year=False))

    def _late_to_early(self, start: Point, end: Point) -> str:
        early = self.point(end, with_year=start.year != end.year)
        return self.phrases.span.format(
            self.phrases.late.format(self.point(start)), self.phrases.early.format(early)
        )


def _stage(point: Point) -> int:
    """Which of a phrase's four forms goes before the point."""
    if point.width == 10:
        return DECADE
    if point.day:
        return DAY
    return MONTH if point.month or point.year < 1 else YEAR


def _share_year(start: Point, end: Point) -> bool:
    """Whether both are months, or both days, of one year: then it is said once."""
    months = [point.month or WINTER for point in (start, end)]
    return start.year == end.year and max(months) <= 12 and bool(start.day) == bool(end.day)


def _season_year(point: Point) -> str:
    """The year of a season; a winter is in two."""
    return f"{point.year}/{(point.year + 1) % 100:02}" if point.month == WINTER else str(point.year)
