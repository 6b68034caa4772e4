"""A machine drafts what is empty; its words are marked until a person has gone through them."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task
from wagtail.log_actions import log

from citytocity.ledger.signals import announce, once_on_commit
from citytocity.machines.chosen import translator
from citytocity.machines.translator import Translator, TranslatorError
from citytocity.people.models import User
from citytocity.translation.actions import NotNowError, claim, count
from citytocity.translation.engines import engine, segments
from citytocity.translation.exchange.markup import BrokenMarkupError, different_tags
from citytocity.translation.models import Job
from citytocity.translation.permissions import may_approve, may_translate
from citytocity.translation.segments import Segment, UnusableWordsError

WAITS = (1, 10)  # minutes before the second and third try


@transaction.atomic
def ask_for_draft(job: Job, *, by: User) -> Job:
    """The worker lets the machine translate the empty passages; the job is this person's.

    NotNowError if the site has no translator, nothing is empty, or it is at it already.
    """
    if translator() is None:
        raise NotNowError(_("This site has no translator."))
    job = claim(job, by=by)
    if job.is_drafting:
        raise NotNowError(_("The machine is at it already."))
    if all(segment.is_done for segment in segments(job)):
        raise NotNowError(_("Every passage has a translation."))
    job.draft_asked, job.draft_fault = timezone.now(), ""
    job.save(update_fields=["draft_asked", "draft_fault"])
    transaction.on_commit(lambda: make_draft.enqueue(job=job.pk, by=by.pk))
    return job


@task(backend="jobs")
def make_draft(job: int, by: int, tries: int = 0) -> None:
    """Drafts the job's empty passages; why not all are, is kept with the job in the words of who
    asked. A translator that is busy or silent is asked again, twice."""
    person = User.objects.get(pk=by)
    found = Job.objects.select_related("text__page").filter(pk=job, translator=person).first()
    machine = translator()
    if found is None or found.draft_asked is None:
        return  # given back; whoever holds it now may have asked anew
    with translation.override(person.language):
        if machine is None:
            _note(found, _("This site has no translator."))
            return
        try:
            _draft(found, machine, person)
        except TranslatorError as error:
            if error.is_passing and tries < len(WAITS):
                after = timezone.now() + datetime.timedelta(minutes=WAITS[tries])
                make_draft.using(run_after=after).enqueue(job=job, by=by, tries=tries + 1)
                return
            _note(found, str(error))
        except Exception:
            _note(found, _("The machine’s draft went wrong. Ask for it again."))
            raise


@transaction.atomic
def mark_read(job: Job, keys: set[str], *, by: User) -> int:
    """The person has gone through these passages of the machine's; the number of them.

    PermissionDenied for who neither translates nor approves the job.
    """
    job = Job.objects.select_for_update(of=("self",)).select_related("text__city").get(pk=job.pk)
    if not may_translate(by, job) and not may_approve(by, job):
        raise PermissionDenied
    unread = [segment for segment in segments(job) if segment.is_machine]
    read = [segment for segment in unread if segment.key in keys]
    for segment in read:
        engine(job.text).mark_read(job, segment.key, by=by)
    if not read:
        return 0
    log(job, "translation.read", user=by)
    is_all = len(read) == len(unread)
    if is_all and job.has_unread_words and engine(job.text).is_as_published(job):
        job.has_unread_words = False
        job.has_machine_words = True
        job.save(update_fields=["has_unread_words", "has_machine_words"])
        once_on_commit(announce)
    return len(read)


def _draft(job: Job, machine: Translator, by: User) -> None:
    """Asks the machine outside of any transaction: nobody waits for it with the database shut."""
    empty = [segment for segment in segments(job) if not segment.is_done]
    is_html = bool(job.text.page_id)
    made = machine.translate(
        [segment.source for segment in empty],
        source=job.text.language,
        target=job.language,
        is_html=is_html,
    )
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).select_related("text").get(pk=job.pk)
        if job.translator_id != by.pk or job.draft_asked is None:
            return  # given back or handed in while the machine was at it
        still = {segment.key: segment for segment in segments(job) if not segment.is_done}
        drafts = zip(empty, made, strict=True)
        lost = sum(not _keep(job, still.get(old.key), words, machine, by) for old, words in drafts)
        count(job)
        log(job, "translation.draft", user=by)
        _note(job, _lost(lost))


def _keep(job: Job, segment: Segment | None, words: str, machine: Translator, by: User) -> bool:
    """Whether the machine's words stand now, or somebody else's; False if they cannot stand."""
    if segment is None:
        return True
    try:
        if segment.is_html and different_tags(segment.source, words):
            return False
        engine(job.text).write(job, segment.key, words.strip(), by=by, tool=machine.name)
    except (BrokenMarkupError, UnusableWordsError):
        return False
    return True


def _lost(number: int) -> str:
    if not number:
        return ""
    words = ngettext(
        "The machine broke the tags of %(count)s passage, or wrote too much; it is empty.",
        "The machine broke the tags of %(count)s passages, or wrote too much; they are empty.",
        number,
    )
    return words % {"count": number}


def _note(job: Job, fault: str) -> None:
    Job.objects.filter(pk=job.pk).update(draft_asked=None, draft_fault=fault[:300])


def may_draft(job: Job) -> bool:
    """Whether asking is worth a button: there is a translator, and something for it to do."""
    return bool(settings.TRANSLATOR) and job.done < job.total
