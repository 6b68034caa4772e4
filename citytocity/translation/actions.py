"""What happens to a text on its way into another language."""

import datetime
import logging
from collections.abc import Collection, Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page

from citytocity.cities.models import City
from citytocity.mail.letters import Button, Letter, send
from citytocity.people.models import User
from citytocity.sources.models import Record
from citytocity.translation import pages, records
from citytocity.translation.doubts import doubts_of, open_passages
from citytocity.translation.engines import engine, segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.permissions import may_approve, may_publish, may_translate
from citytocity.translation.segments import Segment, UnusableWordsError, WordsChangedError

logger = logging.getLogger(__name__)
SILENT_DAYS = 14


class NotNowError(Exception):
    """The job is in a state in which this cannot be done; its text says so to a person."""


@transaction.atomic
def take_in_page(page: Page, *, city: City | None, out: bool, is_small: bool = False) -> Text:
    """The page waits for translators, in every language of the site that it lacks.

    A second time it notes what changed: translations are behind, unless the change `is_small`
    and what was translated of the passages before holds on.
    """
    source = pages.source_of(page)
    mark = pages.fingerprint(source)
    text, _is_new = Text.objects.get_or_create(
        page=source,
        defaults={
            "kind": ContentType.objects.get_for_model(type(page)),
            "language": page.locale.language_code,
            "title": page.title[:300],
            "fingerprint": mark,
            "changed": timezone.now(),
            "rank": timezone.now(),
        },
    )
    changed = text.fingerprint != mark
    text.version += changed and not is_small
    text.title, text.city, text.is_out = page.title[:300], city, text.is_out or out
    if changed:
        text.note_change(timezone.now())
    text.fingerprint = mark
    text.save()
    if changed and is_small:
        for code in _other_languages(text):
            pages.keep_old_translations(text, code)
    _keep_page_jobs(text)
    return text


@transaction.atomic
def take_in_records(model: type[Record], keys: Iterable[int]) -> None:
    """The records wait for translators in the languages they lack; those without words do not.

    A second time it notes what changed in their originals. Asks the same few questions for one
    record and for hundreds: an import brings thousands.
    """
    kind = ContentType.objects.get_for_model(model)
    known = {text.record_key: text for text in Text.objects.filter(kind=kind, record_key__in=keys)}
    told = [record for record in model._default_manager.filter(pk__in=keys) if _speaks(record)]
    texts = [_noted(record, known.get(record.pk), kind) for record in told]
    Text.objects.bulk_create([text for text in texts if text.pk is None])
    Text.objects.bulk_update(
        [text for text in texts if text.record_key in known],
        ["version", "changed", "rank", "title", "city", "fingerprint", "language"],
    )
    gone = set(known) - {record.pk for record in told}
    Text.objects.filter(kind=kind, record_key__in=gone).delete()
    _keep_record_jobs(texts)


@transaction.atomic
def claim(job: Job, *, by: User) -> Job:
    """The job is in this person's hands. NotNowError if it is in somebody else's."""
    job = _locked(job, by)
    if job.state == JobState.CLAIMED and job.translator_id != by.pk:
        who = job.translator.shown_name if job.translator else ""
        raise NotNowError(_("Somebody else is at it: %(who)s.") % {"who": who})
    if job.state in (JobState.TRANSLATED, JobState.IN_REVIEW) and job.translator_id != by.pk:
        raise NotNowError(_("It is translated and waits for a second pair of eyes."))
    job.state, job.translator = JobState.CLAIMED, by
    job.touched = timezone.now()
    job.save()
    log(job, "translation.claim", user=by)
    return job


@transaction.atomic
def release(job: Job, *, by: User) -> Job:
    """Others may take it; what was translated stays."""
    job = _locked(job, by)
    if job.state != JobState.CLAIMED or (job.translator_id != by.pk and not may_approve(by, job)):
        raise NotNowError(_("It is not in your hands."))
    job.state, job.translator, job.draft_asked = _before(job), None, None
    job.save()
    log(job, "translation.release", user=by)
    return job


@transaction.atomic
def want_by(jobs: Iterable[Job], *, day: datetime.date | None, by: User) -> None:
    """The jobs are wanted by a day, or by none.

    PermissionDenied, and nothing changed, for who does not publish for the city of each.
    """
    keys = [job.pk for job in jobs]
    found = Job.objects.select_for_update(of=("self",)).select_related("text__city")
    for job in found.filter(pk__in=keys):
        if not may_publish(by, job):
            raise PermissionDenied
        job.due = day
        job.save(update_fields=["due"])
        log(job, "translation.want_by", user=by, data={"day": day.isoformat() if day else ""})


def release_silent() -> int:
    """Gives back what nobody worked on for two weeks; the number of jobs."""
    before = timezone.now() - datetime.timedelta(days=SILENT_DAYS)
    silent = Job.objects.filter(state=JobState.CLAIMED, touched__lt=before).select_related("text")
    freed = 0
    for job in silent:
        same = silent.filter(pk=job.pk)
        freed += same.update(state=_before(job), translator=None, draft_asked=None)
    return freed


@transaction.atomic
def save_words(
    job: Job,
    words: dict[str, str],
    *,
    seen: dict[str, str],
    by: User,
    meant: Collection[str] = (),
) -> dict[str, Exception]:
    """Keeps the passages that can be kept, and gives an error for each that cannot.

    `seen` holds the mark of each translation as the person saw it: what somebody else saved
    meanwhile is not written over, WordsChangedError brings it. A job nobody holds is claimed.
    `meant` holds the marks of the doubts that the person says are meant so.
    """
    job = claim(job, by=by)
    errors: dict[str, Exception] = {}
    for segment in segments(job):
        new = _one_kind_of_lines(words.get(segment.key, segment.words))
        if new == segment.words:
            continue
        try:
            _save(job, segment, new, seen=seen.get(segment.key, segment.mark), by=by)
        except (WordsChangedError, UnusableWordsError) as error:
            errors[segment.key] = error
    _keep_meant(job, meant)
    job.touched = timezone.now()
    count(job)
    return errors


@transaction.atomic
def hand_in(job: Job, *, by: User) -> Job:
    """Translated; waits for a second pair of eyes.

    NotNowError while a passage is missing, or a doubt is neither settled nor said to be meant so.
    """
    job = _locked(job, by)
    if job.state != JobState.CLAIMED or job.translator_id != by.pk:
        raise NotNowError(_("It is not in your hands."))
    count(job)
    if job.done < job.total:
        message = _("%(missing)s of %(total)s passages have no translation yet.")
        raise NotNowError(message % {"missing": job.total - job.done, "total": job.total})
    _refuse_unread(job)
    if doubtful := open_passages(doubts_of(job, segments(job))):
        raise NotNowError(_look_again(doubtful))
    job.state, job.draft_asked = JobState.TRANSLATED, None
    job.byline = by.shown_name if by.get_full_name() else ""
    job.save()
    log(job, "translation.hand_in", user=by)
    return job


@transaction.atomic
def review(job: Job, *, by: User) -> Job:
    """Somebody else reads it. PermissionDenied for who translated it."""
    job = _reviewed(job, by, states=(JobState.TRANSLATED,))
    job.state, job.reviewer = JobState.IN_REVIEW, by
    job.save()
    log(job, "translation.review", user=by)
    return job


@transaction.atomic
def approve(job: Job, *, by: User) -> Job:
    """It is good. Where the original is out already, the translation is out now too."""
    job = _reviewed(job, by, states=(JobState.TRANSLATED, JobState.IN_REVIEW))
    _counted(job)
    if job.done < job.total:
        raise NotNowError(_("The original has changed meanwhile: send it back to be finished."))
    job.state, job.reviewer = JobState.APPROVED, by
    job.version_seen = job.text.version
    _refuse_unread(job)
    _note_machine(job)
    job.save()
    log(job, "translation.approve", user=by)
    if job.text.is_out:
        return _bring_out(job, by=by)
    engine(job.text).publish(job, by=by, out=False)
    return job


@transaction.atomic
def send_back(job: Job, *, note: str, by: User) -> Job:
    """The translator has another look, with a word why; a letter says so."""
    job = _reviewed(job, by, states=(JobState.TRANSLATED, JobState.IN_REVIEW))
    if not note.strip():
        raise NotNowError(_("Say what should be different."))
    job.state, job.reviewer, job.note = JobState.CLAIMED, by, note.strip()
    job.state = JobState.CLAIMED if job.translator else JobState.OPEN
    job.touched = timezone.now()
    job.save()
    log(job, "translation.send_back", user=by)
    if job.translator:
        send(lambda: _sent_back(job), to=job.translator.email, language=job.translator.language)
    return job


@transaction.atomic
def publish(job: Job, *, by: User) -> Job:
    """An approved translation of what is out is read by everybody.

    PermissionDenied for who does not publish for its city; NotNowError if it is not approved, or
    its original is not out.
    """
    job = Job.objects.select_for_update(of=("self",)).select_related("text__city").get(pk=job.pk)
    if not may_publish(by, job):
        raise PermissionDenied
    if job.state != JobState.APPROVED:
        raise NotNowError(_("It is not approved yet."))
    if not job.text.is_out:
        raise NotNowError(_("Its original is not out."))
    return _bring_out(job, by=by)


def _bring_out(job: Job, *, by: User | None) -> Job:
    engine(job.text).publish(job, by=by, out=True)
    job.refresh_from_db()
    job.state, job.note = JobState.PUBLISHED, ""
    job.save()
    log(job, "translation.publish", user=by)
    return job


@transaction.atomic
def note_translation(page: Page) -> None:
    """A page in another language is out, whoever made it: an import, or Wagtail's own editor."""
    language = page.locale.language_code
    found = Job.objects.filter(text__page__object_id=page.translation_key, language=language)
    for job in found.select_for_update(of=("self",)).select_related("text__page"):
        _counted(job)
        _note_machine(job)
        if job.state in (JobState.OPEN, JobState.PUBLISHED) and job.done == job.total:
            job.state, job.version_seen = JobState.PUBLISHED, job.text.version
        job.save(
            update_fields=[
                "done",
                "total",
                "state",
                "version_seen",
                "has_machine_words",
                "has_unread_words",
            ]
        )


def publish_together(text: Text, *, by: User | None) -> None:
    """The original is out: so are the translations that were approved before it.

    Each in a transaction of its own; what goes wrong with one is written down and holds no other.
    One that a translator took meanwhile stays in her hands.
    """
    approved = Job.objects.filter(text=text, state=JobState.APPROVED, text__is_out=True)
    for key in list(approved.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                held = approved.select_for_update(of=("self",)).select_related("text__page")
                if job := held.filter(pk=key).first():
                    _bring_out(job, by=by)
        except Exception:
            logger.exception("a translation could not be brought out")


@transaction.atomic
def note_withdrawal(page: Page, *, is_original: bool) -> None:
    """The page is out no more: its translations wait for it again, approved as they were."""
    if is_original:
        Text.objects.filter(page__object_id=page.translation_key).update(is_out=False)
        return
    Job.objects.filter(
        text__page__object_id=page.translation_key,
        language=page.locale.language_code,
        state=JobState.PUBLISHED,
    ).update(state=JobState.APPROVED)


def count(job: Job) -> None:
    """Keeps how many of the passages are done, for lists."""
    _counted(job).save(update_fields=["total", "done", "touched"])


def _speaks(record: Record) -> bool:
    return records.original_language(record) is not None


def _noted(record: Record, text: Text | None, kind: ContentType) -> Text:
    """The text of a record as it is now, not saved; a new version if its original changed."""
    mark = records.fingerprint(record)
    if text is None:
        text = Text(kind=kind, record_key=record.pk, is_out=True, changed=timezone.now())
    elif text.fingerprint != mark:
        text.version += 1
        text.note_change(timezone.now())
    text.title, text.city_id = records.title(record), records.city_key(record)
    text.fingerprint, text.language = mark, records.original_language(record) or ""
    text.record = record
    return text


def _keep_record_jobs(texts: list[Text]) -> None:
    held = Job.objects.select_for_update().filter(text__in=texts)
    jobs = {(job.text_id, job.language): job for job in held}
    new: list[Job] = []
    old: list[Job] = []
    for text in texts:
        for code in _other_languages(text):
            job = jobs.get((text.pk, code)) or Job(text=text, language=code)
            job.text = text
            job.seen = records.still_true(job)
            _counted(job)
            if job.state in (JobState.OPEN, JobState.PUBLISHED) and records.stands(job):
                job.state, job.version_seen = JobState.PUBLISHED, text.version
            (old if job.pk else new).append(job)
    Job.objects.bulk_create(new)
    Job.objects.bulk_update(old, ["done", "total", "seen", "state", "version_seen"])


def _keep_page_jobs(text: Text) -> None:
    """A job for each other language of the site; what is there in full already is published."""
    jobs = {job.language: job for job in text.jobs.select_for_update()}
    for code in _other_languages(text):
        job = jobs.get(code) or Job(text=text, language=code)
        job.text = text
        _counted(job)
        if job.pk is None and job.total and job.done == job.total:
            job.state, job.version_seen = JobState.PUBLISHED, text.version
        job.save()


def _other_languages(text: Text) -> list[str]:
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return [code for code in codes if code != text.language]


def _counted(job: Job) -> Job:
    found = segments(job)
    job.total, job.done = len(found), sum(segment.is_done for segment in found)
    return job


def _refuse_unread(job: Job) -> None:
    """NotNowError while nobody has read what a machine wrote.

    The host office may let stories go as they are, labelled for readers; a record has no place
    for a label, so its words never do.
    """
    unread = sum(segment.is_machine for segment in segments(job))
    if unread and not (settings.TRANSLATOR_UNREAD and job.text.page_id):
        message = ngettext(
            "A machine wrote %(count)s passage that nobody has read: read and tick it.",
            "A machine wrote %(count)s passages that nobody has read: read and tick them.",
            unread,
        )
        raise NotNowError(message % {"count": unread})


def _note_machine(job: Job) -> None:
    """Whether a machine made a part of what is out now, and whether a person has read it."""
    made = [segment for segment in segments(job) if segment.tool or segment.is_machine]
    job.has_machine_words = any(segment.tool for segment in made)
    job.has_unread_words = any(segment.is_machine for segment in made)


def _save(job: Job, segment: Segment, words: str, *, seen: str, by: User) -> None:
    if seen != segment.mark:
        raise WordsChangedError(segment.words)
    engine(job.text).write(job, segment.key, words, by=by)


def _keep_meant(job: Job, meant: Collection[str]) -> None:
    """What was said of words that stand no more is forgotten."""
    if not meant and not job.meant:
        return
    standing = {
        doubt.mark for several in doubts_of(job, segments(job)).values() for doubt in several
    }
    job.meant = sorted(standing & {*job.meant, *meant})
    job.save(update_fields=["meant"])


def _look_again(passages: int) -> str:
    return ngettext(
        "%(n)s passage is marked: change it, or say that it is meant so.",
        "%(n)s passages are marked: change them, or say that they are meant so.",
        passages,
    ) % {"n": passages}


def _before(job: Job) -> JobState:
    """Where a job goes that nobody holds: back to what its last approved words were."""
    if job.version_seen == 0:
        return JobState.OPEN
    return JobState.PUBLISHED if job.text.is_out else JobState.APPROVED


def _one_kind_of_lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _locked(job: Job, by: User) -> Job:
    found = Job.objects.select_for_update(of=("self",)).select_related("text", "translator")
    job = found.get(pk=job.pk)
    if not may_translate(by, job):
        raise PermissionDenied
    return job


def _reviewed(job: Job, by: User, *, states: tuple[JobState, ...]) -> Job:
    found = Job.objects.select_for_update(of=("self",)).select_related("text__city", "translator")
    job = found.get(pk=job.pk)
    if not may_approve(by, job):
        raise PermissionDenied
    if job.state not in states:
        raise NotNowError(_("It does not wait for review."))
    return job


def _sent_back(job: Job) -> Letter:
    told = {"title": job.text.title, "note": job.note}
    return Letter(
        subject=_("Please have another look: %(title)s") % told,
        paragraphs=(
            _("Your translation of “%(title)s” came back with a note:") % told,
            job.note,
        ),
        button=Button(_("Open the translation"), f"{settings.BASE_URL}{job.get_absolute_url()}"),
    )
