"""Letters leave the house here, in the worker; one that the mail server refuses is tried again."""

import datetime
import logging
import smtplib

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks import task

from citytocity.mail.actions import note_bounce
from citytocity.mail.addresses import without_addresses
from citytocity.mail.outcomes import Reply, Stage, is_no_such_mailbox
from citytocity.mail.queries import is_dead

logger = logging.getLogger(__name__)
WAITS = (1, 10, 60, 360)  # minutes before the second, third ... try


@task(backend="jobs")
def deliver(
    *, to: str, subject: str, text: str, html: str, language: str, of: str = "", tries: int = 0
) -> None:
    """Sends one letter. SMTPException, which names no address, if the server refuses it for good,
    or after five tries. `of` is the room that may take it back before it went."""
    if is_dead(to):
        logger.info("A letter was not sent: its mailbox was not there some days ago.")
        return
    letter = EmailMultiAlternatives(
        subject,
        text,
        to=[to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    )
    letter.attach_alternative(html, "text/html")
    try:
        letter.send()
    except OSError as error:  # all that smtplib and the network may say
        _note_bounce(error, to)
        if tries >= len(WAITS) or not _is_passing(error):
            raise _without_addresses(error) from None
        _later(tries, to=to, subject=subject, text=text, html=html, language=language, of=of)


def _later(tries: int, **letter: str) -> None:
    after = timezone.now() + datetime.timedelta(minutes=WAITS[tries])
    deliver.using(run_after=after).enqueue(**letter, tries=tries + 1)


def _without_addresses(error: OSError) -> OSError:
    """The same for the log: a refusal names the recipient."""
    if isinstance(error, smtplib.SMTPException):
        return smtplib.SMTPException(without_addresses(str(error)))
    return error


def _note_bounce(error: OSError, to: str) -> None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        for code, words in error.recipients.values():
            reply = Reply(Stage.RECIPIENT, code, words.decode("utf-8", "replace"))
            if is_no_such_mailbox(reply):
                note_bounce(to)


def _is_passing(error: OSError) -> bool:
    """Whether it may be taken later: the line broke, or the answer was 4xx (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPResponseException):
        return 400 <= error.smtp_code < 500
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _words in error.recipients.values())
    lasting = isinstance(error, smtplib.SMTPException)
    return not lasting or isinstance(error, smtplib.SMTPServerDisconnected)
