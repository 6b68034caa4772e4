"""The worker asks who was silent for two years: one letter, one reminder, at the pace of others.

As with deliveries the row is the only truth, and leased while its letter is on its way. A letter of
which nobody knows whether the mail server took it counts as taken: nobody is asked twice.
"""

import datetime
import logging
import time
from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from citytocity.mail.actions import give_back, note_bounce, take_of_day
from citytocity.mail.addresses import key_of
from citytocity.mail.line import Parcel
from citytocity.mail.outcomes import Kind, Outcome
from citytocity.mail.queries import reasons_against
from citytocity.mail.transport import Transport, transport
from citytocity.mail.verp import bounce_address
from citytocity.newsletter.airing import Air, airs_of_the_dead, our_air
from citytocity.newsletter.composing import single_letter
from citytocity.newsletter.consenting import ANSWER_DAYS, LAST_DAYS, REMIND_DAYS
from citytocity.newsletter.ending import end_for
from citytocity.newsletter.enums import ReaderState, Unsent
from citytocity.newsletter.letters import question_letter
from citytocity.newsletter.models import Question
from citytocity.newsletter.models.question import question_of, question_reference
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.sending import (
    BATCH,
    LEASE,
    LONGEST_ANSWER,
    NO_LINE,
    WANTS_A_PERSON,
    is_time_left,
    may_go_today,
    note_for_sure,
    stop_writing_to,
)

FOLDER = "questions-in-the-air"
AFTER_A_FAILURE = datetime.timedelta(days=7)
FAILURES_AT_MOST = 4
logger = logging.getLogger(__name__)


def ask_due(*, seconds: float) -> bool:
    """Asks and reminds for so long; whether there is more to be done now."""
    take_back_from_the_dead()
    until = time.monotonic() + seconds
    with our_air(FOLDER) as air:
        try:
            with transport() as way:
                went_on = _ask_batches(way, air, until)
        except ImproperlyConfigured as error:
            logger.warning("Silent readers are not asked: %s", error)
            went_on = False
        finally:
            _let_go(air)
    return went_on and is_anybody_to_ask() and may_go_today()


def is_anybody_to_ask() -> bool:
    """A letter is due, or in the hands of a worker who may be dead."""
    in_hand = Question.objects.exclude(lease="")
    return (newsletter().is_on and _due().exists()) or in_hand.exists()


def take_back_from_the_dead() -> None:
    """What dead workers had in hand is due again, but for the letter whose dot may have left."""
    for air in airs_of_the_dead(FOLDER):
        _let_go(air)
    over = Question.objects.filter(until__lt=timezone.now())
    over.update(lease="", until=None)


def _let_go(air: Air) -> None:
    """What a worker has in hand at its end, as `sending` does."""
    if in_the_air := air.noted():
        for question in Question.objects.filter(pk=in_the_air, lease=air.lease):
            _note_sent(question, air.lease, Unsent.NOT_NOTED)
            logger.warning("Question %d counts as asked. %s", in_the_air, Unsent.NOT_NOTED.value)
    _put_back(air.lease)


def note_failure(reference: str, words: str) -> None:
    """The letter that the reference names was not delivered: it goes once more, a week later.

    After the fourth time the address takes no mail. Nothing for references of other letters, and
    for a question whose reminder went since.
    """
    number, is_reminder = question_of(reference) or (0, False)
    told = Question.objects.filter(pk=number)
    told = told.filter(reminded__isnull=not is_reminder, asked__isnull=False)
    for question in told:
        _fail(question, words, **{"reminded" if is_reminder else "asked": None})


def _ask_batches(way: Transport, air: Air, until: float) -> bool:
    """False where the mail server takes no letters now."""
    while newsletter().is_on and time.monotonic() < until:
        allowed = take_of_day(BATCH)
        batch = _leased(air.lease, at_most=allowed)
        give_back(allowed - len(batch))
        if not batch:
            break
        against = reasons_against({key_of(question.reader.email) for question in batch})
        leased = time.monotonic()
        for question in batch:
            if reason := against.get(key_of(question.reader.email)):
                end_for(reason, reader=question.reader_id)
                continue
            if not is_time_left(question.until, leased):
                break
            outcome = _ask(way, air, question)
            if outcome.is_everybodys:
                wait = WANTS_A_PERSON if outcome.kind is Kind.STOPPED else NO_LINE
                _put_back(air.lease, later=wait)
                logger.warning("Silent readers are not asked now: %s", outcome.words)
                return False
        _put_back(air.lease)
    return True


def _due() -> QuerySet[Question]:
    """Those who are to be asked, and those who are to be reminded."""
    now = timezone.now()
    reminding = now - datetime.timedelta(days=REMIND_DAYS)
    return Question.objects.filter(
        Q(asked__isnull=True) | Q(asked__lte=reminding, reminded__isnull=True),
        lease="",
        not_before__lte=now,
        reader__state=ReaderState.READING,
    )


def _leased(lease: str, *, at_most: int) -> Sequence[Question]:
    """Some that are due, with the day that their letters will say, in our hands alone."""
    today = timezone.localdate()
    with transaction.atomic():
        rows = _due().select_for_update(of=("self",), skip_locked=True).order_by("not_before", "pk")
        questions = list(rows.select_related("reader")[:at_most])
        for question in questions:
            question.lease, question.until = lease, timezone.now() + LEASE
            question.answer_by = _last_day(question, today)
        Question.objects.bulk_update(questions, ["lease", "until", "answer_by"])
    return questions


def _last_day(question: Question, today: datetime.date) -> datetime.date:
    """Two months after the question; a reminder that goes late leaves two weeks."""
    if question.asked is None or question.answer_by is None:
        return today + datetime.timedelta(days=ANSWER_DAYS)
    return max(question.answer_by, today + datetime.timedelta(days=LAST_DAYS))


def _ask(way: Transport, air: Air, question: Question) -> Outcome:
    reader, reference = question.reader, question_reference(question)
    parcel = Parcel(
        bounce_address(reader.email, reference=reference),
        reader.email,
        _letter(question, reference),
        reference,
    )
    outcome = way.send(parcel, tries=question.tries, gone=lambda: air.note(question.pk))
    if not outcome.may_have_arrived:
        air.note(0)
    note_for_sure(partial(_take_down, question, air.lease, outcome))
    air.note(0)
    return outcome


def _letter(question: Question, reference: str) -> bytes:
    reader, told = question.reader, newsletter()
    sealed = salted_hmac("citytocity.newsletter.question", reference, algorithm="sha256")
    with translation.override(reader.spoken):
        letter = question_letter(
            reader,
            told,
            answer_by=question.answer_by or timezone.localdate(),
            is_reminder=question.asked is not None,
        )
        key = f"{reference}.{sealed.hexdigest()[:16]}"
        return single_letter(letter, reader, key=key, now=timezone.localtime(), newsletter=told)


def _take_down(question: Question, lease: str, outcome: Outcome) -> None:
    """What became of it, in the row."""
    words = outcome.words[:LONGEST_ANSWER]
    if outcome.kind in (Kind.ACCEPTED, Kind.UNKNOWN):
        _note_sent(question, lease, "" if outcome.kind is Kind.ACCEPTED else words)
    elif outcome.kind is Kind.BOUNCED:
        note_bounce(question.reader.email)
        stop_writing_to(question.reader_id)
    elif outcome.is_over:
        _fail(question, words)
    else:
        _note(
            question,
            lease,
            not_before=timezone.now() + (outcome.again or WANTS_A_PERSON),
            tries=question.tries + (outcome.is_try and outcome.kind is not Kind.STOPPED),
            words=words,
        )


def _note_sent(question: Question, lease: str, words: str) -> None:
    sent = {"asked" if question.asked is None else "reminded": timezone.now()}
    _note(question, lease, tries=0, words=words, **sent)


def _note(question: Question, lease: str, **columns: object) -> None:
    """Only while it is ours, and while she has not answered."""
    ours = Question.objects.filter(pk=question.pk, lease=lease)
    ours.update(lease="", until=None, **columns)


def _fail(question: Question, words: str, **columns: object) -> None:
    if question.failures + 1 >= FAILURES_AT_MOST:
        stop_writing_to(question.reader_id)
        return
    Question.objects.filter(pk=question.pk).update(
        lease="",
        until=None,
        tries=0,
        failures=F("failures") + 1,
        not_before=timezone.now() + AFTER_A_FAILURE,
        words=words[:LONGEST_ANSWER],
        **columns,
    )


def _put_back(lease: str, *, later: datetime.timedelta | None = None) -> None:
    after = {"not_before": timezone.now() + later} if later else {}
    Question.objects.filter(lease=lease).exclude(lease="").update(lease="", until=None, **after)
