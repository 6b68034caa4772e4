"""What a provider tells by django-anymail, which knows their signatures and their words."""

from typing import Any

from django.utils import timezone

from citytocity.mail.actions import note_returned
from citytocity.mail.addresses import AddressError, key_of
from citytocity.mail.enums import Returned
from citytocity.mail.notices import kind_in

KINDS = {
    "bounced": Returned.BOUNCED,
    "complained": Returned.COMPLAINED,
    "unsubscribed": Returned.ASKED,
    "rejected": Returned.FAILED,
    "failed": Returned.FAILED,
}
"""Of its `signals.EventType`."""
REFUSED_KINDS = {
    "invalid": Returned.BOUNCED,
    "bounced": Returned.BOUNCED,
    "spam": Returned.COMPLAINED,
    "unsubscribed": Returned.ASKED,
}
"""Of its `signals.RejectReason`: why a provider did not try, or what the other server meant."""


def hear(*, event: Any, **_more: Any) -> None:
    """Receives `anymail.signals.tracking`."""
    words = event.mta_response or event.description or ""
    kind = _kind(event.event_type, event.reject_reason, words)
    if kind is None or not event.recipient:
        return
    try:
        key = key_of(event.recipient)
    except AddressError:  # nothing goes there anyway
        return
    note_returned(
        kind,
        key=key,
        at=event.timestamp or timezone.now(),
        reference=str((event.metadata or {}).get("reference", "")),
        words=words,
    )


def _kind(event_type: str, reject_reason: str | None, words: str) -> Returned | None:
    """What happened; of a bounce the other server's own words say it best, as providers call soft
    ones so too. One for a reason other than the mailbox (a blocked server, a timeout) is a failure.
    """
    if event_type == "bounced" and (said := kind_in(words)):
        return said
    if event_type == "bounced" and reject_reason not in {None, *REFUSED_KINDS}:
        return Returned.FAILED
    if event_type in {"bounced", "rejected"} and reject_reason in REFUSED_KINDS:
        return REFUSED_KINDS[reject_reason]
    return KINDS.get(event_type)
