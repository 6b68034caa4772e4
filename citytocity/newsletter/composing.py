"""A letter as it goes over the line: an edition put together once, then a reader's own parts.

All that is the same for everybody is encoded once; what is each reader's own are an address, the
Message-ID, the day and the token of her links. They are put in between as bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from quopri import encodestring

from django.urls import reverse
from django.utils import translation

from citytocity.design.heads import absolute
from citytocity.languages.catalogue import html_code
from citytocity.mail.addresses import sender
from citytocity.mail.letters import Letter
from citytocity.newsletter.models import Edition, Newsletter, Reader
from citytocity.newsletter.models.delivery import message_key
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.rendering import MARK

PART = "part-of-the-letter"
OWN = MARK.encode()
LINES = re.compile(rb"\r?\n")


@dataclass(frozen=True)
class Sheet:
    """An edition with gaps: the head up to `To`, and the body in pieces between the tokens."""

    head: bytes
    body: tuple[bytes, ...]
    leave: str
    domain: str

    def letter(self, *, to: str, key: int, token: str, now: datetime) -> bytes:
        """The whole letter (RFC 5322), its lines parted by CRLF."""
        own = token.encode()
        head = b"".join(
            (
                self.head,
                f"To: {to}\r\n".encode(),
                f"Date: {format_datetime(now)}\r\n".encode(),
                f"Message-ID: <{message_key(key)}@{self.domain}>\r\n".encode(),
                f"List-Unsubscribe: <{self.leave}{token}/>\r\n".encode(),
            )
        )
        return head + b"\r\n" + own.join(self.body)


def sheet_of(edition: Edition) -> Sheet:
    """The same for every reader of the edition."""
    with translation.override(edition.language):
        return Sheet(
            head=_head(edition),
            body=tuple(_body(edition).split(OWN)),
            leave=absolute(reverse("newsletter:leave", args=[MARK])).partition(MARK)[0],
            domain=domain(),
        )


def single_letter(
    letter: Letter, reader: Reader, *, key: str, now: datetime, newsletter: Newsletter
) -> bytes:
    """A letter to one reader that is of no issue, in the active language; `key` is the part of the
    Message-ID before the @."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_line(str(newsletter)), addr_spec=sender())
    message["To"] = Address(addr_spec=reader.email)
    message["Date"] = now
    message["Message-ID"] = f"<{key}@{domain()}>"
    message["Subject"] = _line(letter.subject)
    message["Content-Language"] = html_code(reader.language)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"<newsletter.{domain()}>"
    message["List-Unsubscribe"] = f"<{absolute(reverse('newsletter:leave', args=[reader.token]))}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.as_text(), cte="quoted-printable")
    message.add_alternative(letter.as_html(), subtype="html", cte="quoted-printable")
    return message.as_bytes()


def domain() -> str:
    """What stands behind the @ of Message-IDs: the host of the address that sends."""
    return sender().rpartition("@")[2]


def _head(edition: Edition) -> bytes:
    """The fields that all readers get alike (RFC 5322, 2369, 2919, 8058), without control
    characters in what people wrote: the headers of `email` refuse them."""
    told = newsletter()
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_line(str(told)), addr_spec=sender())
    message["Subject"] = _line(edition.subject)
    message["Content-Language"] = html_code(edition.language)
    message["List-Id"] = f"<newsletter.{domain()}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Archive"] = f"<{absolute(reverse('newsletter:issue_list'))}>"
    feedback = f"issue{edition.issue.number}:{html_code(edition.language)}:newsletter:{domain()}"
    message["Feedback-ID"] = feedback
    message["Precedence"] = "bulk"
    message["MIME-Version"] = "1.0"
    parts = f'Content-Type: multipart/alternative; boundary="{PART}"\r\n'
    return message.as_bytes().removesuffix(b"\r\n") + parts.encode()


def _body(edition: Edition) -> bytes:
    parts = [
        b"\r\n".join(
            (
                f"--{PART}".encode(),
                f"Content-Type: text/{kind}; charset=utf-8".encode(),
                b"Content-Transfer-Encoding: quoted-printable",
                b"",
                _quoted(words),
            )
        )
        for kind, words in (("plain", edition.text), ("html", edition.html))
    ]
    return b"\r\n".join((*parts, f"--{PART}--".encode(), b""))


def _quoted(words: str) -> bytes:
    """Quoted-printable (RFC 2045), with each mark on a line of its own that is joined again."""
    pieces = [encodestring(piece.encode()) for piece in words.split(MARK)]
    joined = b"=\n" + OWN + b"=\n"
    return LINES.sub(b"\r\n", joined.join(pieces))


def _line(words: str) -> str:
    """One line, whatever was written."""
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())
