"""Partly known dates in words: «сентябрь 2018», “late September – early October 2018”."""

import datetime
import re
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from citytocity.dates.phrases import NEUTRAL, PHRASES, Phrases

POINT = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)$")
DECADE = re.compile(r"^(\d{3})X$")
YEARLY = re.compile(r"^XXXX-(\d{2})-(\d{2})$")
ONE_OF = re.compile(r"^[\[{](.+)[\]}]$")
SKELETONS = {
    "en": ("d MMMM y", "d MMMM"),
    "ru": ("d MMMM y", "d MMMM"),
    "de": ("d. MMMM y", "d. MMMM"),
    "it": ("d MMMM y", "d MMMM"),
    "fr": ("d MMMM y", "d MMMM"),
    "zh": ("y年M月d日", "M月d日"),
}


@lru_cache(maxsize=20_000)
def in_words(text: str, language: str) -> str:
    """The date, as a sentence would have it in the language; a form it does not know as it is."""
    speaker = _Speaker(language)
    if match := YEARLY.match(text):
        day = datetime.date(2000, int(match[1]), int(match[2]))
        return speaker.say("every_year", speaker.day(day, year=False))
    if match := ONE_OF.match(text):
        return speaker.phrases.either.join(
            in_words(part.strip(), language) for part in match[1].split(",")
        )
    if "/" in text:
        return speaker.interval(*text.split("/", 1))
    return speaker.point(text)


def day_in_words(day: datetime.date, language: str) -> str:
    """A plain day with its year: 14 September 2018."""
    return _Speaker(language).day(day)


class _Speaker:
    """One language's way of putting dates."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.phrases: Phrases = PHRASES.get(language, NEUTRAL)
        try:
            self.locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            self.locale = Locale("en")

    def say(self, phrase: str, *words: str) -> str:
        return str(getattr(self.phrases, phrase)).format(*words)

    def point(self, text: str) -> str:
        if match := DECADE.match(text):
            return self._decade(int(match[1] + "0"))
        match = POINT.match(text)
        if match is None:
            return text
        year, month, day, mark = match.groups()
        if month and int(month) > 12:
            words = self.phrases.seasons[(int(month) - 21) % 4].format(year)
        else:
            words = self._plain(year, month, day)
        return self._marked(words, mark, year, month, day)

    def interval(self, start: str, end: str) -> str:
        if start in {"", ".."}:
            return self.say("until", self._after_preposition(end))
        if end in {"", ".."}:
            return self.say("since", self._after_preposition(start))
        first, last = POINT.match(start), POINT.match(end)
        if first is None or last is None:
            return self.say("span", self.point(start), self.point(end))
        if first[4] == last[4] == "~" and first[2] and last[2] and not first[3] and not last[3]:
            return self._late_to_early(first, last)
        if first[4] or last[4]:
            return self.say("span", self.point(start), self.point(end))
        return self._exact_interval(first, last)

    def day(self, day: datetime.date, *, year: bool = True) -> str:
        long, short = SKELETONS.get(self.locale.language, ("", ""))
        if not long:
            return (
                format_date(day, "long", locale=self.locale)
                if year
                else format_skeleton("MMMMd", day, locale=self.locale)
            )
        return format_date(day, long if year else short, locale=self.locale)

    def _plain(self, year: str, month: str | None, day: str | None, *, with_year: bool = True) -> str:
        if day and month:
            return self.day(datetime.date(int(year), int(month), int(day)), year=with_year)
        if month:
            return self._month(year, month, with_year=with_year)
        return f"{year}年" if self.locale.language == "zh" else year

    def _month(self, year: str, month: str, *, with_year: bool = True) -> str:
        first = datetime.date(int(year), int(month), 1)
        if self.locale.language == "zh":
            return f"{year}年{int(month)}月" if with_year else f"{int(month)}月"
        name = format_date(first, "LLLL", locale=self.locale)
        return f"{name} {year}" if with_year else name

    def _genitive_month(self, year: str, month: str, *, with_year: bool) -> str:
        """A Russian month after another noun: «конец сентября»."""
        if self.locale.language != "ru":
            return self._month(year, month, with_year=with_year)
        name = format_date(datetime.date(int(year), int(month), 1), "MMMM", locale=self.locale)
        return f"{name} {year}" if with_year else name

    def _marked(self, words: str, mark: str, year: str, month: str | None, day: str | None) -> str:
        if mark in {"~", "%"}:
            return self.say("about", self._after_preposition(f"{year}{_tail(month, day)}"))
        return self.say("uncertain", words) if mark == "?" else words

    def _after_preposition(self, text: str) -> str:
        """The date as it stands after “since”, “until”, “about”."""
        match = POINT.match(text)
        if match is None or self.locale.language not in {"ru", "en"}:
            return self.point(text)
        year, month, day, mark = match.groups()
        if self.locale.language == "en" or mark:
            return self.point(text)
        if month and not day:
            return f"{self._genitive_month(year, month, with_year=True)} года"
        return f"{self._plain(year, month, day)} года"

    def _late_to_early(self, first: re.Match[str], last: re.Match[str]) -> str:
        """`2018-09~/2018-10~`: from late in the one month to early in the other."""
        same_year = first[1] == last[1]
        in_front = self.locale.language == "zh"
        late = self._genitive_month(first[1], first[2], with_year=not same_year or in_front)
        early = self._genitive_month(last[1], last[2], with_year=not same_year or not in_front)
        return self.say("span", self.say("late", late), self.say("early", early))

    def _exact_interval(self, first: re.Match[str], last: re.Match[str]) -> str:
        years, months = (first[1], last[1]), (first[2], last[2])
        if not any(months):
            return self.say("close_span", *years) + ("年" if self.locale.language == "zh" else "")
        if years[0] != years[1] or None in months or bool(first[3]) != bool(last[3]):
            return self.say("span", self._plain(*first.groups()[:3]), self._plain(*last.groups()[:3]))
        if first[3] and months[0] == months[1]:
            return self._days_of_a_month(first, last)
        if self.locale.language == "zh":
            end = self._plain(*last.groups()[:3], with_year=False)
            return self.say("span", self._plain(*first.groups()[:3]), end)
        start = self._plain(*first.groups()[:3], with_year=False)
        return self.say("span", start, self._plain(*last.groups()[:3]))

    def _days_of_a_month(self, first: re.Match[str], last: re.Match[str]) -> str:
        year, month = int(first[1]), int(first[2])
        end = datetime.date(year, month, int(last[3]))
        if self.locale.language == "zh":
            return f"{year}年{month}月{int(first[3])}日至{int(last[3])}日"
        dot = "." if self.locale.language == "de" else ""
        if self.locale.language in SKELETONS:
            return f"{int(first[3])}{dot}–{self.day(end)}"
        start = datetime.date(year, month, int(first[3]))
        return self.say("span", self.day(start, year=False), self.day(end))

    def _decade(self, year: int) -> str:
        if self.phrases is NEUTRAL:
            return self.say("decade", str(year), str(year + 9))
        return self.say("decade", str(year))


def _tail(month: str | None, day: str | None) -> str:
    return "".join(f"-{part}" for part in (month, day) if part)
