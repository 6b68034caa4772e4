"""Cities and organisations by any of their names, as lists and letters write them.

A name is known in every language it is on record in, in other spellings, in its cases («Дуйсбурга»,
*Turun*), in Latin letters where it is on record in Cyrillic ones, with what is put around it (city
of Oxford, г. Пермь, Perm (Russia)). What is only like a name is never taken for it: it is told as a
doubt, with what it may be. pymorphy3 was not taken: 15 MB of words for what endings tell of names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz, process

from citytocity.cities.models import City, Organisation
from citytocity.cities.naming import cases_of, is_latin, names_of
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.numbers import locale_of
from citytocity.languages.stems import stemmed

ALIKE = 78
"""From here on (of 100, rapidfuzz) a name may be meant by a text."""
AT_MOST = 4
LONGEST = 200
AROUND = re.compile(
    r"^(?:(?:the )?city of|town of|stadt|hansestadt|landeshauptstadt|città di|comune di|ville de|"
    r"г\.|гор\.|город[ае]?|города|г(?= )|city)\s*(?=\S)|\s+(?:city|shi|市)$|市$"
)
BRACKETS = re.compile(r"^(.*?)\s*[(\[]([^)\]]*)[)\]]$")
SOUNDS = (
    ("shch", "sch"), ("tsch", "ch"), ("kh", "h"), ("x", "ks"), ("ck", "k"), ("ph", "f"),
    ("th", "t"), ("zh", "j"),
    ("ts", "c"), ("tz", "c"), ("yu", "iu"), ("ya", "ia"), ("ye", "e"), ("y", "i"),
    ("w", "v"), ("z", "s"), ("q", "k"),
)  # fmt: skip
"""What one alphabet writes in one way and another in another."""


@dataclass(frozen=True)
class Recognised:
    """The record that a text surely names; or those it may mean, the likeliest first."""

    record: Any = None
    candidates: tuple[Any, ...] = ()


@dataclass
class Names:
    """The names of some records, ready to recognise them; made once, asked often."""

    kinds: tuple[dict[str, dict[int, None]], ...] = field(
        default_factory=lambda: tuple(defaultdict(dict) for _kind in range(3))
    )
    records: dict[int, Any] = field(default_factory=dict)
    known: dict[str, Recognised] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[City | Organisation]) -> "Names":
        names = cls()
        for record in records:
            names.records[record.pk] = record
            for language, name in names_of(record):
                for keys, key in zip(names.kinds, _keys(name, language), strict=True):
                    if key:
                        keys[key][record.pk] = None
                for form in cases_of(record, name, language):
                    names.kinds[1][form][record.pk] = None
        return names

    def recognise(self, text: str) -> Recognised:
        """Whom the text names, whatever stands around the name."""
        said = " ".join(text.split())[:LONGEST]
        if said not in self.known:
            self.known[said] = self._recognise(said)
        return self.known[said]

    def _recognise(self, said: str) -> Recognised:
        maybe: dict[int, None] = {}
        for name, beside in _readings(said.casefold()):
            found = self._named(name)
            if len(found) > 1 and beside:
                found = [pk for pk in found if _is_in(self.records[pk], beside)] or found
            if len(found) == 1:
                return Recognised(self.records[found[0]])
            maybe.update(dict.fromkeys(found))
        likely = maybe or dict.fromkeys(self._alike(said))
        return Recognised(candidates=tuple(self.records[pk] for pk in list(likely)[:AT_MOST]))

    def is_elsewhere(self, record: Any, text: str) -> bool:
        """Whether something stands beside the name that is not the country of the record: Oxford,
        Ohio is another place than the Oxford that is known."""
        said = " ".join(text.split())[:LONGEST].casefold()
        if record.pk in self._named(said):
            return False
        return any(beside and not _is_in(record, beside) for _name, beside in _readings(said))

    def _named(self, name: str) -> list[int]:
        """By the name itself; else by one of its cases; else by its sound in other letters."""
        plain, cases, sounds = self.kinds
        if exact := plain.get(_folded(name)):
            return list(exact)
        for language in _languages_of(name):
            if found := cases.get(f"{language} {stemmed(name, language)}"):
                return list(found)
        if found := cases.get(_folded(name)):
            return list(found)
        if name.isascii():
            found = sounds.get(_sound(name), {})
            return [pk for pk in found if not _has_latin_name(self.records[pk])]
        roots = {_sound(name), *(_sound(stemmed(name, one)) for one in _languages_of(name))}
        return list(dict.fromkeys(pk for root in roots for pk in sounds.get(root, ())))

    def _alike(self, said: str) -> Iterator[int]:
        """What is spelled nearly so, in its own letters or by its sound; the likest first."""
        folded = _folded(next(reversed(list(_readings(said.casefold()))))[0])
        if len(folded) < 3:
            return
        for keys, key in ((self.kinds[0], folded), (self.kinds[2], _sound(folded))):
            near = process.extract(
                key, keys.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=AT_MOST
            )
            for found, _score, _place in near:
                yield from keys[found]


def city_names() -> Names:
    return Names.of(City.objects.only("pk", "slug", "name", "other_names", "country"))


def organisation_names() -> Names:
    bodies = Organisation.objects.only("pk", "slug", "name", "other_names", "city_id")
    return Names.of(bodies)


def _keys(name: str, language: str) -> tuple[str, str, str]:
    """The name itself, its stem in its language, and its sound."""
    return _folded(name), f"{language} {stemmed(name, language)}", _sound(name.casefold())


def _readings(said: str) -> Iterator[tuple[str, str]]:
    """The text, and what is left of it without what people put around a name; with what stood
    beside it, which may be a country."""
    yield said, ""
    beside = ""
    if match := BRACKETS.match(said):
        said, beside = match[1], match[2]
        yield said, beside
    elif "," in said:
        said, _comma, beside = (part.strip() for part in said.partition(","))
        yield said, beside
    bare = AROUND.sub("", said).strip(" «»“”\"'")
    if bare and bare != said:
        yield bare, beside


def _is_in(record: Any, beside: str) -> bool:
    """Whether the country of the city is what stands beside its name, in any language."""
    code = str(getattr(record, "country", ""))
    return bool(code) and beside.strip() in _country_names(code)


@lru_cache(maxsize=300)
def _country_names(code: str) -> frozenset[str]:
    names = (locale_of(language).territories.get(code, "") for language in CONTENT_LANGUAGES)
    return frozenset([code.casefold(), *(name.casefold() for name in names if name)])


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    """Without accents, signs and double blanks: what two spellings of one name share."""
    return " ".join(re.sub(r"[\W_]+", " ", stemmed(name, "")).split())


@lru_cache(maxsize=20_000)
def _sound(name: str) -> str:
    """The name in Latin letters, as near to its sound as comparing needs."""
    plain = re.sub(r"[^a-z ]", "", anyascii(name).casefold())
    for written, sound in SOUNDS:
        plain = plain.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", plain).strip()


def _languages_of(name: str) -> tuple[str, ...]:
    """In which languages an ending of the name may be: told by its letters."""
    if re.search(r"[\u0400-\u04ff]", name):
        return ("ru", "uk", "be", "bg", "sr")
    return ("en", "de", "fi", "fr", "it", "es", "nl", "pl", "sv")


def _has_latin_name(record: City | Organisation) -> bool:
    return any(is_latin(name) for _language, name in names_of(record))
