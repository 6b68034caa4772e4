"""A real mail server for tests, which does what it is told: takes, refuses, hangs, drops."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

Told = TypeVar("Told")


class Server:
    """Answers each stage with the words it was given, by turns; the last of them stays.

    `hang` stays silent there, `drop` ends the line without a word.
    """

    def __init__(self, **answers: Any) -> None:
        self.answers = {
            stage: list(told) if isinstance(told, list | tuple) else [told]
            for stage, told in answers.items()
        }
        self.pipelining = True
        self.taken: list[tuple[str, str, bytes]] = []
        self.lines = 0
        self.heard: list[str] = []

    async def _answer(self, stage: str, server: SMTP, usual: str) -> str:
        self.heard.append(stage)
        told = self.answers.get(stage, [usual])
        answer = told.pop(0) if len(told) > 1 else told[0]
        if answer == "hang":
            await asyncio.sleep(3_600)  # cancelled with the server
        if answer == "drop":
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(3_600)
        if answer.startswith("421"):
            asyncio.get_running_loop().call_later(0.01, server.transport.close)
        return answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.lines += 1
        session.host_name = hostname
        if self.pipelining:
            responses.insert(0, "250-PIPELINING")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        answer = await self._answer("sender", server, "250 OK")
        if answer.startswith("2"):
            envelope.mail_from = address
            self.options = options
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = await self._answer("recipient", server, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_RSET(self, server, session, envelope):  # noqa: N802
        self.heard.append("reset")
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await self._answer("end", server, "250 taken")
        if answer.startswith("2"):
            for recipient in envelope.rcpt_tos:
                self.taken.append((envelope.mail_from, recipient, envelope.content))
        return answer


@contextmanager
def running(server: Any, **options: Any) -> Iterator[int]:
    """The port on which it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(
        server, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, **options
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def at_the_server(server: Told, settings: Any) -> Iterator[Told]:
    """The site sends its letters there."""
    with running(server) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.DEFAULT_FROM_EMAIL = "letters@perm.example"
        yield server


def password(server, session, envelope, mechanism, given) -> AuthResult:
    """Lets in who says `right`."""
    said = isinstance(given, LoginPassword) and given.password == b"right"
    return AuthResult(success=said, handled=said)
