"""Hands letters over, many on one line, and says of each what became of it."""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol

from django.core.mail import get_connection
from django.core.mail.backends import smtp

from citytocity.mail.addresses import sender
from citytocity.mail.ahead import Ahead
from citytocity.mail.backends import EmailBackend
from citytocity.mail.dkim import configured_signer
from citytocity.mail.line import (
    FOR_THE_ANSWER,
    BrokenLineError,
    Gone,
    NoAnswerError,
    Parcel,
    not_noted,
)
from citytocity.mail.outcomes import (
    Kind,
    Outcome,
    Refusals,
    Reply,
    Stage,
    lost,
    outcome_of,
    shortened,
)
from citytocity.mail.pacing import Pace, Rhythm, pace
from citytocity.mail.through_django import DjangoTransport

LONGEST_FOR_ONE = FOR_THE_ANSWER + 60  # seconds: who leases letters to a worker leases for longer
logger = logging.getLogger(__name__)


class Transport(Protocol):
    """A way to hand letters over, one after the other."""

    def ready(self, parcels: Sequence[Parcel]) -> Iterator[Parcel]:
        """The parcels as they are to be sent, in their order: signed where this way signs, those
        that follow while the first is on its way. Whoever skips one has it for nothing."""
        ...

    def send(self, parcel: Parcel, *, tries: int = 0, gone: Gone = not_noted) -> Outcome:
        """What became of it; `tries` is how often it was put off before. Never raises for what a
        server or the network does. `gone` is called just before the last of the letter leaves."""
        ...

    def close(self) -> None: ...


@contextmanager
def transport() -> Iterator[Transport]:
    """The way that the settings name, at its pace; closed at the end.

    ImproperlyConfigured if the settings will not do: the server's, the pace, the key to sign with.
    """
    sender()
    configured_signer()
    backend = get_connection()
    opened: Transport
    if isinstance(backend, smtp.EmailBackend):
        opened = SmtpTransport(EmailBackend(), pace())
    else:
        opened = DjangoTransport(backend, Rhythm(pace()))
    try:
        yield opened
    finally:
        opened.close()


class SmtpTransport:
    """By SMTP, on one line as long as it holds and the pace allows."""

    def __init__(
        self,
        backend: EmailBackend,
        pace: Pace,
        *,
        for_the_answer: float = FOR_THE_ANSWER,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.backend = backend
        self.pace = pace
        self.for_the_answer = for_the_answer  # seconds
        self.rhythm = rhythm or Rhythm(pace)
        self.on_line = 0  # letters on this line
        self.refusals = Refusals()
        self.ahead = Ahead(configured_signer())

    def ready(self, parcels: Sequence[Parcel]) -> Iterator[Parcel]:
        return self.ahead.signed(parcels)

    def send(self, parcel: Parcel, *, tries: int = 0, gone: Gone = not_noted) -> Outcome:
        self.rhythm.keep()
        if self.on_line == self.pace.on_one_line:
            self._take_leave()
        return self.refusals.weighed(self._sent(parcel, tries, gone))

    def close(self) -> None:
        """Takes leave of the server, if it still listens, and of who signs."""
        self.ahead.close()
        self._take_leave()

    def _take_leave(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self.backend.close()
        self.backend.connection = None
        self.on_line = 0

    def _sent(self, parcel: Parcel, tries: int, gone: Gone) -> Outcome:
        """A line that had been open may have ended while nobody spoke: a new one is tried once."""
        was_open = self.on_line > 0
        try:
            return self._once(parcel, tries, gone)
        except BrokenLineError as error:
            self._hang_up()
            again = self._sent(parcel, tries, gone) if was_open else None
            return again or lost(str(error), tries=tries)
        except NoAnswerError as error:
            self._hang_up()
            logger.warning(
                "No answer to letter %s, which had been given away whole: it may have arrived.",
                parcel.reference or "without a reference",
            )
            return Outcome(Kind.UNKNOWN, shortened(str(error)), is_everybodys=True)

    def _once(self, parcel: Parcel, tries: int, gone: Gone) -> Outcome:
        try:
            line = self.backend.line()
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return _not_opened(error, tries)
        self.on_line += 1
        reply = line.hand_over(parcel, for_the_answer=self.for_the_answer, gone=gone)
        if line.sock is None:
            self._hang_up()
        return outcome_of(reply, tries=tries)

    def _hang_up(self) -> None:
        self.backend.hang_up()
        self.on_line = 0


def _not_opened(error: Exception, tries: int) -> Outcome:
    """A password that is refused, or a certificate, is a matter for a person; silence will pass."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return outcome_of(Reply(Stage.OPENING, error.smtp_code, words), tries=tries)
    lasting = isinstance(error, smtplib.SMTPException | ssl.SSLCertVerificationError)
    if lasting and not isinstance(error, smtplib.SMTPServerDisconnected):
        words = shortened(str(error))
        return Outcome(Kind.STOPPED, words, is_everybodys=True, is_try=False)
    return lost(str(error) or type(error).__name__, tries=tries, is_try=False)
