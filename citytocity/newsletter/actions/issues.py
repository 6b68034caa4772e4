"""From the last issue's day to one that is on its way: begun, arranged, released, stopped."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.dates.wording import moment_in_words
from citytocity.ledger.signals import once_on_commit
from citytocity.mail.letters import Letter, send
from citytocity.newsletter.actions.setting_up import make_pages_new
from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.delivering import write
from citytocity.newsletter.enums import DeliveryState, IssueState, ItemKind, Timing, Unsent
from citytocity.newsletter.fingerprints import fingerprint
from citytocity.newsletter.gathering import Matter, mark_of, suggested
from citytocity.newsletter.models import Delivery, Issue, Item
from citytocity.newsletter.office_letters import called_back_letter, released_letter
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.readiness import (
    NotReadyError,
    asks_for_look,
    faults_of,
    faults_of_look,
    faults_of_plan,
)
from citytocity.newsletter.waves import AT_ONCE, Plan
from citytocity.newsletter.working import send_some
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation.actions import want_by
from citytocity.translation.models import Job

AT_FIRST = 12
"""How many items a new issue has of those that are suggested."""


class ChangedError(Exception):
    """Somebody else has saved the issue since this page was opened, or it is on its way."""


class OtherWordsError(ChangedError):
    """What goes out would not be what was looked at: a story in it, a record or the settings were
    changed meanwhile."""


@dataclass(frozen=True)
class Placed:
    """Where an item stands, by its mark, and whether everybody gets it."""

    mark: str
    is_for_all: bool = False


def days_of_next(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """From the day after the last issue's last one until today; a month, if it is the first."""
    last = Issue.objects.aggregate(last=Max("until"))["last"]
    since = last + datetime.timedelta(days=1) if last else today - datetime.timedelta(days=31)
    return min(since, today), today


@transaction.atomic
def begin(*, since: datetime.date, until: datetime.date, by: User) -> Issue:
    """A new issue with what is suggested for these days; the one that is being made, if any."""
    sender(by)
    if there_is := Issue.objects.filter(state=IssueState.DRAFT).first():
        return there_is
    number = (Issue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    issue = Issue(number=number, since=since, until=until, changed_by=by)
    issue.full_clean()
    issue.save()
    for position, matter in enumerate(suggested(issue)[:AT_FIRST]):
        _item(issue, matter.mark, position).save()
    log(issue, "newsletter.begin", user=by)
    return issue


@transaction.atomic
def arrange(
    issue: Issue,
    *,
    words: Mapping[str, Any],
    placed: Sequence[Placed],
    seen: int,
    by: User,
) -> Issue:
    """Keeps the words of the issue and its items in this order, and no others. What was handed over
    for a second look is a draft again; where nothing is different nothing happens.

    ChangedError if somebody saved it since version `seen`, or it is no draft any more.
    """
    sender(by)
    kept = Issue.objects.select_for_update().get(pk=issue.pk)
    if not kept.is_draft or kept.version != seen:
        raise ChangedError
    if _is_so(kept, words, placed):
        return kept
    for name, value in words.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.changed_by, kept.handed, kept.handed_by = by, None, None
    kept.full_clean()
    kept.save()
    kept.items.all().delete()
    Item.objects.bulk_create(items_of(kept, placed))
    log(kept, "newsletter.arrange", user=by)
    return kept


def _is_so(kept: Issue, words: Mapping[str, Any], placed: Sequence[Placed]) -> bool:
    """Whether the issue is like that already."""
    items = [Placed(mark_of(item), is_for_all=item.is_for_all) for item in kept.items.all()]
    return items == list(placed) and all(
        getattr(kept, name) == value for name, value in words.items()
    )


def items_of(issue: Issue, placed: Sequence[Placed]) -> list[Item]:
    """The items that these would become; nothing is kept."""
    return [
        _item(issue, one.mark, position, is_for_all=one.is_for_all)
        for position, one in enumerate(placed)
    ]


def delete(issue: Issue, *, by: User) -> None:
    """A draft that nobody wants; what went out stays."""
    sender(by)
    with transaction.atomic():
        if not Issue.objects.filter(pk=issue.pk, state=IssueState.DRAFT).delete()[0]:
            raise ChangedError


@transaction.atomic
def ask_translators(issue: Issue, *, day: datetime.date, by: User) -> int:
    """The languages that items of the issue lack are wanted by the day; how many texts that is."""
    sender(by)
    jobs = [
        job
        for one in chosen_items(issue, issue.items.all())
        for job in _jobs_of(one.matter)
        if job.language not in one.matter.languages
    ]
    want_by(jobs, day=day, by=by)
    return len(jobs)


@transaction.atomic
def release(issue: Issue, *, seen: int, shown: str = "", plan: Plan = AT_ONCE, by: User) -> Issue:
    """The issue goes out by the plan: its editions, and for each reader who is due a delivery with
    its moment, are written in this one transaction; the worker begins when the first is due.

    `shown` is the `fingerprint` of the letters that were looked at; it may be empty only where the
    newsletter asks for no second look. ChangedError if the issue was saved since, or is on its way
    already, OtherWordsError if what it tells of was changed; NotReadyError says what is in the way.
    Where nobody reads it yet, it is out on the site alone.
    """
    sender(by)
    kept = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if not kept.is_draft or kept.version != seen:
        raise ChangedError
    if faults := [*faults_of(kept), *faults_of_look(kept, by=by), *faults_of_plan(plan)]:
        raise NotReadyError(faults)
    if (shown or asks_for_look()) and shown != fingerprint(kept, on=plan.day):
        raise OtherWordsError
    waits = kept.handed_by
    _note_release(kept, plan, by=by)
    due = write(kept, plan)
    log(kept, "newsletter.release", user=by, data={"readers": due, "by_one": kept.is_by_one})
    once_on_commit(make_pages_new)
    transaction.on_commit(send_some.enqueue)
    if waits and waits != by and waits.is_active:
        letter = partial(_released_letter, kept, by=by)
        send(letter, to=waits.email, language=waits.language)
    return kept


def _note_release(kept: Issue, plan: Plan, *, by: User) -> None:
    """By whom and when. The moment of its first letter is known when they are written."""
    kept.released, kept.released_by = timezone.now(), by
    kept.is_by_one, kept.begins = kept.changed_by == by, kept.released
    kept.timing, kept.planned_day, kept.planned_time = plan.timing, plan.day, plan.time
    kept.handed, kept.handed_by, kept.remarks = None, None, ""
    kept.state = IssueState.SENDING
    kept.save()


def _released_letter(issue: Issue, *, by: User) -> Letter:
    """In the active language."""
    when = ""
    if issue.begins and issue.state == IssueState.SCHEDULED:
        language = translation.get_language() or settings.LANGUAGE_CODE
        when = moment_in_words(issue.begins, newsletter().zone, language)
    return released_letter(issue, when, by=by)


@transaction.atomic
def call_back(issue: Issue, *, by: User) -> None:
    """Before its hour it becomes a draft again, and no letter goes.

    ChangedError once it has begun; NotReadyError while another issue is being made.
    """
    sender(by)
    kept = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if kept.state != IssueState.SCHEDULED:
        raise ChangedError
    if other := Issue.objects.filter(state=IssueState.DRAFT).first():
        words = _("%(issue)s is being made. Send it or delete it first.")
        raise NotReadyError([words % {"issue": other}])
    waiting = {kept.released_by, kept.changed_by}
    for rows in (kept.deliveries, kept.waves, kept.editions):
        rows.all().delete()
    kept.state, kept.version, kept.timing = IssueState.DRAFT, kept.version + 1, Timing.NOW
    kept.released = kept.released_by = kept.begins = kept.planned_day = kept.planned_time = None
    kept.is_by_one = False
    kept.save()
    log(kept, "newsletter.call_back", user=by)
    once_on_commit(make_pages_new)
    letter = partial(called_back_letter, kept, by=by)
    for person in waiting:
        if person and person != by and person.is_active:
            send(letter, to=person.email, language=person.language)


@transaction.atomic
def cancel(issue: Issue, *, by: User) -> int:
    """What has not gone yet does not go; how many that were. What a worker has in hand at this
    very moment, a few letters, may still go."""
    sender(by)
    now = timezone.now()
    stopped = Issue.objects.filter(pk=issue.pk, state=IssueState.SENDING)
    if not stopped.update(state=IssueState.CANCELLED, finished=now):
        raise ChangedError
    waiting = Delivery.objects.filter(issue=issue, state=DeliveryState.DUE)
    number = waiting.update(state=DeliveryState.DROPPED, answer=Unsent.STOPPED)
    log(issue, "newsletter.cancel", user=by, data={"readers": number})
    once_on_commit(make_pages_new)
    return number


def _item(issue: Issue, mark: str, position: int, *, is_for_all: bool = False) -> Item:
    """The item that a mark names. ValidationError for a mark that we did not write."""
    try:
        kind, of, key, years = mark.split("-")
        return Item(
            issue=issue,
            position=position,
            kind=ItemKind(kind),
            of=ContentType.objects.get_for_id(int(of)),
            key=int(key),
            years=int(years) or None,
            is_for_all=is_for_all,
        )
    except (ValueError, ContentType.DoesNotExist) as error:
        raise ValidationError(_("This is nothing that an issue may have.")) from error


def _jobs_of(matter: Matter) -> Iterator[Job]:
    """The texts at the translators' desk that are of it."""
    if matter.kind == ItemKind.ANNIVERSARY:
        return
    record = matter.record
    if isinstance(record, StoryPage):
        yield from Job.objects.filter(text__page__object_id=record.translation_key)
        return
    kind = ContentType.objects.get_for_model(record)
    yield from Job.objects.filter(text__kind=kind, text__record_key=record.pk)
