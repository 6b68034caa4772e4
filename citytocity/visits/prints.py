"""The papers of a visit in one or two languages: brief, folded programme, badges.

What is told is made ready here, each text with its language; typst sets it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.presentation import when_in_words
from citytocity.ledger.queries import anniversary_base
from citytocity.papers.making import pdf
from citytocity.protocol.models import Gift, Promise
from citytocity.protocol.presentation import receiver
from citytocity.visits.enums import TravellerRole
from citytocity.visits.exchanged import gifts_before, promise_in_words, promises_before
from citytocity.visits.models import Traveller, Visit
from citytocity.visits.models.languages import codes_in
from citytocity.visits.permissions import visits_of
from citytocity.visits.presentation import clocks, days_of, hours
from citytocity.visits.queries import last_time, partnerships_of, sights_before

FOLDER = Path(__file__).parent / "typst"
Languages = tuple[str, ...]
Said = list[dict[str, str]]
"""A text in each language of the paper: `{text, lang}`."""


NAMED = 14
"""So many travellers are named in the brief; of more, heads and interpreters alone."""
NAMED_OF_MANY = (TravellerRole.HEAD, TravellerRole.INTERPRETER)
COUNTING: dict[str, Callable[[int], str]] = {
    TravellerRole.HEAD: lambda n: ngettext("%(number)s head", "%(number)s heads", n),
    TravellerRole.INTERPRETER: lambda n: ngettext(
        "%(number)s interpreter", "%(number)s interpreters", n
    ),
    TravellerRole.MEMBER: lambda n: ngettext("%(number)s member", "%(number)s members", n),
    TravellerRole.GUEST: lambda n: ngettext("%(number)s guest", "%(number)s guests", n),
}
LINES, LINE, PURPOSE = 6, 200, 400
"""Of each part of the brief so many lines, so many letters each; the purpose is cut as well."""


@dataclass(frozen=True)
class BriefPart:
    """A part of the brief in the active language; the one with the same key in the other language
    stands beside it."""

    key: str
    heading: str
    lines: tuple[str, ...]


def paper(name: str, visit: Visit, languages: Languages, *, by: Any) -> bytes:
    """The paper of that name as PDF, with nothing of folders that the person may not open."""
    return pdf(template(name), told(name, visit, languages, by=by))


def template(name: str) -> Path:
    return FOLDER / f"{name}.typ"


def told(name: str, visit: Visit, languages: Languages, *, by: Any) -> dict[str, Any]:
    """All that the paper says, beginning with what all of them have on top."""
    activity = visit.activity
    host = activity.host
    return {
        "title": words_in(activity.title, languages),
        "when": in_each(languages, lambda: when_in_words(activity.when)),
        "where": words_in(host.name, languages) if host else [],
        "guests": [words_in(city.name, languages) for city in visit.guests.values()],
        "languages": [html_code(code) for code in languages],
    } | PAPERS[name].makes(visit, languages, by)


# --- the mayor's brief ---


def _brief(visit: Visit, languages: Languages, by: Any) -> dict[str, Any]:
    named, counted = _travelling(visit)
    return {
        "kind": in_each(languages, lambda: gettext("Brief for the mayor")),
        "facts": _facts(visit, languages),
        "who": in_each(languages, lambda: gettext("Who comes")),
        "said_as": in_each(languages, lambda: gettext("Spoken as")),
        "nobody": in_each(languages, lambda: gettext("Nobody is named yet.")),
        "people": [_person(one, languages) for one in named],
        "counted": [_counted(city, numbers, languages) for city, numbers in counted],
        "parts": _parts(visit, languages, by),
    }


def _travelling(visit: Visit) -> tuple[list[Traveller], list[tuple[City, Counter[str]]]]:
    """Who is named; and of a large delegation, whose heads and interpreters alone are named, how
    many others travel for each city in which role."""
    ranks = list(TravellerRole.values)
    travellers = sorted(
        visit.travellers.select_related("city"), key=lambda one: (ranks.index(one.role), one.pk)
    )
    if len(travellers) <= NAMED:
        return travellers, []
    named = [one for one in travellers if one.role in NAMED_OF_MANY][:NAMED]
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
            words = f"{city.name.in_language(code).text}: {', '.join(told)}"
        said.append({"text": words, "lang": html_code(code)})
    return said


def _facts(visit: Visit, languages: Languages) -> list[dict[str, Said]]:
    activity = visit.activity
    guests = [city.name for city in visit.guests.values()]
    purpose = [
        {**one, "text": Truncator(one["text"]).chars(PURPOSE)}
        for one in words_in(visit.purpose or activity.summary, languages)
    ]
    interpreters = in_each(languages, lambda: _language_names(visit.interpreting))
    found = (
        (gettext_lazy("When"), in_each(languages, lambda: when_in_words(activity.when))),
        (gettext_lazy("Where"), words_in(activity.host.name, languages) if activity.host else []),
        (pgettext_lazy("of guests", "From"), _all_of(guests, languages)),
        (gettext_lazy("Who asked"), [{"text": visit.asker, "lang": ""}] if visit.asker else []),
        (gettext_lazy("Purpose"), purpose),
        (gettext_lazy("Interpreters"), interpreters),
    )
    return [
        {"term": in_each(languages, lambda term=term: str(term)), "words": words}  # type: ignore[misc]
        for term, words in found
        if any(one["text"] for one in words)
    ]


def _person(one: Traveller, languages: Languages) -> dict[str, Any]:
    return {
        "name": one.passport_name,
        "spoken": words_in(one.spoken_name, languages),
        "role": in_each(languages, lambda: str(one.get_role_display())),
        "office": words_in(one.office, languages),
        "city": words_in(one.city.name, languages),
        "speaks": in_each(languages, lambda: _language_names(one.languages)),
    }


def _parts(visit: Visit, languages: Languages, by: Any) -> list[dict[str, Any]]:
    """Part by part, each with a column of lines for every language."""
    by_key: dict[str, Any] = {}
    for code in languages:
        with translation.override(code):
            for part in _brief_parts(visit, by):
                column = {
                    "heading": part.heading,
                    "lines": list(part.lines),
                    "lang": html_code(code),
                }
                by_key.setdefault(part.key, []).append(column)
    return list(by_key.values())


def _brief_parts(visit: Visit, by: Any) -> list[BriefPart]:
    """In the active language, each as short as one page needs it; none without a line."""
    promises = [_promise(one) for one in promises_before(visit, by=by)]
    gifts = [_gift(one) for one in gifts_before(visit, by=by)]
    sights = [f"{one.title}, {one.begins.year}" for one in sights_before(visit, visits_of(by))]
    parts = [
        BriefPart("points", gettext("Talking points"), _short(_lines(visit.talking_points))),
        BriefPart("before", gettext("The last visit"), _short(_before(visit, by))),
        BriefPart("promises", gettext("Promises so far"), _short(promises)),
        BriefPart("gifts", gettext("Gifts already given"), _short(gifts)),
        BriefPart("sights", gettext("Sights shown to them before"), _short(sights)),
        BriefPart("years", gettext("Anniversary"), _short(_anniversaries(visit))),
    ]
    return [part for part in parts if part.lines]


def _short(lines: Sequence[str]) -> tuple[str, ...]:
    """The first lines, none of them long; it says how many more there are in the folder."""
    shown = [Truncator(line).chars(LINE) for line in lines[:LINES]]
    if rest := len(lines) - len(shown):
        words = ngettext("and %(number)s more in the folder", "and %(number)s more in the folder",
                         rest)  # fmt: skip
        shown.append(words % {"number": number_in_words(rest)})
    return tuple(shown)


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


def _programme(visit: Visit, languages: Languages, _by: Any) -> dict[str, Any]:
    items = list(visit.items.all())
    return {
        "kind": in_each(languages, lambda: gettext("Programme of the visit")),
        "notes": in_each(languages, lambda: gettext("Notes")),
        "zones": sorted({f"{item.zone} ({clocks(item)})" for item in items}),
        "clocks": in_each(languages, lambda: gettext("Hours by the clocks of the place")),
        "columns": [_column(items, code) for code in languages],
    }


def _column(items: list[Any], code: str) -> dict[str, Any]:
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
                        "note": _one(item.note, code),
                        "transport": item.transport,
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
    """A paper: what it is called, and what makes its content for a person."""

    label: Any
    makes: Callable[[Visit, Languages, Any], dict[str, Any]]


PAPERS = {
    "brief": Paper(gettext_lazy("The mayor's brief"), _brief),
    "programme": Paper(gettext_lazy("Folded programme"), _programme),
    "badges": Paper(gettext_lazy("Badges"), _badges),
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


def _one(words: Words, code: str) -> dict[str, str]:
    found = words.in_language(code)
    return {"text": found.text, "lang": html_code(found.language)}


def _all_of(names: list[Words], languages: Iterable[str]) -> Said:
    return [
        {"text": ", ".join(name.in_language(code).text for name in names), "lang": html_code(code)}
        for code in languages
    ]


def _language_names(codes: str) -> str:
    reader = translation.get_language() or "en"
    return ", ".join(language_name(code, reader) for code in codes_in(codes))


def _lines(words: Words) -> tuple[str, ...]:
    return _split(str(words))


def _split(text: str) -> tuple[str, ...]:
    return tuple(capfirst(line.strip()) for line in text.splitlines() if line.strip())
