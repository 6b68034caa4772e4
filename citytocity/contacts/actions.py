"""Keeping contacts, asking them once a year, handing an office on, and forgetting who left."""

import datetime
import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.contacts.enums import Answer, Cause
from citytocity.contacts.letters import answer_letter, asking_letter, leaving_letter, partner_letter
from citytocity.contacts.models import ContactLanguage, ContactPoint, Erasure, Handover
from citytocity.contacts.permissions import may_keep
from citytocity.languages.text import Words
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import when_in_words
from citytocity.mail.letters import send
from citytocity.mail.links import LinkError, LinkExpiredError, unsigned
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import people_who

logger = logging.getLogger(__name__)

YEAR = datetime.timedelta(days=365)
AGAIN = datetime.timedelta(days=14)
TIMES = 3
"""A contact is asked a year after the last answer, again after two weeks, three times at most."""
LINK_DAYS = 60
KEPT_DAYS = 365
"""What is personal stays so long after the term: the hand-over needs it, an accounting year too."""


class HandedOverError(Exception):
    """It was handed over meanwhile; the message says so."""


@transaction.atomic
def keep(contact: ContactPoint, *, save: Callable[[], object], by: User) -> None:
    """Has the contact saved, and opens its hand-over if the term is over now. ValidationError names
    who holds the office at the same time."""
    if not may_keep(by, contact.city):
        raise PermissionDenied
    Partnership.objects.select_for_update().get(pk=contact.partnership_id)  # one after the other
    today = timezone.localdate()
    if beside := contact.holders_beside(today):
        raise ValidationError({"begins": _told_of(beside[0])})
    _begin_anew(contact, today)
    save()
    if _over_lately(today).filter(pk=contact.pk).exists():
        _open_due(contact.pk, today)


def _begin_anew(contact: ContactPoint, today: datetime.date) -> None:
    """Forgets what another person was asked and has answered: the link in a letter is for the one
    to whom it went. Whose term goes on after all is asked again, and hands nothing over."""
    before = ContactPoint.objects.filter(pk=contact.pk).first()
    if before is None:
        return
    is_somebody_else = (before.name, before.email) != (contact.name, contact.email)
    goes_on = before.ends != contact.ends and not contact.term.is_over(today)
    if goes_on:
        Handover.objects.filter(contact=contact).delete()
    if is_somebody_else or (goes_on and before.answer == Answer.GONE):
        contact.asked, contact.times_asked = None, 0
        contact.answer, contact.answered, contact.words = "", None, ""


def ask_for_confirmation(*, today: datetime.date) -> int:
    """Writes to those whose yearly answer is due; how many letters. Twice on a day is once."""
    return sum(_alone(_ask, contact.pk, today) for contact in due_to_be_asked(today))


def due_to_be_asked(today: datetime.date) -> QuerySet[ContactPoint]:
    """Who holds an office, has an address, was not asked often enough already, and has given no
    answer for a year, not even that something is different."""
    now = timezone.now()
    is_old = Q(confirmed=None) | Q(confirmed__lte=today - YEAR)
    is_silent = Q(answered=None) | Q(answered__lt=F("asked"))
    waits = Q(asked__lte=now - AGAIN, times_asked__lt=TIMES) | Q(asked__lte=now - YEAR)
    is_new_year = Q(answered__date__lte=today - YEAR)
    holding = ContactPoint.objects.holding(today).begun(today).exclude(email="")
    due = holding.filter(is_old, Q(asked=None) | (is_silent & waits) | is_new_year)
    return due.exclude(answer=Answer.GONE)


def contact_of(token: str) -> ContactPoint:
    """Whom the letter asked; LinkError if the link was forged or replaced, or the person is
    forgotten; LinkExpiredError when its time is over."""
    try:
        key, asked = unsigned(token, purpose=ContactPoint.PURPOSE, days=LINK_DAYS)
    except (TypeError, ValueError) as error:
        raise LinkError from error
    found = ContactPoint.objects.shown().filter(pk=key, forgotten=None).first()
    if found is None or found.asked is None or int(found.asked.timestamp()) != asked:
        raise LinkError
    if found.asked < timezone.now() - datetime.timedelta(days=LINK_DAYS):
        raise LinkExpiredError
    return found


@transaction.atomic
def take_answer(contact: ContactPoint, answer: Answer, *, words: str = "") -> ContactPoint:
    """Notes what the person said; the last word counts, and the same twice is once.

    Who says 'no longer' ends the own term today, if it is not over already, which opens the
    hand-over. Those who keep the register hear of everything but a plain yes. LinkError if the
    person was forgotten meanwhile.
    """
    held = ContactPoint.objects.select_for_update().get(pk=contact.pk)
    if held.forgotten is not None:
        raise LinkError
    is_repeated = held.answer == answer and held.words == words and _is_answered(held)
    if is_repeated or (held.answer == Answer.GONE and _is_answered(held)):
        return held
    held.answer, held.words, held.answered = answer, words, timezone.now()
    if answer == Answer.SAME:
        held.confirmed = timezone.localdate()
        held.times_asked = 0
    held.save()
    log(held, "contacts.answer", data={"answer": str(answer)})
    if answer == Answer.GONE:
        _end(held, timezone.localdate())
        _open(held, Cause.SAID_SO)
    elif answer == Answer.CHANGED:
        _tell_keepers(held, answer_letter)
    return held


def open_handovers(*, today: datetime.date) -> int:
    """Opens one for each term that is over since, and tells those who keep the register."""
    return sum(_alone(_open_due, contact.pk, today) for contact in _over_lately(today))


def _over_lately(today: datetime.date) -> QuerySet[ContactPoint]:
    """Those without a hand-over whose term is over, and who are not to be forgotten yet."""
    over = ContactPoint.objects.filter(ends_last__lt=today, forgotten=None, handover=None)
    return over.filter(ends_last__gte=today - datetime.timedelta(days=KEPT_DAYS))


@transaction.atomic
def hand_to(handover: Handover, successor: ContactPoint, *, by: User) -> ContactPoint:
    """The successor, a contact of the same side, holds the office from today on in a record of its
    own; the one who leaves has ended at the latest today. A second time gives what was made."""
    held = _held(handover, by)
    leaving = held.contact
    if held.done:
        if held.successor:
            return held.successor
        raise HandedOverError(_("This hand-over is closed already."))
    if not leaving.is_colleague(successor):
        raise ValidationError(_("A deputy is another contact of the same side."))
    today = timezone.localdate()
    if successor.term.is_over(today):
        raise ValidationError(_("The term of this contact is over: choose one who is in office."))
    _end(leaving, today)
    made = _taking_over(leaving, successor, today)
    Partnership.objects.select_for_update().get(pk=made.partnership_id)
    if beside := made.holders_beside(today):
        raise ValidationError(_told_of(beside[0]))
    made.save()
    ContactLanguage.objects.bulk_create(
        ContactLanguage(contact=made, code=row.code, level=row.level, sort_order=row.sort_order)
        for row in successor.languages.all()
    )
    _close(held, by, successor=made)
    log(made, "wagtail.create", user=by)
    return made


@transaction.atomic
def close(handover: Handover, *, by: User) -> None:
    """Done by other ways, or nobody follows. A second time nothing happens."""
    held = _held(handover, by)
    if held.done is None:
        _close(held, by, successor=None)


@transaction.atomic
def write_to_partner(
    handover: Handover, *, email: str, language: str, subject: str, text: str, by: User
) -> None:
    """Sends the letter as the registrar has worded it. PermissionDenied for another city's."""
    held = _held(handover, by)
    held.written = timezone.now()
    held.save(update_fields=["written"])
    log(held.contact, "contacts.write", user=by)
    send(lambda: partner_letter(subject, text), to=email, language=language)


def forget_people(*, today: datetime.date) -> int:
    """Deletes what is personal in contacts whose term ended a year ago, and leaves a row that
    says so; how many people were forgotten."""
    last = today - datetime.timedelta(days=KEPT_DAYS)
    over = ContactPoint.objects.filter(ends_last__lt=last, forgotten=None)
    return sum(_alone(_forget, contact.pk, today) for contact in over)


def keep_up(*, today: datetime.date) -> None:
    """What the timetable does every day, each thing once however often it is done."""
    open_handovers(today=today)
    ask_for_confirmation(today=today)
    forget_people(today=today)


def _alone(does: Callable[[int, datetime.date], bool], key: int, today: datetime.date) -> bool:
    """What goes wrong with one contact is written down and keeps no other from its turn."""
    try:
        with transaction.atomic():
            return does(key, today)
    except Exception:
        logger.exception("contact %s could not be kept up", key)
        return False


def _ask(key: int, today: datetime.date) -> bool:
    held = ContactPoint.objects.select_for_update().get(pk=key)
    if not due_to_be_asked(today).filter(pk=key).exists():
        return False
    is_again = bool(held.asked) and not _is_answered(held) and held.asked > timezone.now() - YEAR
    held.times_asked = held.times_asked + 1 if is_again else 1
    held.asked, held.answer, held.answered = timezone.now(), "", None
    held.save()
    language = held.language or get_language() or "en"
    send(lambda: asking_letter(held, last=held.times_asked == TIMES), to=held.email,
         language=language)  # fmt: skip
    return True


def _open_due(key: int, today: datetime.date) -> bool:
    held = ContactPoint.objects.select_for_update().get(pk=key)
    return held.term.is_over(today) and _open(held, Cause.TERM_OVER)


def _open(contact: ContactPoint, cause: Cause) -> bool:
    handover, is_new = Handover.objects.get_or_create(contact=contact, defaults={"cause": cause})
    if is_new:
        _tell_keepers(contact, lambda of: leaving_letter(handover, of))
    return is_new


def _tell_keepers(contact: ContactPoint, write: Callable) -> None:
    for person in people_who(Act.RECORD, city=contact.city):
        send(lambda: write(contact), to=person.email, language=person.language)


def _forget(key: int, today: datetime.date) -> bool:
    held = ContactPoint.objects.select_for_update().get(pk=key)
    if held.forgotten is not None:
        return False
    had = [name for name in ContactPoint.PERSONAL if getattr(held, name)]
    if held.languages.exists():
        had.append("languages")
    for name in ContactPoint.PERSONAL:
        setattr(held, name, "")
    held.forgotten = timezone.now()
    held.save()
    ContactLanguage.objects.filter(contact=held).delete()
    Erasure.objects.create(contact=held, what=", ".join(had), days_kept=KEPT_DAYS)
    ContactPoint.objects.filter(deputy=held).update(deputy=None)
    return True


def _is_answered(contact: ContactPoint) -> bool:
    return contact.answered is not None and contact.answered >= (contact.asked or contact.answered)


def _end(contact: ContactPoint, today: datetime.date) -> None:
    """On the day, or on the first day of a term that has not begun; a term that is over stays."""
    if contact.term.is_over(today):
        return
    first = contact.begins_first
    contact.ends = (first if first and first > today else today).isoformat()
    contact.save()


def _taking_over(
    leaving: ContactPoint, successor: ContactPoint, today: datetime.date
) -> ContactPoint:
    return ContactPoint(
        partnership_id=leaving.partnership_id,
        city_id=leaving.city_id,
        body_id=leaving.body_id,
        office=Words(leaving.office.data),
        name=successor.name,
        email=successor.email,
        phone=successor.phone,
        language=successor.language,
        sharing=successor.sharing,
        begins=today.isoformat(),
        together=leaving.together,
    )


def _held(handover: Handover, by: User) -> Handover:
    found = Handover.objects.select_for_update(of=("self",)).select_related("contact__city")
    held = found.get(pk=handover.pk)
    if not may_keep(by, held.contact.city):
        raise PermissionDenied
    return held


def _close(held: Handover, by: User, *, successor: ContactPoint | None) -> None:
    held.done, held.done_by, held.successor = timezone.now(), by, successor
    held.save()
    log(held.contact, "contacts.hand_over", user=by)


def _told_of(other: ContactPoint) -> str:
    told = {"name": other.person, "from": when_in_words(other.begins) or "…",
            "to": when_in_words(other.ends) or "…"}  # fmt: skip
    return (
        _(
            "%(name)s holds this office too (%(from)s – %(to)s). End that term first, or tick that "
            "they hold it together."
        )
        % told
    )
