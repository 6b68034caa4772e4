"""A job's sheet out of the house, and what came back weighed against what stands here now."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from types import ModuleType

from django.db import transaction
from django.utils.translation import gettext as _

from citytocity.people.models import User
from citytocity.translation.actions import save_words
from citytocity.translation.engines import engine, segments
from citytocity.translation.exchange import po, xliff
from citytocity.translation.exchange.markup import BrokenMarkupError, different_tags
from citytocity.translation.exchange.sheets import (
    LARGEST,
    UNITS_AT_MOST,
    Fault,
    Sheet,
    Unit,
    UnusableFileError,
    plain,
)
from citytocity.translation.models import Job
from citytocity.translation.segments import FROM_FILE, Segment, WordsChangedError, most_alike

FORMS: dict[str, tuple[Callable[[Sheet], bytes], ModuleType]] = {
    "po": (po.file_of, po),
    "xliff": (xliff.file_of, xliff),
    "omegat": (xliff.file_with_originals, xliff),
}
"""The forms of file: what writes it, and the module with its `SUFFIX` and `MEDIA_TYPE`."""
BY_SUFFIX = {"po": po, "xlf": xliff, "xliff": xliff}
COMPARED_AT_MOST = 3_000_000_000
"""Letters times letters, about a second; what is gone beyond that is shown without a place."""


@dataclass(frozen=True)
class Clash:
    """A passage that a person has to look at: its original changed, or somebody else was at it."""

    unit: Unit
    segment: Segment | None
    why: str


@dataclass
class Weighed:
    """What a file brings: `words` and the translations they follow, what was `read`, `clashes`."""

    words: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def sheet_for(job: Job) -> Sheet:
    """The job as it stands, to be written in any of the forms."""
    text = job.text
    return Sheet(
        job=str(job.pk),
        source=text.language,
        target=job.language,
        fingerprint=text.fingerprint,
        title=text.title,
        units=[_unit(segment) for segment in segments(job) if plain(segment.source)],
    )


def weighed(job: Job, name: str, data: bytes) -> Weighed:
    """The file weighed against the job. UnusableFileError, with all faults, if it is refused."""
    if len(data) > LARGEST:
        raise UnusableFileError(Fault(0, _("The file is larger than 2 MB.")))
    form = BY_SUFFIX.get(name.rpartition(".")[2].lower())
    if form is None:
        raise UnusableFileError(Fault(0, _("Choose a file that ends with .po, .xlf or .xliff.")))
    sheet = form.sheet_of(data, is_html=bool(job.text.page_id))
    _refuse_another(job, sheet)
    return _Scales(job, sheet).weigh()


@transaction.atomic
def bring_in(job: Job, found: Weighed, *, by: User) -> int:
    """Saves all that the file brings, or nothing; the number of passages.

    UnusableFileError where a passage cannot hold its words; NotNowError, PermissionDenied as
    `save_words`.
    """
    errors = save_unsure(job, found.words, seen=found.seen, unsure=set(found.unsure), by=by)
    if errors:
        told = [Fault(found.lines[key], _told(error)) for key, error in errors.items()]
        raise UnusableFileError(*told)
    kept = _as_kept(job)
    for key in found.read:
        engine(kept.text).mark_read(kept, key, by=by)
    return len(found.words) + len(found.read)


@transaction.atomic
def save_unsure(
    job: Job,
    words: dict[str, str],
    *,
    seen: dict[str, str],
    unsure: set[str],
    by: User,
    meant: Collection[str] = (),
) -> dict[str, Exception]:
    """As `save_words`; of what is saved, the passages that are `unsure` wait to be read."""
    errors = save_words(job, words, seen=seen, by=by, meant=meant)
    kept = _as_kept(job)
    for segment in segments(kept) if unsure else []:
        if segment.key in unsure - set(errors) and segment.words:
            engine(kept.text).write(kept, segment.key, segment.words, by=by, tool=FROM_FILE)
    return errors


def _as_kept(job: Job) -> Job:
    """The job with the words that were saved since it was read: the row holds those of records."""
    return Job.objects.select_related("text__page").get(pk=job.pk)


class _Scales:
    """Goes through a sheet unit by unit, and keeps every fault it finds."""

    def __init__(self, job: Job, sheet: Sheet) -> None:
        self.sheet = sheet
        self.is_of_now = sheet.fingerprint == job.text.fingerprint
        self.segments = {segment.key: segment for segment in segments(job)}
        self.faults: list[Fault] = []
        self.found = Weighed()
        self.successors = {} if self.is_of_now else self._successors()

    def weigh(self) -> Weighed:
        times = Counter(unit.key for unit in self.sheet.units)
        for unit in self.sheet.units:
            if times[unit.key] > 1:
                self._refuse(unit, _("The same passage stands in the file several times."))
            elif unit.fault:
                self._refuse(unit, unit.fault)
            elif unit.words.strip():
                self._weigh(unit)
        if self.faults:
            raise UnusableFileError(*self.faults)
        return self.found

    def _weigh(self, unit: Unit) -> None:
        segment = self.segments.get(unit.key)
        if segment is None or not _same(segment.source, unit.source):
            self._weigh_other(unit)
        elif _are_same(segment.words, unit.words):
            if segment.is_machine and unit.is_sure:
                self.found.read.append(segment.key)
        elif not self._has_wrong_tags(unit):
            self._take(unit, segment)

    def _take(self, unit: Unit, segment: Segment) -> None:
        """Words of a passage that stands as it did; a clash if it is translated otherwise now."""
        if unit.mark != segment.mark and segment.words:
            why = _("Somebody else saved this passage after the file was made.")
            self.found.clashes.append(Clash(unit, segment, why))
        self.found.words[segment.key] = unit.words
        self.found.seen[segment.key] = segment.mark
        self.found.lines[segment.key] = unit.line
        if unit.is_sure is False:
            self.found.unsure.append(segment.key)

    def _weigh_other(self, unit: Unit) -> None:
        """A unit whose original is not what stands there: a clash if the original has changed."""
        if self.is_of_now:
            self._refuse(unit, _("This passage is not in the original."))
            return
        segment = self.segments.get(unit.key) or self.successors.get(unit.key)
        if segment is None:
            why = _("This passage is no longer in the original.")
            self.found.clashes.append(Clash(unit, None, why))
        elif _same(segment.source, unit.source):
            self._take(unit, segment)
        elif not _are_same(segment.words, unit.words):
            why = _("The original of this passage has changed since the file was made.")
            self.found.clashes.append(Clash(unit, segment, why))

    def _successors(self) -> dict[str, Segment]:
        """By key of a unit that went away, what stands there now: the same, or the most alike.

        No passage succeeds two units, so that the words of both are shown.
        """
        standing = {unit.key for unit in self.sheet.units}
        gone = [u for u in self.sheet.units if u.words.strip() and u.key not in self.segments]
        free = {key: s for key, s in self.segments.items() if key not in standing}
        found = _same_words(gone, free)
        letters = sum(len(segment.source) + 10 for segment in free.values())
        effort = 0
        for unit in gone:
            cost = (len(unit.source) + 10) * letters
            if unit.key in found or effort + cost > COMPARED_AT_MOST:
                continue
            effort += cost
            keys = {segment.source: key for key, segment in free.items()}
            if best := most_alike(unit.source, keys):
                found[unit.key] = free.pop(keys[best])
        return found

    def _has_wrong_tags(self, unit: Unit) -> bool:
        if not unit.is_html:
            return False
        try:
            wrong = different_tags(unit.source, unit.words)
        except BrokenMarkupError as error:
            wrong = str(error)
        if wrong:
            self._refuse(unit, wrong)
        return bool(wrong)

    def _refuse(self, unit: Unit, words: str) -> None:
        self.faults.append(Fault(unit.line, words))


def _unit(segment: Segment) -> Unit:
    return Unit(
        key=segment.key,
        mark=segment.mark,
        label=segment.label,
        source=segment.source,
        words=segment.words,
        is_html=segment.is_html,
        is_sure=None if not segment.words else not segment.is_machine,
    )


def _refuse_another(job: Job, sheet: Sheet) -> None:
    """UnusableFileError for a file of another text, language pair, or not made here at all."""
    if not sheet.job or not sheet.fingerprint:
        raise UnusableFileError(Fault(0, _("This file was not made by this desk.")))
    if sheet.job != str(job.pk):
        raise UnusableFileError(Fault(0, _("This file is of another text or another language.")))
    if (sheet.source, sheet.target) != (job.text.language, job.language):
        told = {"pair": f"{sheet.source} → {sheet.target}"[:40]}
        raise UnusableFileError(Fault(0, _("This file is for %(pair)s.") % told))
    if len(sheet.units) > UNITS_AT_MOST:
        raise UnusableFileError(Fault(0, _("It holds more passages than a text can have.")))


def _same_words(gone: list[Unit], free: dict[str, Segment]) -> dict[str, Segment]:
    """By key of a unit, the passage that says the very same; it is `free` no more."""
    keys: dict[str, list[str]] = defaultdict(list)
    for segment in free.values():
        keys[_bare(segment.source)].append(segment.key)
    same = [(unit.key, keys[_bare(unit.source)]) for unit in gone]
    return {key: free.pop(several.pop(0)) for key, several in same if several}


def _told(error: Exception) -> str:
    """Why a passage was not saved; the words that somebody else saved are no reason."""
    if isinstance(error, WordsChangedError):
        return _("Somebody else saved this passage after the file was made.")
    return str(error)


def _same(one: str, other: str) -> bool:
    """Whether two originals are the same but for spaces, which programs set anew."""
    return _bare(one) == _bare(other)


def _bare(source: str) -> str:
    return " ".join(plain(source).split())


def _are_same(words: str, others: str) -> bool:
    """Whether two translations are the same but for what no file can hold."""
    return plain(words).strip() == plain(others).strip()
