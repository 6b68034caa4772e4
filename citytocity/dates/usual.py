"""Dates as people write them in lists, in any usual way and language, as partly known dates.

`12.09.2018`, `12–15 Sept 2018`, `сентябрь 2018`, `с 12 по 15 сентября 2018 г.`,
`about 1995`. What may mean two things has two meanings: whoever asks has to ask a person.
dateparser (2 MB, guesses what is missing from today's date) was not taken: a list must not be
filled with days that nobody wrote.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from babel.core import Locale, UnknownLocaleError

from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.dates.phrases import PHRASES

LANGUAGES = (
    "en", "ru", "de", "it", "fr", "es", "pt", "nl", "pl", "cs", "sk", "sl", "hr", "fi", "sv", "da",
    "nb", "et", "lt", "lv", "uk", "be", "bg", "sr", "mk", "hu", "ro", "tr",
)  # fmt: skip
ABOUT = re.compile(
    r"^(?:about|around|approx\.?|approximately|circa|ca?\.?|~|≈|ок\.?|около|примерно|прибл\.?|"
    r"etwa|ungefähr|rund|um(?: den| die)?|environ|vers(?: le| les)?|intorno (?:al?|agli)|"
    r"intorno all[’']|约|大约)(?![^\W\d_])\s*(?=\S)"
)
SINCE = re.compile(
    r"^(?:since|from|as of|seit(?: dem)?|ab|dal(?:l[’'])?|da|depuis(?: le)?|со?(?=.*\d))\s+(?=\S)"
)
UNTIL = re.compile(r"^(?:until|till|up to|bis(?: zum)?|fino (?:al|a)|jusqu[’'](?:en|au|à)|до)\s+")
YEAR_WORD = re.compile(r"(?<=\d)\s*(?:гг?\.?|года|году|год)(?!\w)")
MIDNIGHT = re.compile(r"(?<=\d)[ t]00:00(?::00)?$")
WINTER = re.compile(r"(?<=[^\W\d] )(\d{4})/\d{2}(?!\d)")  # two years: winter 2018/19
NOISE = re.compile(
    r"\b(?:of|the|de|den|dem|del|le|il|l[’'])\s+(?=\w)|(?<=\d)(?:st|nd|rd|th|er|º|-?го|-?е)\b"
)
FROM_TO = re.compile(
    r"^(?:с|со|from|von|vom|dal|dall[’']|du)\s+(.+?)\s+"
    r"(?:по|до|to|until|bis(?: zum)?|al|all[’']|au)\s+(.+)$"
)
DASH = re.compile(r"\s+(?:-|to|bis|по|al|au|à)\s+|\s*[–—/]\s*|(?<=[\w.])-(?=[\w.])")
TOKEN = re.compile(r"\d+|[^\W\d_]+")
ISO = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?")
DECADE = re.compile(
    r"(?:the )?(\d{3})0\s*(?:-?s|-?е|-?х|er)(?: jahre| годы| годов)?|ann(?:i|ées) (\d{3})0"
)
MADE_OF_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
MONTH_AND_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})(?:\2(\d{1,2}))?")
CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
LONGEST = 80


@lru_cache(maxsize=20_000)
def meanings(text: str) -> tuple[str, ...]:
    """The dates the text can mean, in the Extended Date/Time Format; none if it means no date.

    `03/04/2018` has two: the European day first and the American month first. A year of two
    digits has the one in this century too unless that lies ahead.
    """
    plain = text.strip()
    if not plain or len(plain) > LONGEST:
        return ()
    if exact := _proved(plain):
        return (exact,)
    said = " ".join(plain.casefold().replace("\u00a0", " ").replace("ё", "е").split())
    said = WINTER.sub(r"\1", MIDNIGHT.sub("", YEAR_WORD.sub("", said)))
    return tuple(dict.fromkeys(found for found in _of(said) if found))


def _of(said: str) -> Iterator[str]:
    if said.endswith(("?", "(?)")):
        yield from (_proved(f"{one}?") for one in _of(said.rstrip("(?) ")))
    elif about := ABOUT.match(said):
        yield from (_proved(f"{one}~") for one in _of(said[about.end() :]) if "/" not in one)
    elif span := FROM_TO.match(said):
        yield from _spans(span[1], span[2])
    elif until := UNTIL.match(said):
        yield from (_proved(f"../{one}") for one in _of(said[until.end() :]))
    elif since := SINCE.match(said):
        yield from (_proved(f"{one}/..") for one in _of(said[since.end() :]))
    elif re.search(r"\d{4}\s*[–—-]$", said):
        yield from (_proved(f"{one}/..") for one in _of(said.rstrip("–—- ")))
    else:
        points = list(_points(said))
        yield from points or _ranges(said)


def _ranges(said: str) -> Iterator[str]:
    """From the one to the other, wherever the mark between them stands."""
    for mark in DASH.finditer(said):
        found = list(_spans(said[: mark.start()], said[mark.end() :]))
        if found:
            yield from found
            return


def _spans(start: str, end: str) -> Iterator[str]:
    """What the start leaves out it has from the end: 12–15 Sept 2018; `Sept 12–15, 2018` the other
    way round."""
    start, end = start.strip(" ,"), end.strip(" ,")
    ends = list(_points(end))
    for whole in dict.fromkeys((start, *_completed(start, end))):
        starts = list(_points(whole))
        pairs = [(one, other) for one, other in product(starts, ends) if len(one) == len(other)]
        found = [
            span for one, other in pairs if one < other and (span := _proved(f"{one}/{other}"))
        ]
        if found:
            yield from found
            return
    words = start.split(" ")
    if re.match(r"^\d{1,2},? \d{4}$", end) and len(words) > 1 and not words[0].isdigit():
        year = end.split()[-1]
        yield from _spans(f"{start} {year}", f"{' '.join(words[:-1])} {end}")


def _completed(start: str, end: str) -> Iterator[str]:
    """The start with as much of the end as it lacks."""
    numbers = end.split(".")
    if re.fullmatch(r"[\d.]+", start + end) and len(numbers) == 3:
        parts = start.strip(".").split(".")
        yield ".".join([*parts, *numbers[len(parts) :]])
    if re.fullmatch(r"\d{2}", end) and re.fullmatch(r"\d{4}", start):
        return
    words = end.split(" ")
    for number in range(1, len(words)):
        yield " ".join([start, *words[number:]])


def _points(said: str) -> Iterator[str]:
    """A year, month, day, season or decade by itself."""
    said = said.strip(" ,;")
    if ISO.fullmatch(said) and (exact := _proved(said)):
        yield exact
        return
    if match := CHINESE.fullmatch(said):
        yield _date(*match.groups())
    elif match := DECADE.fullmatch(said):
        yield f"{match[1] or match[2]}X"
    elif match := YEAR_FIRST.fullmatch(said):
        yield _date(match[1], match[3], match[4])
    elif match := MADE_OF_NUMBERS.fullmatch(said):
        day, mark, month, year = match.groups()
        for whole in _years(year):
            yield _date(whole, month, day)
            if mark != "." and day != month:
                yield _date(whole, day, month)
    elif match := MONTH_AND_YEAR.fullmatch(said):
        yield _date(match[2], match[1])
    else:
        yield from _worded(NOISE.sub(" ", said))


def _worded(said: str) -> Iterator[str]:
    """A month or season by its name, with its year and, for a month, its day."""
    tokens = TOKEN.findall(said)
    numbers = [token for token in tokens if token.isdigit()]
    words = [token for token in tokens if not token.isdigit()]
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if len(years) != 1 or len(words) != 1 or len(numbers) > 2 or len(days) != len(numbers) - 1:
        return
    if season := _seasons().get(words[0]):
        yield _proved(f"{years[0]}-{season}") if not days else ""
        return
    for month in sorted(_months(words[0])):
        yield _date(years[0], str(month), *days)


def _date(year: str, month: str | None = None, day: str | None = None) -> str:
    return _proved("-".join([year, *(part.zfill(2) for part in (month, day) if part)]))


def _years(year: str) -> list[str]:
    if len(year) == 4:
        return [year]
    return [
        whole
        for whole in (f"20{year}", f"19{year}")
        if int(whole) <= datetime.date.today().year + 1
    ]


def _proved(text: str) -> str:
    """The text if it is a date in the format, else nothing."""
    try:
        return parse(text).text
    except DateNotUnderstood:
        return ""


def _months(word: str) -> set[int]:
    """The months that a word, or its first letters, can mean in any of the languages."""
    names = _month_names()
    if word in names:
        return names[word]
    begun = [months for name, months in names.items() if len(word) > 2 and name.startswith(word)]
    return set.union(*begun) if begun else set()


@lru_cache(maxsize=1)
def _month_names() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for month, name in _all_month_names():
        found.setdefault(name.casefold().replace("ё", "е").strip(" ."), set()).add(month)
    return {name: months for name, months in found.items() if name and not name.isdigit()}


def _all_month_names() -> Iterable[tuple[int, str]]:
    for language in LANGUAGES:
        try:
            months = Locale(language).months
        except UnknownLocaleError:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from months[context][width].items()


@lru_cache(maxsize=1)
def _seasons() -> dict[str, int]:
    """The seasons of the languages we put dates in, by their names without the year."""
    found = {"fall": 23, "autumn": 23, "frühling": 21}
    for phrases in PHRASES.values():
        for names in (phrases.seasons, phrases.seasons_of):
            for number, name in enumerate(names, start=21):
                word = name.replace("{}", "").strip().casefold().rpartition(" ")[2]
                found[word.rpartition("’")[2]] = number
    return found
