"""A passage to translate, and what changed in it."""

import difflib
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.html import strip_tags
from rapidfuzz import fuzz, process

WORDS = re.compile(r"<[^>]+>|\s+|[^\W_]+|[^\s<]", re.UNICODE)
FROM_FILE = "file"
"""Stands where a machine's name would: words that a translator's file marks as needing work."""
Change = Literal["same", "gone", "new"]


class WordsChangedError(Exception):
    """Somebody else saved the passage meanwhile; `theirs` is what they wrote."""

    def __init__(self, theirs: str) -> None:
        super().__init__(theirs)
        self.theirs = theirs


class UnusableWordsError(Exception):
    """A translation that cannot stand there; its text says why."""


@dataclass(frozen=True)
class Segment:
    """One passage: its original, its translation, and both as they were before a change.

    `tool` names the machine the translation came from, `is_machine` says that no person has read
    it yet; `is_name` that it is how somebody is called.
    """

    key: str
    label: str
    source: str
    words: str
    is_html: bool = False
    is_name: bool = False
    is_machine: bool = False
    tool: str = ""
    old_source: str = ""
    old_words: str = ""

    @property
    def mark(self) -> str:
        """Names the translation that somebody saw, so that no other is written over unseen."""
        return mark_of(self.words)

    @property
    def plain_source(self) -> str:
        """The original as it is read, without mark-up."""
        return plain(self.source) if self.is_html else self.source

    @property
    def plain_words(self) -> str:
        return plain(self.words) if self.is_html else self.words

    @property
    def is_done(self) -> bool:
        return bool(self.words)

    @property
    def is_changed(self) -> bool:
        """Whether there is a translation of what stood here before, and none of what stands now."""
        return bool(self.old_words) and not self.words


def plain(marked_up: str) -> str:
    return html.unescape(strip_tags(marked_up))


def mark_of(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def changes(before: str, after: str) -> list[tuple[Change, str]]:
    """The two texts as one row of pieces, word by word: kept, gone, new.

    Python's difflib knows words once they are split; diff-match-patch compares letters and wants
    its pieces joined again.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces: list[tuple[Change, str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(("gone", "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(("new", "".join(new[j1:j2])))
    return pieces


def most_alike(text: str, candidates: Iterable[str]) -> str | None:
    """The candidate that is most like the text; None if none is half alike."""
    best = process.extractOne(text, list(candidates), scorer=fuzz.ratio, score_cutoff=50)
    return best[0] if best else None
