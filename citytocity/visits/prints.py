"""The papers of a visit in one or two languages: brief, folded programme, badges.

What is told is made ready here, each text with its language; typst sets it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.languages.catalogue import html_code
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import when_in_words
from citytocity.ledger.queries import anniversary_base
from citytocity.papers.making import fits, pdf
from citytocity.protocol.models import Gift, Promise
from citytocity.protocol.presentation import receiver
from citytocity.visits.enums import TravellerRole
from citytocity.visits.exchanged import gifts_before, promise_in_words, promises_before
from citytocity.visits.models import Traveller, Visit
from citytocity.visits.permissions import visits_of
from citytocity.visits.presentation import clocks, days_of, hours, spoken_in_words
from citytocity.visits.queries import last_time, partnerships_of, sights_before

FOLDER = Path(__file__).parent / "typst"
Languages = tuple[str, ...]
Said = list[dict[str, str]]
"""A text in each language of the paper: `{text, lang}`."""


@dataclass(frozen=True)
class Room:
    """What the brief has room for: so many travellers by name, so many lines in each part; so many
    letters in a line, in the purpose, and in a title, a name or an office."""

    named: int
    lines: int
    line: int
    purpose: int
    words: int


ROOMS = (
    Room(named=14, lines=6, line=200, purpose=400, words=200),
    Room(named=10, lines=4, line=120, purpose=240, words=90),
    Room(named=6, lines=3, line=80, purpose=160, words=60),
    Room(named=4, lines=2, line=60, purpose=100, words=40),
    Room(named=3, lines=1, line=40, purpose=80, words=30),
)
"""The brief is set with the first that leaves it on one page; the last one always does."""


@dataclass(frozen=True)
class Setting:
    """How a programme is set: in points; with notes and transport, or without them; folded once,
    or as a booklet of as many pages as there are."""

    size: float
    has_notes: bool = True
    is_booklet: bool = False


SETTINGS = (
    Setting(10.5),
    Setting(9),
    Setting(7.5),
    Setting(7.5, has_notes=False),
    Setting(9, is_booklet=True),
)
"""The programme is set with the first that leaves it on two pages, outside and inside of one sheet;
the last one says of itself that it is longer."""
NAMED_OF_MANY = (TravellerRole.HEAD, TravellerRole.INTERPRETER)
COUNTING: dict[str, Callable[[int], str]] = {
    TravellerRole.HEAD: lambda n: ngettext("%(number)s head", "%(number)s heads", n),
    TravellerRole.INTERPRETER: lambda n: ngettext(
        "%(number)s interpreter", "%(number)s interpreters", n
    ),
    TravellerRole.MEMBER: lambda n: ngettext("%(number)s member", "%(number)s members", n),
    TravellerRole.GUEST: lambda n: ngettext("%(number)s guest", "%(number)s guests", n),
}


@dataclass(frozen=True)
class BriefPart:
    """A part of the brief in the active language; the one with the same key in the other language
    stands beside it."""

    key: str
    heading: str
    lines: tuple[str, ...]


def paper(name: str, visit: Visit, languages: Languages, *, by: Any) -> bytes:
    """The paper of that name as PDF, with nothing of folders that the person may not open."""
    *longer, shortest = PAPERS[name].versions
    for makes in longer:
        made = _on_top(visit, languages) | makes(visit, languages, by)
        if fits(template(name), made, pages=PAPERS[name].pages):
            return pdf(template(name), made)
    return pdf(template(name), _on_top(visit, languages) | shortest(visit, languages, by))


def template(name: str) -> Path:
    return FOLDER / f"{name}.typ"


def told(name: str, visit: Visit, languages: Languages, *, by: Any) -> dict[str, Any]:
    """All that the paper says at its longest."""
    makes, *_shorter = PAPERS[name].versions
    return _on_top(visit, languages) | makes(visit, languages, by)


def _on_top(visit: Visit, languages: Languages) -> dict[str, Any]:
    """What all papers begin with."""
    activity = visit.activity
    host = activity.host
    return {
        "title": words_in(activity.title, languages),
        "when": in_each(languages, lambda: when_in_words(activity.when)),
        "where": words_in(host.name, languages) if host else [],
        "guests": [words_in(city.name, languages) for city in visit.guests.values()],
        "languages": [html_code(code) for code in languages],
    }


# --- the mayor's brief ---


def _brief(visit: Visit, languages: Languages, by: Any, *, room: Room) -> dict[str, Any]:
    named, counted = _travelling(visit, room)
    return {
        "title": _cut(words_in(visit.activity.title, languages), room.words),
        "kind": in_each(languages, lambda: gettext("Brief for the mayor")),
        "facts": _facts(visit, languages, room),
        "who": in_each(languages, lambda: gettext("Who comes")),
        "said_as": in_each(languages, lambda: gettext("Spoken as")),
        "nobody": in_each(languages, lambda: gettext("Nobody is named yet.")),
        "people": [_briefly(_person(one, languages), room.words) for one in named],
        "counted": [_counted(city, numbers, languages) for city, numbers in counted],
        "parts": _parts(visit, languages, by, room),
    }


def _travelling(
    visit: Visit, room: Room
) -> tuple[list[Traveller], list[tuple[City, Counter[str]]]]:
    """Who is named; and of a large delegation, whose heads and interpreters alone are named, how
    many others travel for each city in which role."""
    ranks = list(TravellerRole.values)
    travellers = sorted(
        visit.travellers.select_related("city"), key=lambda one: (ranks.index(one.role), one.pk)
    )
    if len(travellers) <= room.named:
        return travellers, []
    named = [one for one in travellers if one.role in NAMED_OF_MANY][: room.named]
    others: dict[City, Counter[str]] = {}
    for one in travellers:
        if one not in named:
            others.setdefault(one.city, Counter())[one.role] += 1
    return named, list(others.items())


def _counted(city: City, numbers: Counter[str], languages: Languages) -> Said:
    """“Oxford: 94 members, 2 guests” in each language."""
    said = []
    for code in languages:
        with translation.override(code):
            told = [
                counting(numbers[role]) % {"number": number_in_words(numbers[role])}
                for role, counting in COUNTING.items()
                if numbers[role]
            ]
            words = gettext("%(city)s: %(people)s") % {
                "city": city.name.in_language(code).text,
                "people": ", ".join(told),
            }
        said.append({"text": words, "lang": html_code(code)})
    return said


def _facts(visit: Visit, languages: Languages, room: Room) -> list[dict[str, Said]]:
    activity = visit.activity
    guests = [city.name for city in visit.guests.values()]
    purpose = _cut(words_in(visit.purpose or activity.summary, languages), room.purpose)
    interpreters = in_each(languages, lambda: spoken_in_words(visit.interpreting))
    found = (
        (gettext_lazy("When"), in_each(languages, lambda: when_in_words(activity.when))),
        (gettext_lazy("Where"), words_in(activity.host.name, languages) if activity.host else []),
        (pgettext_lazy("of guests", "From"), _cut(_all_of(guests, languages), room.words)),
        (gettext_lazy("Who asked"), _cut([{"text": visit.asker, "lang": ""}], room.words)),
        (gettext_lazy("Purpose"), purpose),
        (gettext_lazy("Interpreters"), _cut(interpreters, room.words)),
    )
    return [
        {"term": in_each(languages, lambda term=term: str(term)), "words": words}  # type: ignore[misc]
        for term, words in found
        if any(one["text"] for one in words)
    ]


def _briefly(person: dict[str, Any], length: int) -> dict[str, Any]:
    """The traveller, with nothing longer than so many letters."""
    name = Truncator(person["name"]).chars(length)
    return {**{key: _cut(said, length) for key, said in person.items() if key != "name"},
            "name": name}  # fmt: skip


def _person(one: Traveller, languages: Languages) -> dict[str, Any]:
    return {
        "name": one.passport_name,
        "spoken": words_in(one.spoken_name, languages),
        "role": in_each(languages, lambda: str(one.get_role_display())),
        "office": words_in(one.office, languages),
        "city": words_in(one.city.name, languages),
        "speaks": in_each(languages, lambda: spoken_in_words(one.languages)),
    }


def _parts(visit: Visit, languages: Languages, by: Any, room: Room) -> list[dict[str, Any]]:
    """Part by part, each with a column of lines for every language."""
    by_key: dict[str, Any] = {}
    for code in languages:
        with translation.override(code):
            for part in _brief_parts(visit, by):
                column = {
                    "heading": part.heading,
                    "lines": _short(part.lines, room),
                    "lang": html_code(code),
                }
                by_key.setdefault(part.key, []).append(column)
    return list(by_key.values())


def _brief_parts(visit: Visit, by: Any) -> list[BriefPart]:
    """In the active language; none without a line."""
    promises = tuple(_promise(one) for one in promises_before(visit, by=by))
    gifts = tuple(_gift(one) for one in gifts_before(visit, by=by))
    shown = sights_before(visit, visits_of(by))
    sights = tuple(f"{one.title}, {one.begins.year}" for one in shown)
    parts = [
        BriefPart("points", gettext("Talking points"), _lines(visit.talking_points)),
        BriefPart("before", gettext("The last visit"), _before(visit, by)),
        BriefPart("promises", gettext("Promises so far"), promises),
        BriefPart("gifts", gettext("Gifts already given"), gifts),
        BriefPart("sights", gettext("Sights shown to them before"), sights),
        BriefPart("years", gettext("Anniversary"), _anniversaries(visit)),
    ]
    return [part for part in parts if part.lines]


def _short(lines: Sequence[str], room: Room) -> list[str]:
    """The first lines, none of them long; it says how many more there are in the folder."""
    shown = [Truncator(line).chars(room.line) for line in lines[: room.lines]]
    if rest := len(lines) - len(shown):
        words = ngettext("and %(number)s more in the folder", "and %(number)s more in the folder",
                         rest)  # fmt: skip
        shown.append(words % {"number": number_in_words(rest)})
    return shown


def _promise(promise: Promise) -> str:
    way = f"{promise.from_city} → {promise.to_city}"
    return f"{way}: {promise.title} ({promise_in_words(promise)})"


def _gift(gift: Gift) -> str:
    what = f"{gift.title} → {receiver(gift)}"
    return ", ".join(filter(None, (what, when_in_words(gift.when))))


def _before(visit: Visit, by: Any) -> tuple[str, ...]:
    """The last time: what it was, and what was learnt, if the person keeps that folder too."""
    activity = last_time(visit)
    if activity is None:
        return ()
    lessons = visits_of(by).filter(activity=activity).values_list("lessons", flat=True).first()
    what = f"{activity.title}, {when_in_words(activity.when)}"
    return (what, *_split(lessons or ""))


def _anniversaries(visit: Visit) -> tuple[str, ...]:
    """How many years each partnership is old in the year of the visit, by its chosen date."""
    when = visit.activity.when_first
    lines = []
    for partnership in partnerships_of(visit):
        base = anniversary_base(partnership)
        since = parse(base).first if base else None
        if when and since and when.year > since.year:
            years = when.year - since.year
            words = ngettext(
                "%(cities)s: %(years)s year in %(year)s, counted from %(since)s",
                "%(cities)s: %(years)s years in %(year)s, counted from %(since)s",
                years,
            )
            cities = " – ".join(str(city) for city in partnership.cities)
            told = {"cities": cities, "years": number_in_words(years), "year": when.year,
                    "since": when_in_words(base)}  # fmt: skip
            lines.append(words % told)
    return tuple(lines)


# --- the folded programme ---


def _programme(visit: Visit, languages: Languages, _by: Any, *, setting: Setting) -> dict[str, Any]:
    items = list(visit.items.all())
    booklet = gettext_lazy("Longer than one folded sheet: print it page by page and staple it.")
    return {
        "size": setting.size,
        "is_booklet": setting.is_booklet,
        "booklet": in_each(languages, lambda: str(booklet)) if setting.is_booklet else [],
        "kind": in_each(languages, lambda: gettext("Programme of the visit")),
        "notes": in_each(languages, lambda: gettext("Notes")),
        "zones": sorted({f"{item.zone} ({clocks(item)})" for item in items}),
        "clocks": in_each(languages, lambda: gettext("Hours by the clocks of the place")),
        "columns": [_column(items, code, setting) for code in languages],
    }


def _column(items: list[Any], code: str, setting: Setting) -> dict[str, Any]:
    with translation.override(code):
        heading = gettext("Programme of the visit")
        zones = len({item.zone for item in items})
        days = [
            {
                "day": day.words,
                "items": [
                    {
                        "hours": hours(item) + (f" {clocks(item)}" if zones > 1 else ""),
                        "title": _one(item.title, code),
                        "place": _one(item.place, code),
                        "note": _one(item.note if setting.has_notes else Words(), code),
                        "transport": item.transport if setting.has_notes else "",
                        "interpreter": gettext("with an interpreter") if item.interpreter else "",
                    }
                    for item in day.items
                ],
            }
            for day in days_of(items)
        ]
        empty = gettext("Nothing is planned yet.")
    return {"lang": html_code(code), "heading": heading, "days": days, "empty": empty}


# --- the badges ---


def _badges(visit: Visit, languages: Languages, _by: Any) -> dict[str, Any]:
    travellers = visit.travellers.select_related("city")
    nobody = in_each(languages, lambda: gettext("Nobody is named yet."))
    return {"people": [_person(one, languages) for one in travellers], "nobody": nobody}


@dataclass(frozen=True)
class Paper:
    """A paper: what it is called, and what makes its content for a person.

    Of several versions the first that has so many pages is taken, or else the last.
    """

    label: Any
    versions: tuple[Callable[[Visit, Languages, Any], dict[str, Any]], ...]
    pages: int = 1


PAPERS = {
    "brief": Paper(
        gettext_lazy("The mayor's brief"), tuple(partial(_brief, room=room) for room in ROOMS)
    ),
    "programme": Paper(
        gettext_lazy("Folded programme"),
        tuple(partial(_programme, setting=setting) for setting in SETTINGS),
        pages=2,
    ),
    "badges": Paper(gettext_lazy("Badges"), (_badges,)),
}


# --- texts with their language ---


def in_each(languages: Iterable[str], makes: Callable[[], str]) -> Said:
    """What is made in each language, marked with it."""
    said = []
    for code in languages:
        with translation.override(code):
            said.append({"text": makes(), "lang": html_code(code)})
    return said


def words_in(words: Words, languages: Iterable[str]) -> Said:
    """The words for a reader of each language, marked with the language they are really in."""
    return [_one(words, code) for code in languages]


def _cut(said: Said, length: int) -> Said:
    """None of them longer than so many letters."""
    return [{**one, "text": Truncator(one["text"]).chars(length)} for one in said]


def _one(words: Words, code: str) -> dict[str, str]:
    found = words.in_language(code)
    return {"text": found.text, "lang": html_code(found.language)}


def _all_of(names: list[Words], languages: Iterable[str]) -> Said:
    return [
        {"text": ", ".join(name.in_language(code).text for name in names), "lang": html_code(code)}
        for code in languages
    ]


def _lines(words: Words) -> tuple[str, ...]:
    return _split(str(words))


def _split(text: str) -> tuple[str, ...]:
    return tuple(capfirst(line.strip()) for line in text.splitlines() if line.strip())
