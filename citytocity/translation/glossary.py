"""Which words of a passage have a known translation: of the glossary, and of the register's names.

Words are compared by their stems, so that «городского архива» is found by «городской архив», and
Chinese by pairs of signs. An entry is looked up by the stem of its first word: pyahocorasick and
flashtext look for letters as they stand, and know neither stems nor where a word ends.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from citytocity.cities.models import City, Organisation
from citytocity.languages.stems import stemmed
from citytocity.languages.text import Words
from citytocity.translation.models import Job, Term
from citytocity.translation.segments import Segment

WORD = re.compile(r"\w+")
EAST = "\u2e7f"
"""Beyond this sign stand the scripts that put no space between words."""
LONG = 5
"""A stem of so many letters also stands for longer words: «Дуйсбург» for «дуйсбургский»."""


@dataclass(frozen=True)
class Entry:
    """A word and its translation, each with the forms it is known by."""

    source: str
    target: str
    forms: tuple[str, ...]
    targets: tuple[str, ...]
    note: str = ""


class Glossary:
    """What is known in a language pair of the words in some texts."""

    def __init__(self, entries: Iterable[Entry], *, pair: tuple[str, str], texts: list[str]):
        self.source, self.target = pair
        self._texts = texts
        self._entries = entries

    @cached_property
    def _by_first_stem(self) -> dict[str, list[tuple[list[str], Entry]]]:
        """Longer ones first; of equals the glossary's own, which comes first."""
        begun = {start for text in self._texts for start in _starts(text)}
        found: dict[str, list[tuple[list[str], Entry]]] = defaultdict(list)
        for entry in self._entries:
            for form in entry.forms:
                if _start(form) in begun and (stems := stemmed(form, self.source).split()):
                    found[stems[0]].append((stems, entry))
        for candidates in found.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))
        return found

    def found_in(self, text: str) -> list[Entry]:
        """The entries that stand in a text, in their order; of two that overlap the longer one."""
        words = stemmed(text, self.source).split()
        found: dict[Entry, None] = {}
        place = 0
        while place < len(words):
            stems, entry = self._at(words, place)
            if entry:
                found[entry] = None
            place += len(stems) or 1
        return list(found)

    def is_kept(self, entry: Entry, text: str) -> bool:
        """Whether a translation holds the entry's translation in one of its forms."""
        words = stemmed(text, self.target).split()
        return any(_stands_in(words, stemmed(form, self.target).split()) for form in entry.targets)

    def _at(self, words: list[str], place: int) -> tuple[list[str], Entry | None]:
        for stems, entry in self._by_first_stem.get(words[place], ()):
            if words[place : place + len(stems)] == stems:
                return stems, entry
        return [], None


def glossary_of(job: Job, found: list[Segment]) -> Glossary:
    """What is known of the words of a job's passages; three queries."""
    source, target = job.text.language, job.language
    terms = Term.objects.filter(from_language=source, to_language=target)
    kept = [
        Entry(
            source=term.source,
            target=term.target,
            forms=term.sources,
            targets=term.targets,
            note=term.note,
        )
        for term in terms
    ]
    names = [
        entry
        for model in (City, Organisation)
        for name, others in model._default_manager.values_list("name", "other_names")
        if (entry := _of_names(name, others, source, target))
    ]
    return Glossary([*kept, *names], pair=(source, target), texts=[s.plain_source for s in found])


def _of_names(name: Words, others: Words, source: str, target: str) -> Entry | None:
    """The name in both languages; None where one of them is missing."""
    here, there = _in(name, source), _in(name, target)
    if not here or not there:
        return None
    return Entry(
        source=here,
        target=there,
        forms=(here, *_in(others, source).splitlines()),
        targets=(there, *_in(others, target).splitlines()),
    )


def _in(words: Words, code: str) -> str:
    return words.data.get(code) or words.data.get(code.split("-")[0], "")


def _starts(text: str) -> Iterator[str]:
    """How the words of a text begin: cheaper than their stems, and enough to leave most out."""
    for word in WORD.findall(text.casefold()):
        for place in range(len(word)):
            if place == 0 or word[place] > EAST:
                yield word[place : place + 2]


def _start(form: str) -> str:
    word = WORD.search(form.casefold())
    return word[0][:2] if word else ""


def _stands_in(words: list[str], stems: list[str]) -> bool:
    span = len(stems)
    return bool(span) and any(
        all(map(_is_of, words[place : place + span], stems))
        for place in range(len(words) - span + 1)
    )


def _is_of(word: str, stem: str) -> bool:
    return word == stem or (len(stem) >= LONG and word.startswith(stem))
