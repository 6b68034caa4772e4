"""A letter as it goes over the line: an edition put together once, then a reader's own parts.

All that is the same for everybody is encoded once; what is each reader's own are an address, the
Message-ID, the day and the token of her links. They are put in between as bytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from quopri import encodestring

from django.urls import reverse
from django.utils import translation

from citytocity.design.heads import absolute
from citytocity.languages.catalogue import html_code
from citytocity.mail.addresses import sender
from citytocity.mail.dkim import canonical_body, digest_of
from citytocity.mail.letters import Letter
from citytocity.newsletter.models import Edition, Newsletter, Reader
from citytocity.newsletter.models.delivery import message_key
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.rendering import MARK

PART = "part-of-the-letter"
OWN = MARK.encode()
LONGEST_LINE = 75  # as an encoded word may be (RFC 2047, 2)
LONGEST_WORD = 60
AS_BOUNDARY = re.compile(rb"^--(?=%s)" % PART.encode(), re.MULTILINE)
LINES = re.compile(rb"\r?\n")


@dataclass(frozen=True)
class Sheet:
    """An edition with gaps: the head up to `To`, and the body in pieces between the tokens, as it
    goes and as it is signed.

    A token has no spaces, so that what is canonical around it stays so.
    """

    head: bytes
    body: tuple[bytes, ...]
    canonical: tuple[bytes, ...]
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

    def body_digest(self, token: str) -> bytes:
        """What is signed of the letter's body."""
        return digest_of(token.encode().join(self.canonical))


def sheet_of(edition: Edition) -> Sheet:
    """The same for every reader of the edition."""
    with translation.override(edition.language):
        body = _body(edition.text, edition.html)
        return Sheet(
            head=_head(edition),
            body=tuple(body.split(OWN)),
            canonical=tuple(canonical_body(body).split(OWN)),
            leave=absolute(reverse("newsletter:leave", args=[MARK])).partition(MARK)[0],
            domain=domain(),
        )


def single_letter(
    letter: Letter, reader: Reader, *, key: str, now: datetime, newsletter: Newsletter
) -> bytes:
    """A letter to one reader that is of no issue, in the active language; `key` is the part of the
    Message-ID before the @."""
    fields = {
        **_from_us(newsletter, letter.subject, language=html_code(reader.spoken)),
        "To": reader.email,
        "Date": format_datetime(now),
        "Message-ID": f"<{key}@{domain()}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{absolute(reverse('newsletter:leave', args=[reader.token]))}>",
    }
    return _written(fields) + b"\r\n" + _body(letter.as_text(), letter.as_html())


def domain() -> str:
    """What stands behind the @ of Message-IDs: the host of the address that sends."""
    return sender().rpartition("@")[2]


def _head(edition: Edition) -> bytes:
    """The fields that all readers get alike (RFC 5322, 2369, 2919, 8058)."""
    language = html_code(edition.language)
    return _written(
        {
            **_from_us(newsletter(), edition.subject, language=language),
            "List-Archive": f"<{absolute(reverse('newsletter:issue_list'))}>",
            "Feedback-ID": f"issue{edition.issue.number}:{language}:newsletter:{domain()}",
            "Precedence": "bulk",
        }
    )


def _from_us(newsletter: Newsletter, subject: str, *, language: str) -> dict[str, str]:
    """What every letter to a reader says of itself."""
    return {
        "From": _mailbox(_line(str(newsletter)), sender()),
        "Subject": _folded("Subject", _line(subject)),
        "Content-Language": language,
        "List-Id": f"<newsletter.{domain()}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{PART}"',
    }


def _written(fields: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def _mailbox(name: str, address: str) -> str:
    """As From has it; a name in ASCII is quoted where it has to be."""
    if _is_plain(name):
        return formataddr((name, address))
    return f"{_folded('From', name)}\r\n <{address}>"


def _folded(field: str, words: str) -> str:
    """The words on lines of their own, encoded where they have to be. By `Header`: the newer
    `EmailMessage` makes encoded words of 76 signs, or loses the space between two of them."""
    charset = "us-ascii" if _is_plain(words) else "utf-8"
    header = Header(words, charset, maxlinelen=LONGEST_LINE, header_name=field)
    return header.encode(linesep="\r\n")


def _is_plain(words: str) -> bool:
    """Whether they may stand as they are: in ASCII, each word short enough for a line."""
    longest = max(map(len, words.split()), default=0)
    return words.isascii() and "=?" not in words and longest <= LONGEST_WORD


def _body(text: str, html: str) -> bytes:
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
        for kind, words in (("plain", text), ("html", html))
    ]
    return b"\r\n".join((*parts, f"--{PART}--".encode(), b""))


def _quoted(words: str) -> bytes:
    """Quoted-printable (RFC 2045), with each mark on a line of its own that is joined again; no
    line of it ends the part."""
    pieces = [encodestring(piece.encode()) for piece in words.split(MARK)]
    joined = b"=\n" + OWN + b"=\n"
    return LINES.sub(b"\r\n", AS_BOUNDARY.sub(b"=2D-=\n", joined.join(pieces)))


def _line(words: str) -> str:
    """One line without control characters, whatever was written."""
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())
