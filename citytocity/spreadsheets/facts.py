"""What a column of a spreadsheet may hold, by what its rows are; and what a heading may mean.

The words of headings stand in `headings.yaml`; beside them a column is known by its name in the
register, in every language of the interface, and by its key in the register's files (`title:ru`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from citytocity.cities.enums import OrganisationKind
from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES
from citytocity.languages.names import language_name
from citytocity.ledger.enums import (
    ActivityKind,
    ActivityStatus,
    ParticipationRole,
    PartnershipKind,
    ResultKind,
)
from citytocity.spreadsheets.enums import Subject


class Reads(Enum):
    """How a cell is read."""

    ID = auto()
    TEXT = auto()
    DATE = auto()
    HEADS = auto()
    NUMBER = auto()
    CITY = auto()
    CITIES = auto()
    ORGANISATION = auto()
    CHOICE = auto()
    COUNTRY = auto()
    LINK = auto()


@dataclass(frozen=True)
class Fact:
    """One thing that a row says. `choices` are the known values of one that is chosen."""

    key: str
    label: Any
    reads: Reads
    choices: Any = None
    is_needed: bool = False
    may_be_common: bool = False

    @property
    def has_language(self) -> bool:
        return self.reads is Reads.TEXT


OF_ALL = {"is_needed": True, "may_be_common": True}
ID = Fact("id", _("id"), Reads.ID)
FACTS: dict[str, tuple[Fact, ...]] = {
    Subject.ACTIVITIES: (
        Fact("title", _("title"), Reads.TEXT, is_needed=True),
        Fact("when", _("when"), Reads.DATE),
        Fact("when_first", _("first day"), Reads.DATE),
        Fact("when_last", _("last day"), Reads.DATE),
        Fact("kind", _("kind of activity"), Reads.CHOICE, ActivityKind, **OF_ALL),
        Fact("status", _("status"), Reads.CHOICE, ActivityStatus),
        Fact("host", _("host city"), Reads.CITY, may_be_common=True),
        Fact("cities", _("cities that took part"), Reads.CITIES, may_be_common=True),
        Fact("organisation", _("organisation that took part"), Reads.ORGANISATION),
        Fact("role", _("role of the city"), Reads.CHOICE, ParticipationRole),
        Fact("people", _("people from the city"), Reads.HEADS),
        Fact("youth", _("of them young people"), Reads.HEADS),
        Fact("attendance", _("people present, audience included"), Reads.HEADS),
        Fact("place", _("place"), Reads.TEXT),
        Fact("occasion", _("occasion"), Reads.TEXT),
        Fact("summary", _("summary"), Reads.TEXT),
        ID,
    ),
    Subject.PARTNERSHIPS: (
        Fact("cities", _("cities"), Reads.CITIES),
        Fact("host", _("first city"), Reads.CITY, may_be_common=True),
        Fact("partner", _("partner city"), Reads.CITY),
        Fact("kind", _("kind of partnership"), Reads.CHOICE, PartnershipKind, **OF_ALL),
        Fact("since", _("since"), Reads.DATE),
        Fact("first_contact", _("first contact"), Reads.DATE),
        Fact("name", _("name of its own"), Reads.TEXT),
        Fact("origin", _("origin"), Reads.TEXT),
        Fact("summary", _("summary"), Reads.TEXT),
        ID,
    ),
    Subject.RESULTS: (
        Fact("title", _("statement"), Reads.TEXT, is_needed=True),
        Fact("kind", _("kind of result"), Reads.CHOICE, ResultKind, **OF_ALL),
        Fact("when", _("when"), Reads.DATE),
        Fact("from_city", _("from the city"), Reads.CITY, may_be_common=True),
        Fact("to_city", _("to the city"), Reads.CITY, may_be_common=True),
        Fact("value", _("number"), Reads.HEADS),
        Fact("unit", _("unit"), Reads.TEXT),
        Fact("summary", _("summary"), Reads.TEXT),
        ID,
    ),
    Subject.ORGANISATIONS: (
        Fact("name", _("name"), Reads.TEXT, is_needed=True),
        Fact("other_names", _("other names"), Reads.TEXT),
        Fact("kind", _("kind of organisation"), Reads.CHOICE, OrganisationKind, **OF_ALL),
        Fact("city", _("city"), Reads.CITY, may_be_common=True),
        Fact("website", _("website"), Reads.LINK),
        ID,
    ),
    Subject.CITIES: (
        Fact("name", _("name"), Reads.TEXT, is_needed=True),
        Fact("other_names", _("other names"), Reads.TEXT),
        Fact("country", _("country"), Reads.COUNTRY, is_needed=True, may_be_common=True),
        Fact("region", _("region"), Reads.TEXT),
        Fact("latitude", _("latitude"), Reads.NUMBER),
        Fact("longitude", _("longitude"), Reads.NUMBER),
        Fact("population", _("population"), Reads.HEADS),
        Fact("website", _("website"), Reads.LINK),
        ID,
    ),
}
HEADINGS = Path(__file__).with_name("headings.yaml")


def facts_of(subject: str) -> dict[str, Fact]:
    return {fact.key: fact for fact in FACTS[subject]}


def column_choices(subject: str, reader: str) -> list[tuple[str, Any]]:
    """What the person may say of a column; of texts, in the sheet's language or in another one."""
    facts = FACTS[subject]
    plain = [(fact.key, str(fact.label)) for fact in facts]
    groups: list[tuple[str, Any]] = [("", _("is not taken")), *plain]
    for fact in facts:
        if fact.has_language:
            languages = [
                (f"{fact.key}:{code}", f"{fact.label} ({language_name(code, reader)})")
                for code in settings.CONTENT_CODES
            ]
            groups.append((str(fact.label).capitalize(), languages))
    return groups


def is_fact(subject: str, written: str) -> bool:
    key, _colon, language = written.partition(":")
    fact = facts_of(subject).get(key)
    if fact is None:
        return False
    return not language or (fact.has_language and language in CONTENT_LANGUAGES)


def fact_by_heading(subject: str, heading: str) -> str:
    """The fact, with its language if the heading says one; empty if the heading tells nothing."""
    written = heading.strip()
    if is_fact(subject, written):
        return written
    text, language = _without_language(folded(written))
    words = _headings(subject)
    key = words.get(text) or _first_known(text, words)
    if not key:
        return ""
    return f"{key}:{language}" if language and facts_of(subject)[key].has_language else key


def folded(heading: str) -> str:
    """A heading as comparing has it: in small letters, without signs."""
    text = heading.casefold().replace("ё", "е")
    return " ".join(re.sub(r"[^\w()]+", " ", text).split())


def _first_known(text: str, words: dict[str, str]) -> str:
    """`Title of the event` is known by its first words, and `(of them) young` without brackets."""
    bare = " ".join(re.sub(r"\([^)]*\)", " ", text).split())
    parts = bare.split(" ")
    starts = (" ".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((words[start] for start in starts if start in words), "")


def _without_language(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.+?)\s*[( ](\w+(?: \w+)?)\)?", text)
    language = _language_names().get(match[2]) if match else None
    return (match[1], language) if match and language else (text, "")


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    known: dict[str, str] = {}
    for code in CONTENT_LANGUAGES:
        names = [code, LOCAL_NAMES[code], CONTENT_LANGUAGES[code]]
        names += [language_name(code, reader) for reader in ("ru", "de", "it", "fr")]
        known |= {folded(name): code for name in names}
    return known


@lru_cache(maxsize=8)
def _headings(subject: str) -> dict[str, str]:
    """Facts by what headings call them; the words of the file count before our own labels."""
    said = yaml.safe_load(HEADINGS.read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {folded(str(fact.label)): fact.key for fact in FACTS[subject]}
    keys = facts_of(subject)
    for section in ("all", str(subject)):
        for key, words in said.get(section, {}).items():
            if key in keys:
                known |= {folded(word): key for word in words}
    return known


def choice_by_word(fact: Fact, written: str) -> str:
    """The known value that a cell names: by its code, or by its name in any language of ours."""
    return _choice_words(fact.choices).get(folded(written), "")


@lru_cache(maxsize=16)
def _choice_words(choices: Any) -> dict[str, str]:
    known = {folded(value): value for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {folded(str(label)): value for value, label in choices.choices}
    said = yaml.safe_load(HEADINGS.read_text(encoding="utf-8"))["values"]
    for value, words in said.get(choices.__name__, {}).items():
        known |= {folded(word): value for word in words}
    return known


def best_subject(headings: Iterable[str]) -> str:
    """What the rows probably are: whose facts most of the headings name."""
    known = list(headings)

    def named(subject: str) -> int:
        return len({fact_by_heading(subject, heading) for heading in known} - {""})

    return max(FACTS, key=named)
