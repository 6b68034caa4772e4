"""From the last issue's day to one that is on its way: begun, arranged, released, stopped."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection, transaction
from django.db.models import DateTimeField, F, Max, Value
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.ledger.signals import once_on_commit
from citytocity.mail.transport import transport
from citytocity.newsletter.actions.setting_up import make_pages_new
from citytocity.newsletter.choosing import (
    Alike,
    Chosen,
    chosen_for,
    chosen_items,
    key_of,
    of_the_month,
    readers_alike,
)
from citytocity.newsletter.clicking import Way
from citytocity.newsletter.enums import DeliveryState, IssueState, ItemKind
from citytocity.newsletter.gathering import Matter, suggested
from citytocity.newsletter.models import Delivery, Edition, Issue, Item
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.queries import newsletter, reading
from citytocity.newsletter.rendering import MOST_BYTES, rendered
from citytocity.newsletter.working import send_some
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation.actions import want_by
from citytocity.translation.models import Job

AT_FIRST = 12
"""How many items a new issue has of those that are suggested."""


class ChangedError(Exception):
    """Somebody else has saved the issue since this page was opened, or it is on its way."""


class NotReadyError(Exception):
    """It cannot go out as it stands; `faults` says why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Placed:
    """Where an item stands, by its mark, and whether everybody gets it."""

    mark: str
    is_for_all: bool = False


@dataclass(frozen=True)
class Part:
    """One edition of an issue, and those who get it."""

    language: str
    chosen: tuple[Chosen, ...]
    readers: tuple[Alike, ...]

    @property
    def number(self) -> int:
        return sum(one.number for one in self.readers)


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
    issue = Issue(number=number, since=since, until=until)
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
    """Keeps the words of the issue and its items in this order, and no others.

    ChangedError if somebody saved it since version `seen`, or it is no draft any more.
    """
    sender(by)
    kept = Issue.objects.select_for_update().get(pk=issue.pk)
    if not kept.is_draft or kept.version != seen:
        raise ChangedError
    for name, value in words.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.full_clean()
    kept.save()
    kept.items.all().delete()
    Item.objects.bulk_create(items_of(kept, placed))
    return kept


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


def parts_of(issue: Issue) -> list[Part]:
    """The different editions, each with those who get it. So much work, however many readers."""
    every = readers_alike()
    return [
        part
        for language in sorted({alike.language for alike in every})
        for part in _parts_in(language, issue, [one for one in every if one.language == language])
    ]


def _parts_in(language: str, issue: Issue, every: list[Alike]) -> list[Part]:
    """The stories of the items are the pages that readers of the language get."""
    with translation.override(language):
        items = chosen_items(issue, issue.items.all())
        month = of_the_month(issue)
    parts: dict[str, tuple[list[Chosen], list[Alike]]] = {}
    for alike in every:
        if chosen := chosen_for(alike.rhythm, alike.wish, items, month=month):
            parts.setdefault(key_of(chosen), (chosen, []))[1].append(alike)
    return [Part(language, tuple(chosen), tuple(readers)) for chosen, readers in parts.values()]


@transaction.atomic
def release(issue: Issue, *, seen: int, by: User) -> Issue:
    """The issue goes out: its editions, and a delivery for each reader who is due, are written
    in this one transaction; the worker begins when it is in.

    ChangedError if it was saved since, or is on its way already; NotReadyError says what is in
    the way. Where nobody reads it yet, it is out on the site alone.
    """
    sender(by)
    kept = Issue.objects.select_for_update().get(pk=issue.pk)
    if not kept.is_draft or kept.version != seen:
        raise ChangedError
    kept.released, kept.released_by, kept.state = timezone.now(), by, IssueState.SENDING
    if faults := faults_of(kept):
        raise NotReadyError(faults)
    kept.save()
    due = sum(_deliver(kept, part) for part in parts_of(kept))
    if not due:
        kept.state, kept.finished = IssueState.SENT, kept.released
        kept.save()
    log(kept, "newsletter.release", user=by, data={"readers": due})
    once_on_commit(make_pages_new)
    transaction.on_commit(send_some.enqueue)
    return kept


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
    number = waiting.update(state=DeliveryState.DROPPED, answer="stopped")
    log(issue, "newsletter.cancel", user=by, data={"readers": number})
    once_on_commit(make_pages_new)
    return number


def faults_of(issue: Issue) -> list[str]:
    """What keeps the issue from going out."""
    told, faults = newsletter(), []
    if not told.is_on:
        faults.append(_("Switch the newsletter on, in its settings: else nobody could leave it."))
    if not chosen_items(issue, issue.items.all()):
        faults.append(_("There is nothing in it."))
    if issue.picture and not issue.picture_alt:
        faults.append(_("Say what there is to see on the photograph, for those who do not see it."))
    try:
        with transport():
            pass
    except ImproperlyConfigured as error:
        faults.append(_("Letters cannot be sent: %(why)s") % {"why": error})
    return faults


def _deliver(issue: Issue, part: Part) -> int:
    """Writes the edition and its deliveries. NotReadyError if it is too large for a letter."""
    sent = newsletter()
    ways = [Way(issue.pk, one.item, part.language) for one in part.chosen if sent.counts_clicks]
    said = rendered(
        issue,
        [one.matter for one in part.chosen],
        language=part.language,
        newsletter=sent,
        links=[way.address for way in ways],
    )
    if said.size > MOST_BYTES:
        words = _("In the language “%(code)s” the letter has %(size)d bytes, %(most)d is the most.")
        told = {"code": part.language, "size": said.size, "most": MOST_BYTES}
        raise NotReadyError([words % told])
    edition = Edition.objects.create(
        issue=issue,
        language=part.language,
        chosen=key_of(part.chosen),
        items=[one.matter.mark for one in part.chosen],
        subject=said.subject,
        text=said.text,
        html=said.html,
    )
    return sum(_write_deliveries(edition, alike) for alike in part.readers)


def _write_deliveries(edition: Edition, alike: Alike) -> int:
    """A row for each of the readers, in one statement that no row passes through us for."""
    row: dict[str, Any] = {
        "issue_id": Value(edition.issue_id),
        "edition_id": Value(edition.pk),
        "reader_id": F("pk"),
        "state": Value(DeliveryState.DUE.value),
        "not_before": Value(timezone.now(), DateTimeField()),
        "lease": Value(""),
        "tries": Value(0),
        "doubts": Value(0),
        "answer": Value(""),
    }
    found = reading().filter(language=alike.language, rhythm=alike.rhythm, wish=alike.wish)
    rows, values = found.order_by().values_list(*row.values()).query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {rows}", values)
        return cursor.rowcount


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
