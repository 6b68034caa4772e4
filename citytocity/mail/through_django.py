"""Hands letters to another mail backend of Django's: files, a provider by django-anymail."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any

import urllib3
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from citytocity.mail.line import Gone, Parcel, not_noted
from citytocity.mail.outcomes import Kind, Outcome, Refusals, lost, put_off, shortened
from citytocity.mail.pacing import Rhythm

ITS_OWN = {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"}
TOO_MANY = 429
NO_MORE = frozenset({401, 402, 403})  # the key, the bill, the domain
NO_WORD = frozenset({502, 504})  # of a gateway, behind which it may have been taken
NOT_BEGUN = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.SSLError,
)
KINDS = {
    "sent": Kind.ACCEPTED,
    "queued": Kind.ACCEPTED,
    "invalid": Kind.BOUNCED,
    "rejected": Kind.REFUSED,
    "failed": Kind.REFUSED,
}
"""What the words of django-anymail mean (its `message.ANYMAIL_STATUSES`)."""


class DjangoTransport:
    """By a backend of Django's that is not SMTP."""

    def __init__(self, backend: BaseEmailBackend, rhythm: Rhythm) -> None:
        self.backend = backend
        self.rhythm = rhythm
        self.refusals = Refusals()

    def ready(self, parcels: Sequence[Parcel]) -> Iterator[Parcel]:
        """As they are: what is not SMTP signs by itself."""
        return iter(parcels)

    def send(self, parcel: Parcel, *, tries: int = 0, gone: Gone = not_noted) -> Outcome:
        """As `transport.Transport` says; whether it has left by then nobody knows here, so it
        counts as gone as soon as it is begun."""
        self.rhythm.keep()
        message = as_djangos(parcel)
        gone()
        return self.refusals.weighed(self._sent(message, tries))

    def close(self) -> None:
        self.backend.close()

    def _sent(self, message: EmailMultiAlternatives, tries: int) -> Outcome:
        try:
            self.backend.send_messages([message])
        except ImproperlyConfigured as error:
            return Outcome(Kind.STOPPED, shortened(str(error)), is_everybodys=True)
        except OSError as error:
            return _by_status(error, tries) or _broken(error, tries)
        except Exception as error:
            if not type(error).__module__.startswith("anymail."):
                raise
            return _told(message) or _by_status(error, tries) or _refused(error)
        return _told(message) or Outcome(Kind.ACCEPTED)


def as_djangos(parcel: Parcel) -> EmailMultiAlternatives:
    """The letter as Django has it; `envelope_sender` and `metadata` are django-anymail's."""
    parsed = message_from_bytes(parcel.content, _class=Parsed, policy=policy.default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    message = EmailMultiAlternatives(
        str(parsed["subject"] or ""),
        text.get_content() if text else "",
        str(parsed["from"]),
        [str(parsed["to"] or parcel.recipient)],
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in ITS_OWN},
    )
    if html:
        message.attach_alternative(html.get_content(), "text/html")
    message.envelope_sender = parcel.sender  # type: ignore[attr-defined]
    message.metadata = {"reference": parcel.reference}  # type: ignore[attr-defined]
    return message


def _told(message: EmailMultiAlternatives) -> Outcome | None:
    """What django-anymail heard of the recipient; None from other backends."""
    recipients = getattr(getattr(message, "anymail_status", None), "recipients", {})
    for recipient in recipients.values():
        words = f"{recipient.status} {recipient.message_id or ''}"
        return Outcome(_kind(recipient), shortened(words))
    return None


def _kind(recipient: Any) -> Kind:
    """A provider that says nothing we know has it only if it gave it a name."""
    usual = Kind.ACCEPTED if recipient.message_id else Kind.UNKNOWN
    return KINDS.get(recipient.status, usual)


def _by_status(error: Exception, tries: int) -> Outcome | None:
    """What the provider's answer means; None if it gave none."""
    code = getattr(error, "status_code", None)
    if code is None:
        return None
    words = f"The provider answered {code}."
    if code in NO_WORD:
        return Outcome(Kind.UNKNOWN, words, is_everybodys=True)
    if code == TOO_MANY or code >= 500:
        return put_off(words, tries=tries, is_everybodys=True)
    if code in NO_MORE:
        return Outcome(Kind.STOPPED, words, is_everybodys=True)
    return Outcome(Kind.REFUSED, words)


def _broken(error: OSError, tries: int) -> Outcome:
    """Whether the question to the provider had begun: if so, nobody knows what became of it."""
    cause = error.__cause__
    inner = cause.args[0] if cause and cause.args else None
    words = type(cause or error).__name__
    was_begun = not isinstance(getattr(inner, "reason", None), NOT_BEGUN)
    if isinstance(inner, urllib3.exceptions.HTTPError) and was_begun:
        return Outcome(Kind.UNKNOWN, words, is_everybodys=True)
    return lost(words, tries=tries, is_try=False)


def _refused(error: Exception) -> Outcome:
    return Outcome(Kind.REFUSED, type(error).__name__)
