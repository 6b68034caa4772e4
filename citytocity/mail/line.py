"""A line to a mail server: smtplib's, which hands letters over in two round trips instead of four.

MAIL, RCPT and DATA go together where the server takes them so (RFC 2920). And it knows, when the
line breaks, whether the letter may have arrived: smtplib's own `sendmail` does not tell.
"""

import select
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from citytocity.mail.dkim import signed
from citytocity.mail.outcomes import CLOSING, Reply, Stage

FOR_THE_ANSWER = 600.0  # seconds the server may take after the last dot (RFC 5321, 4.5.3.2.6)
GO_ON = 354
DOT = b".\r\n"
NO_SMTP = "The server does not speak SMTP."
NO_SUCH_LETTERS = "5.6.7 The mail server takes ASCII alone before the @."
Gone = Callable[[], None]
UNSAFE = frozenset("\r\n\0<> ")


@dataclass(frozen=True)
class Parcel:
    """A letter in its envelope: who it comes from and goes to, and every byte of it.

    `reference` names it in the log, so it must name nobody. `body_digest` is that of its body
    (`dkim.digest_of`) where it is known already; the lines of such a letter have their ends. What
    `is_signed` goes as it is.
    """

    sender: str
    recipient: str
    content: bytes
    reference: str = ""
    body_digest: bytes = b""
    is_signed: bool = False

    def __post_init__(self) -> None:
        if UNSAFE & {*self.sender, *self.recipient} or not self.recipient:
            raise ValueError("An envelope has plain addresses, without names and brackets.")

    @property
    def is_plain(self) -> bool:
        return self.sender.isascii() and self.recipient.isascii()


def not_noted() -> None:
    """For who does not note that a letter has left."""


class BrokenLineError(Exception):
    """The line broke; the letter has not arrived as a whole, and may be sent again."""


class NoAnswerError(Exception):
    """The line broke after the whole letter was given away; nobody knows whether it arrived."""


class Line(smtplib.SMTP):
    """A line on which each letter that is not signed yet is signed as it goes."""

    def connect(self, *where: Any, **options: Any) -> tuple[int, bytes]:
        """smtplib's own; what is given away leaves at once, also the dot after its letter."""
        answer = super().connect(*where, **options)
        self._wire().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return answer

    def hand_over(
        self, parcel: Parcel, *, for_the_answer: float = FOR_THE_ANSWER, gone: Gone = not_noted
    ) -> Reply:
        """The reply that decides: the first refusal, or the last word.

        `gone` is called just before the last dot leaves: who is killed after that must not send the
        letter again. Raises BrokenLineError or NoAnswerError when the line breaks.
        """
        content = parcel.content
        if not parcel.is_signed:
            content = signed(content, body_digest=parcel.body_digest)
        try:
            reply = self._begun(parcel, content)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise BrokenLineError(str(error)) from error
        if reply.code == GO_ON:
            reply = self._finished(content, for_the_answer, gone)
        if reply.code == CLOSING:
            self.close()
        return reply

    def sendmail(self, from_addr: str, to_addrs: Any, msg: Any, *rest: Any, **options: Any) -> Any:
        """smtplib's own, by which Django sends, with the letter signed."""
        content = msg if isinstance(msg, bytes) else msg.encode("ascii")
        return super().sendmail(from_addr, to_addrs, signed(content), *rest, **options)

    def _begun(self, parcel: Parcel, content: bytes) -> Reply:
        """The go-on of the server, or its first refusal, after which it has forgotten all."""
        if not parcel.is_plain and not self.has_extn("smtputf8"):
            return Reply(Stage.RECIPIENT, 553, NO_SUCH_LETTERS)
        replies = self._asked(self._commands(parcel, content))
        refusal = next((reply for reply in replies if reply.code >= 400), None)
        if refusal:
            self._forgotten(is_for_nobody=replies[-1].code == GO_ON)
            return refusal
        if replies[-1].code != GO_ON:
            raise smtplib.SMTPServerDisconnected(NO_SMTP)
        return replies[-1]

    def _forgotten(self, *, is_for_nobody: bool) -> None:
        """Ends what was begun: DATA that was answered, though its recipient was refused, too.

        What goes wrong here only costs the line; the refusal stands.
        """
        try:
            for end in [DOT, b"RSET\r\n"] if is_for_nobody else [b"RSET\r\n"]:
                self._give(end)
                self._heard()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _commands(self, parcel: Parcel, content: bytes) -> list[tuple[Stage, str]]:
        options = [f"SIZE={len(content)}"] if self.has_extn("size") else []
        if self.has_extn("8bitmime") and not content.isascii():
            options.append("BODY=8BITMIME")
        if not parcel.is_plain:
            options.append("SMTPUTF8")
        return [
            (Stage.SENDER, " ".join([f"MAIL FROM:<{parcel.sender}>", *options])),
            (Stage.RECIPIENT, f"RCPT TO:<{parcel.recipient}>"),
            (Stage.DATA, "DATA"),
        ]

    def _asked(self, commands: list[tuple[Stage, str]]) -> list[Reply]:
        if self.has_extn("pipelining"):
            self._give("".join(f"{command}\r\n" for _stage, command in commands).encode())
            return self._all_heard([stage for stage, _command in commands])
        replies: list[Reply] = []
        for stage, command in commands:
            self._give(f"{command}\r\n".encode())
            replies.append(Reply(stage, *self._heard()))
            if replies[-1].code >= 400:
                break
        return replies

    def _all_heard(self, stages: list[Stage]) -> list[Reply]:
        replies: list[Reply] = []
        for stage in stages:
            replies.append(Reply(stage, *self._heard()))
            if replies[-1].code == CLOSING:  # nothing follows it
                break
        return replies

    def _finished(self, content: bytes, for_the_answer: float, gone: Gone) -> Reply:
        end = b"" if content.endswith(b"\r\n") else b"\r\n"
        self._give_whole(_dotted(content) + end)
        self._await_room()
        gone()
        self._give_whole(DOT)
        wire = self._wire()
        usual = wire.gettimeout()
        wire.settimeout(for_the_answer)
        try:
            reply = Reply(Stage.END, *self._heard())
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NoAnswerError(str(error)) from error
        wire.settimeout(usual)
        return reply

    def _give_whole(self, data: bytes) -> None:
        """Gives away all bytes, or raises BrokenLineError: then the last dot was not among them.

        `sendall` does not say how much had gone.
        """
        left, wire = memoryview(data), self._wire()
        try:
            while left:
                left = left[wire.send(left) :]
        except OSError as error:
            self.close()
            raise BrokenLineError(str(error)) from error

    def _await_room(self) -> None:
        """Until the dot can leave at once; BrokenLineError where the line is broken by then."""
        wire, poll = self._wire(), select.poll()
        poll.register(wire, select.POLLOUT)
        wait = wire.gettimeout()
        ready = poll.poll(None if wait is None else wait * 1000)
        if ready != [(wire.fileno(), select.POLLOUT)]:
            self.close()
            raise BrokenLineError("The line broke before the dot.")

    def _give(self, data: bytes) -> None:
        self._wire().sendall(data)

    def _wire(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("The line is closed.")
        return self.sock

    def _heard(self) -> tuple[int, str]:
        code, words = self.getreply()
        if not 200 <= code < 600:
            self.close()
            raise smtplib.SMTPServerDisconnected(NO_SMTP)
        return code, words.decode("utf-8", "replace")


class EncryptedLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _dotted(content: bytes) -> bytes:
    """Lines that begin with a dot begin with two on the way (RFC 5321, 4.5.2)."""
    begun = b"." + content if content.startswith(b".") else content
    return begun.replace(b"\r\n.", b"\r\n..")
