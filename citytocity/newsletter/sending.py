"""The worker at the newsletter: takes some deliveries, hands each letter over, notes it.

The row is the only truth. It is due; leased, with who has it and until when; handed over, refused
or dropped. What a worker has leased and not handed over when it dies is due again: at once where
its file is found (`airing`), after `LEASE` where it worked on another machine.
"""

import datetime
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from citytocity.mail.actions import give_back, note_bounce, take_of_day
from citytocity.mail.line import Parcel
from citytocity.mail.outcomes import Kind, Outcome
from citytocity.mail.transport import LONGEST_FOR_ONE, Transport, transport
from citytocity.mail.verp import bounce_address
from citytocity.newsletter.airing import Air, airs_of_the_dead, our_air
from citytocity.newsletter.composing import Sheet, sheet_of
from citytocity.newsletter.enums import DeliveryState, IssueState, ReaderState, Turn
from citytocity.newsletter.models import Delivery, Edition, Issue
from citytocity.newsletter.models.delivery import reference_of
from citytocity.newsletter.standing import end

BATCH = 25
LEASE = datetime.timedelta(seconds=2 * LONGEST_FOR_ONE)
NO_LINE = datetime.timedelta(minutes=1)
WANTS_A_PERSON = datetime.timedelta(minutes=10)
SHEETS_AT_MOST = 40
LONGEST_ANSWER = 200
HANDED = (
    "UPDATE newsletter_delivery SET state = 'handed', handed = %s, lease = '', until = NULL"
    " WHERE id = %s AND lease = %s AND state = 'leased'"
)
logger = logging.getLogger(__name__)


@dataclass
class _Round:
    """One worker's turn: its line, its file, the editions it has put together."""

    way: Transport
    air: Air
    sheets: dict[int, Sheet] = field(default_factory=dict)

    def sheet(self, edition: int) -> Sheet:
        if edition not in self.sheets:
            if len(self.sheets) >= SHEETS_AT_MOST:
                self.sheets.clear()
            found = Edition.objects.select_related("issue").get(pk=edition)
            self.sheets[edition] = sheet_of(found)
        return self.sheets[edition]


class _StoppedError(Exception):
    """No letter goes now; the others of the batch would fare the same."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.words)
        self.later = WANTS_A_PERSON if outcome.kind is Kind.STOPPED else NO_LINE


def send_due(*, seconds: float) -> bool:
    """Sends what is due for so long; whether there is more to be done now."""
    take_back_from_the_dead()
    until = time.monotonic() + seconds
    with our_air() as air:
        try:
            with transport() as way:
                _send_batches(_Round(way, air), until)
        except _StoppedError as stopped:
            _put_back(air.lease, later=stopped.later)
            logger.warning("The newsletter waits: %s", stopped)
            return False
        except ImproperlyConfigured as error:
            logger.warning("The newsletter waits: %s", error)
            return False
        finally:
            _put_back(air.lease)
    finish_issues()
    return is_anything_due() and may_go_today()


def may_go_today() -> bool:
    """Whether the pace of the mail server lets any more letters go today."""
    taken = take_of_day(1)
    give_back(taken)
    return bool(taken)


def _send_batches(turn: _Round, until: float) -> None:
    while time.monotonic() < until:
        allowed = take_of_day(BATCH)
        batch = _leased(turn.air.lease, at_most=allowed)
        give_back(allowed - len(batch))
        if not batch:
            return
        leased = time.monotonic()
        for delivery in batch:
            if time.monotonic() - leased > LEASE.total_seconds() / 2:
                break  # a slow server: what is left is put back before others may take it
            _send(turn, delivery)
        _put_back(turn.air.lease)


def is_anything_due() -> bool:
    return _due().exists()


def is_anything_left() -> bool:
    """Something is due, or in the hands of a worker who may be dead."""
    return is_anything_due() or Delivery.objects.filter(state=DeliveryState.LEASED).exists()


def take_back_from_the_dead() -> None:
    """What dead workers had in hand is due again, but for the letter whose dot had left."""
    for air in airs_of_the_dead():
        if in_the_air := air.noted():
            doubtful = Delivery.objects.filter(
                pk=in_the_air, lease=air.lease, state=DeliveryState.LEASED
            )
            if doubtful.update(
                state=DeliveryState.HANDED,
                handed=timezone.now(),
                lease="",
                until=None,
                doubts=F("doubts") + 1,
                answer="worker died after the dot",
            ):
                logger.warning("Delivery %d: the worker died before the answer came", in_the_air)
        _put_back(air.lease)
    over = Delivery.objects.filter(state=DeliveryState.LEASED, until__lt=timezone.now())
    over.update(state=DeliveryState.DUE, lease="", until=None)


def finish_issues() -> None:
    """An issue is sent when nothing of it waits any more; what comes back of one that was stopped
    meanwhile goes no more."""
    stopped = Delivery.objects.filter(state=DeliveryState.DUE, issue__state=IssueState.CANCELLED)
    stopped.update(state=DeliveryState.DROPPED, answer="stopped")
    waits = Delivery.objects.filter(state__in=(DeliveryState.DUE, DeliveryState.LEASED))
    done = Issue.objects.filter(state=IssueState.SENDING).exclude(pk__in=waits.values("issue"))
    done.update(state=IssueState.SENT, finished=timezone.now())


def _due() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state=DeliveryState.DUE, not_before__lte=timezone.now(), issue__state=IssueState.SENDING
    )


def _leased(lease: str, *, at_most: int) -> Sequence[Delivery]:
    """Some that are due, from now on in our hands and in nobody else's."""
    with transaction.atomic():
        rows = _due().select_for_update(of=("self",), skip_locked=True).order_by("not_before", "pk")
        keys = list(rows.values_list("pk", flat=True)[:at_most])
        if not keys:
            return []
        Delivery.objects.filter(pk__in=keys).update(
            state=DeliveryState.LEASED, lease=lease, until=timezone.now() + LEASE
        )
    return list(Delivery.objects.filter(pk__in=keys).select_related("reader").order_by("pk"))


def _send(turn: _Round, delivery: Delivery) -> None:
    reader = delivery.reader
    if reader is None or reader.state != ReaderState.READING:
        _note(turn, delivery, state=DeliveryState.DROPPED, answer="left before it was sent")
        return
    letter = turn.sheet(delivery.edition_id).letter(
        to=reader.email, key=delivery.pk, token=reader.token, now=timezone.now()
    )
    reference = reference_of(delivery.pk)
    sender = bounce_address(reader.email, reference=reference)
    outcome = turn.way.send(
        Parcel(sender, reader.email, letter, reference),
        tries=delivery.tries,
        gone=lambda: turn.air.note(delivery.pk),
    )
    _take_down(turn, delivery, outcome)
    turn.air.note(0)
    if outcome.is_everybodys:
        raise _StoppedError(outcome)


def _take_down(turn: _Round, delivery: Delivery, outcome: Outcome) -> None:
    """What became of it, in the row."""
    words = outcome.words[:LONGEST_ANSWER]
    if outcome.kind is Kind.ACCEPTED:
        _note_handed(turn, delivery)
    elif outcome.kind is Kind.UNKNOWN:
        _doubt(turn, delivery, words)
    elif not outcome.is_over:
        _note(
            turn,
            delivery,
            state=DeliveryState.DUE,
            not_before=timezone.now() + (outcome.again or WANTS_A_PERSON),
            tries=delivery.tries + (outcome.is_try and outcome.kind is not Kind.STOPPED),
            answer=words,
        )
    else:
        if outcome.kind is Kind.BOUNCED and delivery.reader:
            note_bounce(delivery.reader.email)
            stop_writing_to(delivery.reader.pk)
        _note(turn, delivery, state=DeliveryState.REFUSED, answer=words)


def stop_writing_to(reader: int) -> None:
    """Her address takes no mail."""
    end(reader, state=ReaderState.STOPPED, turn=Turn.BOUNCED)


def _doubt(turn: _Round, delivery: Delivery, words: str) -> None:
    """Sent again once; after a second doubt it counts as handed over."""
    again = delivery.doubts == 0
    _note(
        turn,
        delivery,
        state=DeliveryState.DUE if again else DeliveryState.HANDED,
        not_before=timezone.now() + NO_LINE,
        handed=None if again else timezone.now(),
        doubts=delivery.doubts + 1,
        answer=words,
    )


def _note_handed(turn: _Round, delivery: Delivery) -> None:
    """As `_note` does, without making the statement anew for each of a hundred thousand."""
    with connection.cursor() as cursor:
        cursor.execute(HANDED, [timezone.now(), delivery.pk, turn.air.lease])


def _note(turn: _Round, delivery: Delivery, **columns: object) -> None:
    """Only while it is ours: a lease that ran out is another worker's."""
    ours = Delivery.objects.filter(pk=delivery.pk, lease=turn.air.lease, state=DeliveryState.LEASED)
    ours.update(lease="", until=None, **columns)


def _put_back(lease: str, *, later: datetime.timedelta | None = None) -> None:
    ours = Delivery.objects.filter(lease=lease, state=DeliveryState.LEASED)
    after = {"not_before": timezone.now() + later} if later else {}
    ours.update(state=DeliveryState.DUE, lease="", until=None, **after)
