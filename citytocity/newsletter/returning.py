"""What came back of letters that the mail server had taken: noted at delivery and reader."""

from typing import Any

from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Returned
from citytocity.newsletter.actions.readers import leave
from citytocity.newsletter.asking import note_failure
from citytocity.newsletter.enums import DeliveryState
from citytocity.newsletter.models import Delivery, Reader
from citytocity.newsletter.models.delivery import delivery_of
from citytocity.newsletter.models.question import question_of
from citytocity.newsletter.queries import reading
from citytocity.newsletter.sending import LONGEST_ANSWER, stop_writing_to


def hear(*, kind: Returned, key: str, reference: str, words: str, **_more: Any) -> None:
    """Receives `mail.signals.returned`. The address is suppressed by then; heard twice, it counts
    once."""
    delivery = _delivery(reference)
    if delivery and kind in {Returned.BOUNCED, Returned.FAILED}:
        Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.HANDED).update(
            state=DeliveryState.REFUSED, answer=words[:LONGEST_ANSWER]
        )
    if kind is Returned.FAILED:
        note_failure(reference, words)
        return
    reader = delivery.reader if delivery else _asked(reference) or _reader_with(key)
    if reader is None or key_of(reader.email) != key:
        return
    if kind is Returned.BOUNCED:
        stop_writing_to(reader.pk)
    else:
        leave(reader)


def _delivery(reference: str) -> Delivery | None:
    """The one that the letter was of; None for letters that go now."""
    found = Delivery.objects.filter(pk=delivery_of(reference) or 0)
    return found.select_related("reader").first()


def _asked(reference: str) -> Reader | None:
    """Who was asked by the letter whether she wants it still; None for other letters."""
    number, _is_reminder = question_of(reference) or (0, False)
    return Reader.objects.filter(question=number).first()


def _reader_with(key: str) -> Reader | None:
    """Whose address has the key, which nobody can turn back."""
    return reading().filter(address_key=key).first()
