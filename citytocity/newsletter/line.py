"""The line to the mail server: one connection for many letters, and what became of each.

The rule where nobody can tell (RFC 5321, 4.2.5; RFC 1047): from the moment the last line of a
letter, the dot, has left, the server may have taken it, though its answer never comes.

- The connection breaks in that moment, and we live: the letter is sent again once, with the same
  Message-ID, by which mail programs know it. Nobody is left without it; she may get it twice.
- The worker is killed in that moment: the letter counts as handed over. The dot was with the
  operating system by then, which sends it on, and a server that behaves takes the letter. Nobody
  gets it twice.

Both are counted as in doubt, shown in the progress of the issue, and written to the log.
"""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import Enum, auto
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

DOTS = re.compile(rb"^\.", re.MULTILINE)
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NO_SUCH_BOX = (550, 551, 553, 556)
OK, OK_ELSEWHERE, GO_ON = 250, 251, 354
YES = ((OK,), (OK, OK_ELSEWHERE), (GO_ON,))
"""How a server agrees to who sends it, to whom, and to take it."""


class Fate(Enum):
    """What became of a letter."""

    HANDED = auto()
    """The server has taken it."""
    LATER = auto()
    """It may be taken later: it said so (4xx), or the connection broke before the dot."""
    REFUSED = auto()
    """It will never take this letter."""
    NO_BOX = auto()
    """There is no such address; no other letter goes there."""
    DOUBT = auto()
    """The connection broke after the dot."""


@dataclass(frozen=True)
class Answer:
    """The fate, and what the server said, without the address."""

    fate: Fate
    words: str = ""


class LineDownError(Exception):
    """There is no mail server to be had; the letter was not begun."""


class Line:
    """To be opened by `with`; connects when there is something to send, and anew when it broke."""

    def __init__(self) -> None:
        self.backend: Any = mail.get_connection()
        self.is_smtp = isinstance(self.backend, EmailBackend)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError):
            self.backend.close()

    def hand_over(self, letter: bytes, *, sender: str, to: str, gone: Callable[[], None]) -> Answer:
        """Sends one letter; `gone` is called when its dot has left. LineDownError if the server
        cannot be reached."""
        if not self.is_smtp:
            return self._by_backend(letter, sender=sender, to=to, gone=gone)
        server = self._server()
        try:
            answer = self._asked(server, sender, to)
            if answer:
                return answer
            server.send(_stuffed(letter) + b".\r\n")
        except OSError as error:  # smtplib's errors are among them
            self._broken()
            return Answer(Fate.LATER, type(error).__name__)
        gone()
        try:
            code, words = server.getreply()
        except OSError as error:
            self._broken()
            return Answer(Fate.DOUBT, type(error).__name__)
        return Answer(Fate.HANDED) if code == OK else answer_of(code, words, of_box=False)

    def _server(self) -> smtplib.SMTP:
        try:
            if self.backend.open():
                # else the dot waits for the server to say that it has the lines before it
                self.backend.connection.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        except OSError as error:
            self._broken()
            raise LineDownError(type(error).__name__) from error
        return self.backend.connection

    def _broken(self) -> None:
        """The next letter gets a new connection."""
        with suppress(OSError):
            if self.backend.connection is not None:
                self.backend.connection.close()
        self.backend.connection = None

    def _asked(self, server: smtplib.SMTP, sender: str, to: str) -> Answer | None:
        """Who sends it to whom, in one go where the server takes it so (RFC 2920); None where it
        waits for the letter now."""
        server.ehlo_or_helo_if_needed()
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        replies: list[tuple[int, bytes]] = []
        if server.has_extn("pipelining"):
            server.send("".join(f"{one}\r\n" for one in commands).encode())
            replies = [server.getreply() for _one in commands]
        else:
            for one in commands:
                replies.append(server.docmd(one))
                if replies[-1][0] not in (OK, OK_ELSEWHERE, GO_ON):
                    break
        refused = next((n for n, (code, _words) in enumerate(replies) if code not in YES[n]), None)
        if refused is None:
            return None
        if replies[-1][0] == GO_ON:  # it waits for a letter to nobody: an empty one, then
            server.send(b".\r\n")
            server.getreply()
        server.rset()
        return answer_of(*replies[refused], of_box=refused == 1)

    def _by_backend(
        self, letter: bytes, *, sender: str, to: str, gone: Callable[[], None]
    ) -> Answer:
        """Through another of Django's ways of mail, as the files of a trial."""
        gone()
        try:
            self.backend.send_messages([Composed(letter, sender=sender, to=to)])
        except OSError as error:
            return Answer(Fate.LATER, type(error).__name__)
        return Answer(Fate.HANDED)


class Composed(EmailMessage):
    """A letter that is put together already, for Django's ways of mail that are not SMTP."""

    def __init__(self, letter: bytes, *, sender: str, to: str) -> None:
        self.letter = letter
        super().__init__(from_email=sender, to=[to])

    def message(self, **_policy: Any) -> Message:  # type: ignore[override]
        return message_from_bytes(self.letter)


def _stuffed(letter: bytes) -> bytes:
    """With a second dot before each line that begins with one (RFC 5321, 4.5.2)."""
    stuffed = DOTS.sub(b"..", letter) if letter[:1] == b"." or b"\n." in letter else letter
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def answer_of(code: int, words: bytes, *, of_box: bool) -> Answer:
    """What an answer other than yes means. `of_box`: it was given to the address.

    A box that is full (5.2.2, 552) may be emptied; a policy (5.7.x) is of us, not of the address.
    """
    found = STATUS.search(words.decode("ascii", "replace"))
    status = found[0] if found else ""
    told = f"{code} {status}".strip()
    is_full = code == 552 or status in ("5.2.2", "4.2.2")
    if 400 <= code < 500 or is_full:
        return Answer(Fate.LATER, told)
    says_no_box = status.startswith(("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"))
    if of_box and (says_no_box or (not status and code in NO_SUCH_BOX)):
        return Answer(Fate.NO_BOX, told)
    return Answer(Fate.REFUSED, told)
