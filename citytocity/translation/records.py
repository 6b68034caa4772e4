"""Records of the register: short texts, one field a passage, all languages in one row."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.text import Words
from citytocity.people.models import User
from citytocity.sources.models import Record
from citytocity.translation.models import Job
from citytocity.translation.segments import FROM_FILE, Segment, UnusableWordsError

NOT_TRANSLATED = frozenset({"other_names"})
"""Names for recognising: each language has its own, none is a translation of another."""


def fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a kind that hold words."""
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, (I18nCharField, I18nTextField)) and field.name not in NOT_TRANSLATED
    ]


def original_language(record: Record) -> str | None:
    """The language that the record's first words were written in; None where it has no words."""
    for field in fields(type(record)):
        words: Words = getattr(record, field.name)
        if words.original:
            return words.original
    return None


def fingerprint(record: Record) -> str:
    """Changes with the words of the original, and with nothing else."""
    told = hashlib.blake2b(digest_size=16)
    for field in fields(type(record)):
        words: Words = getattr(record, field.name)
        told.update(f"{field.name}\0{words.data.get(words.original or '', '')}\0".encode())
    return told.hexdigest()


def segments(job: Job) -> list[Segment]:
    """The fields with words; what waits for approval stands before what the record says."""
    record = _record(job)
    found = []
    for field in fields(type(record)):
        words: Words = getattr(record, field.name)
        if words:
            found.append(_segment(job, field, words))
    return found


def write(job: Job, key: str, words: str, *, by: User | None, tool: str = "") -> None:
    """Keeps the translation of one field with the job until it is approved.

    UnusableWordsError if the field cannot hold it.
    """
    record = _record(job)
    field = next(field for field in fields(type(record)) if field.name == key)
    source: Words = getattr(record, key)
    if words:
        try:
            field.clean(Words({job.language: words}), record)
        except ValidationError as error:
            raise UnusableWordsError(" ".join(error.messages)) from error
    of = source.data[source.original or ""]
    job.words = {**job.words, key: {"words": words, "of": of, "tool": tool}}
    job.save(update_fields=["words"])


def mark_read(job: Job, key: str, *, by: User) -> None:
    """A person has gone through what a machine wrote, and lets it stand."""
    kept = job.words[key]
    tool = "" if kept["tool"] == FROM_FILE else kept["tool"]
    job.words = {**job.words, key: {**kept, "tool": tool, "read": True}}
    job.save(update_fields=["words"])


def publish(job: Job, *, by: User | None, out: bool) -> None:
    """The kept words go into the record, where everybody reads them."""
    record = _record(job)
    for key, kept in job.words.items():
        words: Words = getattr(record, key)
        if kept["of"] != words.data.get(words.original or ""):
            continue  # of an original that is no more
        data = {code: text for code, text in words.data.items() if code != job.language}
        setattr(record, key, Words(data | ({job.language: kept["words"]} if kept["words"] else {})))
    record.save()
    record.save_revision(user=by, changed=True)
    job.words = {}
    job.seen = pairs(record, job.language)
    job.save(update_fields=["words", "seen"])


def is_as_published(job: Job) -> bool:
    """Whether no words wait with the job that are not in the record."""
    return not job.words


def pairs(record: Record, language: str) -> dict[str, list[str]]:
    """By field: the original, and its translation as it stands."""
    found = {}
    for field in fields(type(record)):
        words: Words = getattr(record, field.name)
        if language in words.data and words.original:
            found[field.name] = [words.data[words.original], words.data[language]]
    return found


def still_true(job: Job) -> dict[str, list[str]]:
    """The pairs that hold: an officer who changed both sides at once has translated anew."""
    now = pairs(_record(job), job.language)
    return {
        name: [of, words] if job.seen.get(name, ["", ""])[1] != words else job.seen[name]
        for name, (of, words) in now.items()
    }


def stands(job: Job) -> bool:
    """Whether the record itself says all of it in the job's language; no draft counts."""
    without_drafts = Job(text=job.text, language=job.language, seen=job.seen)
    return all(segment.is_done for segment in segments(without_drafts))


def title(record: Record) -> str:
    return str(record)[:300] or _("without a title")


def _record(job: Job) -> Record:
    record = job.text.record
    if record is None:
        raise TypeError(f"{job.text} is no record.")
    return record


def _segment(job: Job, field: models.Field, words: Words) -> Segment:
    source = words.data[words.original or ""]
    own = words.data.get(job.language, "")
    kept = job.words.get(field.name, {})
    seen, _words = job.seen.get(field.name, (source, own))
    told: Any = {"key": field.name, "label": str(field.verbose_name), "source": source}
    if kept.get("of") == source:
        is_unread = bool(kept["tool"]) and not kept.get("read")
        return Segment(**told, words=kept["words"], is_machine=is_unread, tool=kept["tool"])
    if kept:
        return Segment(**told, words="", old_source=kept["of"], old_words=kept["words"])
    if seen == source:
        return Segment(**told, words=own)
    return Segment(**told, words="", old_source=seen, old_words=own)


def city_key(record: Record) -> int | None:
    """The key of the city a record is of, where it says one itself; none is asked for."""
    if isinstance(record, City):
        return record.pk
    names = ("city_id", "host_id", "to_city_id")
    return next((key for name in names if (key := getattr(record, name, None))), None)


def is_register(model: Any) -> bool:
    """Whether records of the kind have words that readers see."""
    return isinstance(model, type) and issubclass(model, models.Model) and bool(fields(model))
