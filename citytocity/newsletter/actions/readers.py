"""What becomes of a reader: signs up, confirms, chooses, leaves, comes back, is erased."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from citytocity.mail.actions import lift, suppress
from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Reason
from citytocity.mail.forgetting import forget_waiting, forget_waiting_since
from citytocity.mail.letters import send
from citytocity.mail.links import LinkError, unsigned
from citytocity.newsletter.consenting import (
    CONFIRM_DAYS,
    KEPT_DAYS,
    words_of,
    words_of_renewal,
    words_of_return,
)
from citytocity.newsletter.ending import end, hear_of
from citytocity.newsletter.enums import ReaderState, Rhythm, Turn, Way
from citytocity.newsletter.letters import confirm_letter, known_letter
from citytocity.newsletter.models import Consent, Reader, SignUp, Tally, Wish
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.queries import newsletter
from citytocity.people.models import User

ROOM = "newsletter"
LINK_DAYS = 3650
AT_ONCE = 500  # rows in one statement
ENDED_AS = {ReaderState.LEFT: Reason.ASKED, ReaderState.STOPPED: Reason.BOUNCED}


@dataclass(frozen=True)
class Choice:
    """What somebody chose: an address that is normalised already, and what to send there."""

    email: str
    language: str
    wish: Wish
    rhythm: str = Rhythm.EACH


@dataclass(frozen=True)
class Listed:
    """A row of another list: what to send where, when consent was given, and what proves it."""

    choice: Choice
    given: datetime.datetime
    proof: str


@transaction.atomic
def sign_up(choice: Choice, *, page: str) -> None:
    """Sends the letter that confirms it; to who reads it already, one with her choices.

    Nobody becomes a reader by it, and who asks is not told whether the address is known.
    """
    told = newsletter()
    reader = Reader.objects.filter(email=choice.email, state=ReaderState.READING).first()
    if reader:
        language = reader.language
        send(lambda: known_letter(reader, told), to=reader.email, language=language, of=ROOM)
        return
    asked = SignUp.objects.create(
        email=choice.email,
        language=choice.language,
        rhythm=choice.rhythm,
        wish=choice.wish,
        words=words_of(told),
        page=page,
    )
    language = asked.language
    send(lambda: confirm_letter(asked, told), to=asked.email, language=language, of=ROOM)


def asked_by(token: str) -> SignUp:
    """What a letter's link confirms. LinkError if it is confirmed already, forged or too old."""
    key = unsigned(token, purpose=SignUp.LINK, days=CONFIRM_DAYS)
    asked = SignUp.objects.filter(key=key).first()
    if asked is None:
        raise LinkError
    return asked


@transaction.atomic
def confirm(asked: SignUp) -> Reader:
    """Now she is a reader, whatever became of the address before; the sign-up is gone."""
    if not SignUp.objects.filter(pk=asked.pk).delete()[0]:
        raise LinkError
    before = Reader.objects.filter(email=asked.email).values_list("state", flat=True).first()
    reader, _is_new = Reader.objects.update_or_create(
        email=asked.email,
        defaults={
            "language": asked.language,
            "rhythm": asked.rhythm,
            "wish": asked.wish,
            "state": ReaderState.READING,
            "ended": None,
        },
    )
    hear_of(reader)
    if before != ReaderState.READING:
        Tally.add(Turn.BACK if before else Turn.CAME)
    Consent.objects.create(
        reader=reader,
        way=Way.SIGN_UP,
        given=timezone.now(),
        words=asked.words,
        page=asked.page,
    )
    lift(asked.email)
    return reader


def reader_of(token: str) -> Reader:
    """Whose link it is. LinkError where it is forged, and after she was erased."""
    key = unsigned(token, purpose=Reader.LINK, days=LINK_DAYS)
    reader = Reader.objects.filter(key=key).select_related("wish").first()
    if reader is None:
        raise LinkError
    return reader


@transaction.atomic
def choose(reader: Reader, *, language: str, rhythm: str, wish: Wish, time_zone: str = "") -> None:
    """What she gets from the next issue on. Without a zone her city's clocks count, or the
    office's."""
    Reader.objects.filter(pk=reader.pk).update(
        language=language, rhythm=rhythm, wish=wish, time_zone=time_zone
    )
    hear_of(reader)


@transaction.atomic
def renew(reader: Reader, *, page: str) -> None:
    """She was asked after two silent years, and wants it still. Pressed twice, it counts once."""
    if hear_of(reader):
        Consent.objects.create(
            reader=reader,
            way=Way.STILL,
            given=timezone.now(),
            words=words_of_renewal(newsletter()),
            page=page,
        )


def leave(reader: Reader) -> None:
    """No letter goes to her from now on; done twice, it stays as it was."""
    end(reader.pk, state=ReaderState.LEFT, turn=Turn.LEFT)


@transaction.atomic
def come_back(reader: Reader, *, page: str) -> None:
    """Takes back that she left; done twice, it counts once."""
    back = Reader.objects.filter(pk=reader.pk).exclude(state=ReaderState.READING)
    if not back.update(state=ReaderState.READING, ended=None):
        return
    hear_of(reader)
    Tally.add(Turn.BACK)
    lift(reader.email)
    Consent.objects.create(
        reader=reader,
        way=Way.BACK,
        given=timezone.now(),
        words=words_of_return(newsletter()),
        page=page,
    )


def erase(reader: Reader, *, why: Reason = Reason.ASKED, turn: Turn = Turn.ERASED) -> None:
    """Nothing of her stays but a key by which an import knows that she wants no mail. The `turn`
    is that of who read it until now; who had ended it is counted already."""
    with transaction.atomic():
        if reader.state == ReaderState.READING:
            Tally.add(turn)
        suppress(reader.email, reason=why)
        SignUp.objects.filter(email=reader.email).delete()
        forget_waiting(ROOM, to=reader.email)
        reader.delete()


def erase_for(reader: Reader, *, by: User) -> None:
    """The office does it for somebody who asked by telephone or in a letter."""
    sender(by)
    erase(reader)


@transaction.atomic
def bring(listed: Iterable[Listed], *, by: User) -> frozenset[str]:
    """Readers of another list; those who read it already keep what they chose. Who is new.

    The rows are looked at before (`importing`): none is suppressed or has left, none stands twice.
    """
    sender(by)
    rows = {one.choice.email: one for one in listed}
    known = set(
        Reader.objects.filter(email__in=rows).values_list("email", flat=True)
        if len(rows) <= AT_ONCE
        else Reader.objects.values_list("email", flat=True)
    )
    new = [one for email, one in rows.items() if email not in known]
    readers = Reader.objects.bulk_create(
        [
            Reader(
                email=one.choice.email,
                language=one.choice.language,
                rhythm=one.choice.rhythm,
                wish=one.choice.wish,
                heard=one.given,
            )
            for one in new
        ],
        batch_size=AT_ONCE,
    )
    Consent.objects.bulk_create(
        [
            Consent(reader=reader, way=Way.IMPORT, given=one.given, words=one.proof)
            for reader, one in zip(readers, new, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    Tally.add(Turn.CAME, len(new))
    return frozenset(one.choice.email for one in new)


def renew_keys() -> None:
    """Makes those keys of addresses anew that are not of the secret of today, or missing.

    Looks at every row, about a second for a hundred thousand: whoever joined or was saved since the
    secret was changed has a right key among wrong ones, so that no single row tells of the others.
    """
    rows = Reader.objects.order_by("pk").values_list("pk", "email", "address_key")
    right = ((pk, email, key_of(email), key) for pk, email, key in rows.iterator())
    stale = [(pk, email, new) for pk, email, new, key in right if new != key]
    for at in range(0, len(stale), AT_ONCE):
        some = [
            Reader(pk=pk, email=email, address_key=new)
            for pk, email, new in stale[at : at + AT_ONCE]
        ]
        Reader.objects.bulk_update(some, ["address_key"])


def forget_old() -> None:
    """Sign-ups nobody confirmed go after a week, addresses of those who left after a month."""
    now = timezone.now()
    unconfirmed = now - datetime.timedelta(days=CONFIRM_DAYS)
    SignUp.objects.filter(asked__lt=unconfirmed).delete()
    forget_waiting_since(ROOM, before=unconfirmed)
    over = now - datetime.timedelta(days=KEPT_DAYS)
    gone = Reader.objects.exclude(state=ReaderState.READING).filter(ended__lt=over)
    for pk in gone.values_list("pk", flat=True):
        _forget(pk, over=over)


@transaction.atomic
def _forget(pk: int, *, over: datetime.datetime) -> None:
    """Nothing where she has come back, or left anew, meanwhile."""
    gone = Reader.objects.select_for_update().exclude(state=ReaderState.READING)
    reader = gone.filter(pk=pk, ended__lt=over).first()
    if reader:
        erase(reader, why=ENDED_AS[ReaderState(reader.state)])
