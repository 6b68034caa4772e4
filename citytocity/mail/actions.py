"""Notes what came back, and keeps the bounds of a day."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Reason, Returned
from citytocity.mail.models import SendingDay, Suppression
from citytocity.mail.outcomes import shortened
from citytocity.mail.pacing import pace
from citytocity.mail.signals import returned

REASONS = {
    Returned.BOUNCED: Reason.BOUNCED,
    Returned.COMPLAINED: Reason.COMPLAINED,
    Returned.ASKED: Reason.ASKED,
}


def note_returned(
    kind: Returned, *, key: str, at: datetime, reference: str = "", words: str = ""
) -> None:
    """Writes to the address no more where that follows, and tells rooms above on commit.

    Nothing follows from what was told of a time before the address was good again.
    """
    at = min(at, timezone.now())  # the clock of who tells it may be fast
    with transaction.atomic():
        if kind in REASONS and not _suppressed(key, reason=REASONS[kind], at=at):
            return
        told = {"kind": kind, "key": key, "reference": reference, "at": at}
        transaction.on_commit(
            partial(returned.send, sender=Suppression, words=shortened(words), **told)
        )


def note_bounce(address: str) -> None:
    """That a server said, while it was asked to take a letter, that there is no such mailbox."""
    suppress(address, reason=Reason.BOUNCED)


def suppress(address: str, *, reason: Reason) -> None:
    """Writes to the address no more. A stronger reason takes the place of a weaker one."""
    with transaction.atomic():
        _suppressed(key_of(address), reason=reason, at=timezone.now())


def lift(address: str) -> bool:
    """Writes to the address again: its owner has asked for it by a link that reached her.

    False if nothing was in the way.
    """
    standing = Suppression.objects.filter(key=key_of(address), lifted__isnull=True)
    return bool(standing.update(lifted=timezone.now()))


def take_of_day(wanted: int, *, today: date | None = None) -> int:
    """How many of the wanted letters may go now; they count as gone, whoever asks next.

    The pace bounds the letters of a day, and those of the first days more.
    """
    bounds = pace()
    if wanted <= 0 or not bounds.bounds_days:
        return max(wanted, 0)
    today = today or timezone.localdate()
    with transaction.atomic():
        SendingDay.objects.get_or_create(day=today)
        day = SendingDay.objects.select_for_update().get(day=today)
        before = SendingDay.objects.filter(day__lt=today, letters__gt=0).count()
        bound = bounds.on_day(before)
        taken = wanted if bound is None else max(min(wanted, bound - day.letters), 0)
        SendingDay.objects.filter(pk=day.pk).update(letters=F("letters") + taken)
    return taken


def give_back(letters: int, *, today: date | None = None) -> None:
    """Letters that were let go, and did not go."""
    if letters <= 0 or not pace().bounds_days:
        return
    day = SendingDay.objects.filter(day=today or timezone.localdate(), letters__gte=letters)
    day.update(letters=F("letters") - letters)


def _suppressed(key: str, *, reason: Reason, at: datetime) -> bool:
    """Whether it stands now; False if it was lifted after what is told."""
    row, is_new = Suppression.objects.select_for_update().get_or_create(
        key=key, defaults={"reason": reason, "since": at}
    )
    if row.lifted and at <= row.lifted:
        return False
    if not is_new and (row.lifted or reason.rank > Reason(row.reason).rank):
        row.reason, row.since, row.lifted = reason, at, None
        row.save()
    return True
