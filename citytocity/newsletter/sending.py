"""The worker at the newsletter: takes some deliveries, hands each letter over, notes it.

The row is the only truth. It is due, at the moment of its wave and not before; leased, with who has
it and until when; handed over, refused or dropped. What a worker has leased and not handed over
when it dies is due again: at once where its file is found (`airing`), after `LEASE` where it worked
on another machine. The letter whose dot may have left counts as handed over. Where the mail server
takes nothing at all, everything waits (`halting`).
"""

import datetime
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Exists, F, Q, QuerySet
from django.utils import timezone

from citytocity.design.memory import new_version
from citytocity.mail.actions import give_back, note_bounce, take_of_day
from citytocity.mail.addresses import key_of
from citytocity.mail.line import Parcel
from citytocity.mail.outcomes import BACK_OFF, IN_A_ROW, Kind, Outcome
from citytocity.mail.queries import reasons_against
from citytocity.mail.transport import LONGEST_FOR_ONE, Transport, transport
from citytocity.mail.verp import bounce_address
from citytocity.newsletter.airing import Air, airs_of_the_dead, our_air
from citytocity.newsletter.breaking import note_broken
from citytocity.newsletter.composing import Sheet, sheet_of
from citytocity.newsletter.ending import end, end_for
from citytocity.newsletter.enums import (
    DeliveryState,
    Hindrance,
    IssueState,
    ReaderState,
    Turn,
    Unsent,
)
from citytocity.newsletter.halting import BEHIND, HINDRANCES, is_halted, note_going, note_halt
from citytocity.newsletter.models import Delivery, Edition, Issue, Newsletter, Reader
from citytocity.newsletter.models.delivery import reference_of
from citytocity.newsletter.standing import Standing

BATCH = 25
LEASE = datetime.timedelta(seconds=2 * LONGEST_FOR_ONE)
NO_LINE = datetime.timedelta(minutes=1)
WANTS_A_PERSON = datetime.timedelta(minutes=10)
TRIED_FOR = sum(BACK_OFF, datetime.timedelta())
LOOKED_AT = 5  # seconds for which it holds who reads it, and what of it still stands
SHEETS_AT_MOST = 40
LONGEST_ANSWER = 200
NOTE_AGAIN = (0.1, 1.0, 5.0, 15.0)  # seconds to wait where the database is locked or away
HANDED = (
    "UPDATE newsletter_delivery SET state = 'handed', handed = %s, lease = '', until = NULL"
    " WHERE id = %s AND lease = %s AND state = 'leased'"
)
logger = logging.getLogger(__name__)


@dataclass
class _Round:
    """One worker's turn: its line, its file, the editions it has put together, and the letters
    that were refused one after the other."""

    way: Transport
    air: Air
    sheets: dict[int, Sheet | None] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    standing: Standing = field(default_factory=Standing)
    refused: list[int] = field(default_factory=list)
    is_going: bool = False

    def try_broken_anew(self) -> None:
        """Letters of another wave may have come due since: theirs wait as well, once each batch."""
        for pk in self.broken:
            self.sheets.pop(pk, None)
        self.broken.clear()

    def sheet(self, edition: int) -> Sheet | None:
        """None where nothing of the edition is left, or it is broken."""
        if edition not in self.sheets:
            if len(self.sheets) >= SHEETS_AT_MOST:
                self.sheets.clear()
            self.sheets[edition] = self._put_together(edition)
        return self.sheets[edition]

    def _put_together(self, pk: int) -> Sheet | None:
        """Whatever may be wrong with an edition, the others go on; not so where the database is
        away, which is wrong for all of them. What is broken may be the edition that took the place
        of this one, and has its letters."""
        has_letters = Edition.objects.select_related("issue").get(pk=pk)
        try:
            found = self.standing.edition(has_letters)
            if found is None:
                return None
            has_letters = found
            return sheet_of(found)
        except DatabaseError:
            raise
        except Exception as error:
            self.broken.add(pk)
            note_broken(has_letters, error, lease=self.air.lease)
            return None


class _StoppedError(Exception):
    """No letter goes now; the others of the batch would fare the same."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.words)
        self.kind = HINDRANCES.get(outcome.kind, Hindrance.SILENT)


def send_due(*, seconds: float) -> bool:
    """Sends what is due for so long; whether there is more to be done now."""
    take_back_from_the_dead()
    open_issues()
    if is_halted():
        return False
    until = time.monotonic() + seconds
    with our_air() as air:
        try:
            with transport() as way:
                turn = _Round(way, air)
                _send_batches(turn, until)
        except _StoppedError as stopped:
            _put_off_all(turn, note_halt(stopped.kind, str(stopped)))
            logger.warning("The newsletter waits: %s", stopped)
            return False
        except ImproperlyConfigured as error:
            if is_anything_due():
                note_halt(Hindrance.SETTINGS, str(error))
            logger.warning("The newsletter waits: %s", error)
            return False
        finally:
            _let_go(air)
    finish_issues()
    return is_anything_due() and may_go_today()


def open_issues() -> None:
    """An issue whose hour has come is on its way, and readers find it in the archive."""
    come = Issue.objects.filter(state=IssueState.SCHEDULED, begins__lte=timezone.now())
    if come.update(state=IssueState.SENDING):
        new_version(settings.DATA_DIR)


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
        parcels = _parcels(turn, batch)
        ready = turn.way.ready([*parcels.values()])
        went = 0
        for delivery, parcel in zip(parcels, ready, strict=True):
            if not is_time_left(delivery.until, leased):
                break  # what is left is put back before others may take it, or was taken by them
            if went and time.monotonic() - leased > LOOKED_AT:
                break  # a slow server: who left meanwhile gets nothing, so the rest is asked anew
            _send(turn, delivery, parcel)
            went += 1
        give_back(len(batch) - went)
        _put_back(turn.air.lease)


def is_time_left(until: datetime.datetime | None, leased: float) -> bool:
    """Whether a letter may be begun in this lease: not by a slow server, and not by a machine that
    slept, in which the monotonic clock stands still."""
    is_good = until is not None and until - timezone.now() > LEASE / 2
    return is_good and time.monotonic() - leased < LEASE.total_seconds() / 2


def is_anything_due() -> bool:
    return _due().exists()


def is_anything_left() -> bool:
    """Something is due, or in the hands of a worker who may be dead; or the hour of an issue has
    come, or its last reader is gone."""
    come = Issue.objects.filter(state=IssueState.SCHEDULED, begins__lte=timezone.now())
    leased = Delivery.objects.filter(state=DeliveryState.LEASED)
    return is_anything_due() or leased.exists() or come.exists() or _done().exists()


def take_back_from_the_dead() -> None:
    """What dead workers had in hand is due again, but for the letter whose dot may have left."""
    for air in airs_of_the_dead():
        _let_go(air)
    over = Delivery.objects.filter(state=DeliveryState.LEASED, until__lt=timezone.now())
    over.update(state=DeliveryState.DUE, lease="", until=None)


def _let_go(air: Air) -> None:
    """What a worker has in hand at its end; should this fail, its file stays for the next one."""
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
            answer=Unsent.NOT_NOTED,
        ):
            logger.warning(
                "Delivery %d counts as handed over. %s", in_the_air, Unsent.NOT_NOTED.value
            )
    _put_back(air.lease)


def finish_issues() -> None:
    """An issue is sent when nothing of it waits any more; what comes back of one that was stopped
    meanwhile goes no more."""
    stopped = Delivery.objects.filter(state=DeliveryState.DUE, issue__state=IssueState.CANCELLED)
    stopped.update(state=DeliveryState.DROPPED, answer=Unsent.STOPPED)
    _done().update(state=IssueState.SENT, finished=timezone.now())


def _done() -> QuerySet[Issue]:
    """Those that are on their way, and have nothing more to send."""
    waits = Delivery.objects.filter(state__in=(DeliveryState.DUE, DeliveryState.LEASED))
    return Issue.objects.filter(state=IssueState.SENDING).exclude(pk__in=waits.values("issue"))


def _due() -> QuerySet[Delivery]:
    return _due_by(timezone.now())


def _due_by(moment: datetime.datetime) -> QuerySet[Delivery]:
    """Nothing while the newsletter is switched off: links in the letters would lead nowhere."""
    return Delivery.objects.filter(
        Exists(Newsletter.objects.filter(is_on=True)),
        state=DeliveryState.DUE,
        not_before__lte=moment,
        issue__state=IssueState.SENDING,
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
    return list(
        Delivery.objects.filter(pk__in=keys).select_related("reader").order_by("not_before", "pk")
    )


def _parcels(turn: _Round, batch: Sequence[Delivery]) -> dict[Delivery, Parcel]:
    """The letters, in their order, without those of broken editions, and of those of which nothing
    stands any more."""
    parcels = {}
    turn.try_broken_anew()
    for delivery, reader in _written_to(turn, batch):
        if sheet := turn.sheet(delivery.edition_id):
            parcels[delivery] = _parcel(delivery, reader, sheet)
        elif delivery.edition_id not in turn.broken:
            _note(turn, delivery, state=DeliveryState.DROPPED, answer=Unsent.TAKEN_BACK)
    return parcels


def _written_to(turn: _Round, batch: Sequence[Delivery]) -> list[tuple[Delivery, Reader]]:
    """Without those whose readers left or are written to no more: it is noted that they do not go,
    before a broken edition takes what is of it out of our hands."""
    found = []
    against = reasons_against({key_of(one.reader.email) for one in batch if one.reader})
    for delivery in batch:
        reader = delivery.reader
        if reader is None or reader.state != ReaderState.READING:
            _note(turn, delivery, state=DeliveryState.DROPPED, answer=Unsent.LEFT)
        elif reason := against.get(key_of(reader.email)):
            end_for(reason, reader=reader.pk)
            _note(turn, delivery, state=DeliveryState.DROPPED, answer=Unsent.SUPPRESSED)
        else:
            found.append((delivery, reader))
    return found


def _parcel(delivery: Delivery, reader: Reader, sheet: Sheet) -> Parcel:
    token = reader.token
    reference = reference_of(delivery.pk)
    return Parcel(
        bounce_address(reader.email, reference=reference),
        reader.email,
        sheet.letter(to=reader.email, key=delivery.pk, token=token, now=timezone.now()),
        reference,
        sheet.body_digest(token),
    )


def _send(turn: _Round, delivery: Delivery, parcel: Parcel) -> None:
    outcome = turn.way.send(parcel, tries=delivery.tries, gone=lambda: turn.air.note(delivery.pk))
    if not outcome.may_have_arrived:
        turn.air.note(0)
    note_for_sure(partial(_take_down, turn, delivery, outcome))
    _note_row(turn, delivery, outcome)
    turn.air.note(0)
    if outcome.is_everybodys:
        raise _StoppedError(outcome)


def note_for_sure(take_down: Callable[[], None]) -> None:
    """What became of a letter, noted also where the database is locked or away for a while."""
    for wait in NOTE_AGAIN:
        try:
            return take_down()
        except OperationalError as error:
            logger.warning("What became of a letter is not noted yet: %s", type(error).__name__)
            time.sleep(wait)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
    return take_down()


def _note_row(turn: _Round, delivery: Delivery, outcome: Outcome) -> None:
    """That letters go, or how many were refused one after the other."""
    if outcome.kind is Kind.ACCEPTED:
        turn.refused.clear()
        if not turn.is_going:
            turn.is_going = True
            note_going()
    elif outcome.kind in {Kind.REFUSED, Kind.STOPPED}:
        turn.refused.append(delivery.pk)


def _put_off_all(turn: _Round, until: datetime.datetime) -> None:
    """What we have in hand waits so long. Those that were refused last wait behind it: if it was
    about them after all, they hold up nobody. After three days, as long as any letter is tried,
    what is refused stays so."""
    is_early = Q(wave__moment__gt=timezone.now() - TRIED_FOR)
    again = Delivery.objects.filter(is_early, pk__in=turn.refused)
    waiting = (DeliveryState.REFUSED, DeliveryState.DUE)
    again.filter(state__in=waiting).update(state=DeliveryState.DUE, not_before=until + BEHIND)
    _put_back(turn.air.lease, until=until)
    if len(turn.refused) >= IN_A_ROW:
        _put_behind(turn.refused, until + BEHIND)


def _put_behind(refused: Sequence[int], moment: datetime.datetime) -> None:
    """Where all were of one domain, the others of it wait behind the rest, too."""
    emails = Reader.objects.filter(deliveries__in=refused).values_list("email", flat=True)
    domains = {email.rpartition("@")[2].lower() for email in emails}
    if len(domains) == 1:
        waiting = _due_by(moment).filter(reader__email__iendswith=f"@{domains.pop()}")
        waiting.update(not_before=moment)


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


def _put_back(lease: str, *, until: datetime.datetime | None = None) -> None:
    ours = Delivery.objects.filter(lease=lease, state=DeliveryState.LEASED)
    after = {"not_before": until} if until else {}
    ours.update(state=DeliveryState.DUE, lease="", until=None, **after)
