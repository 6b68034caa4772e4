"""The words of a translation as they come from a person, with what she saw."""

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.ledger.boxes import DAY
from citytocity.translation.actions import NotNowError
from citytocity.translation.beside import Beside
from citytocity.translation.exchange.bringing import Clash, Weighed
from citytocity.translation.exchange.sheets import plain
from citytocity.translation.segments import Change, Segment, WordsChangedError, changes, mark_of


@dataclass(frozen=True)
class Passage:
    """A passage as the desk shows it: the saved words, or those that are not saved.

    `mark` is that of the translation which the person has seen, `unsure` that of words which a
    file marks as needing work: who saves them as they are has not read them.
    """

    segment: Segment
    shown: str
    mark: str
    error: str = ""
    theirs: str = ""
    unsure: str = ""
    beside: Beside = field(default_factory=Beside)

    @property
    def changes(self) -> list[tuple[Change, str]]:
        """What changed in the original since it was translated; nothing if it was not."""
        if not self.segment.is_changed:
            return []
        return changes(self.segment.old_source, self.segment.source)

    @property
    def rows(self) -> int:
        return min(12, max(2, len(self.segment.source) // 60 + 1))


def typed(post: Any, found: list[Segment]) -> tuple[dict[str, str], dict[str, str]]:
    """The words by passage, and the mark each had when the page was made."""
    words = {s.key: post[f"words-{s.key}"] for s in found if f"words-{s.key}" in post}
    seen = {s.key: post.get(f"seen-{s.key}", "") for s in found if s.key in words}
    return words, seen


def unsure(post: Any, words: dict[str, str]) -> dict[str, str]:
    """By passage, the mark of a file's words that need work and stand as the file had them."""
    marks = {key: post.get(f"unsure-{key}") for key in words}
    return {key: mark for key, mark in marks.items() if mark == mark_of(plain(words[key]).strip())}


@dataclass(frozen=True)
class Typed:
    """What a person typed and is not saved: the words by passage, and the marks of what she saw
    and of words that need work.
    """

    words: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Exception] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)


def passages(found: list[Segment], unsaved: Typed, beside: dict[str, Beside]) -> list[Passage]:
    """The passages for the page, with what the person typed where it is not saved."""
    return [
        Passage(
            segment=segment,
            shown=unsaved.words.get(segment.key, segment.words),
            mark=unsaved.seen.get(segment.key, segment.mark),
            error=_told(unsaved.errors.get(segment.key)),
            theirs=_theirs(unsaved.errors.get(segment.key)),
            unsure=unsaved.unsure.get(segment.key, ""),
            beside=beside[segment.key],
        )
        for segment in found
    ]


def brought(shown: list[Passage], weight: Weighed) -> list[Passage]:
    """The passages with the words of a file in them, not saved; what clashes is marked."""
    clashes = {clash.segment.key: clash for clash in weight.clashes if clash.segment}
    return [
        _clashing(passage, clashes[passage.segment.key])
        if passage.segment.key in clashes
        else _filled(passage, weight)
        for passage in shown
    ]


def _filled(passage: Passage, weight: Weighed) -> Passage:
    key = passage.segment.key
    if key not in weight.words:
        return passage
    words = weight.words[key]
    return replace(passage, shown=words, unsure=_unsure(words, is_sure=key not in weight.unsure))


def _unsure(words: str, *, is_sure: bool | None) -> str:
    return mark_of(plain(words).strip()) if is_sure is False else ""


def _clashing(passage: Passage, clash: Clash) -> Passage:
    """With the file's words, what is saved, and what is different in the original since."""
    segment = passage.segment
    if not segment.words and segment.source != clash.unit.source:
        segment = replace(segment, old_source=clash.unit.source, old_words=clash.unit.words)
    return replace(
        passage,
        segment=segment,
        shown=clash.unit.words,
        error=clash.why,
        theirs=segment.words,
        unsure=_unsure(clash.unit.words, is_sure=clash.unit.is_sure),
    )


class DueForm(forms.Form):
    """The day a translation is wanted by; none if nobody waits for it."""

    day = forms.DateField(label=gettext_lazy("Wanted by"), required=False, **DAY)
    everywhere = forms.BooleanField(
        label=gettext_lazy("in every language this text is wanted in"), required=False
    )

    def clean_day(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["day"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over. Choose a later one."))
        return day


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What should be different"), widget=forms.Textarea({"rows": 3})
    )


def _told(error: Exception | None) -> str:
    if error is None:
        return ""
    if isinstance(error, WordsChangedError):
        return _("Somebody else saved this passage while you had it open. Both are kept here.")
    if isinstance(error, NotNowError):
        return _("Not saved: %(why)s") % {"why": error}
    return _("This cannot stand here: %(why)s") % {"why": error}


def _theirs(error: Exception | None) -> str:
    return error.theirs if isinstance(error, WordsChangedError) else ""
