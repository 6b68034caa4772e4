"""Letters meet a real mail server here: one that takes them, is busy, or refuses."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django_tasks_db.models import DBTaskResult

from citytocity.mail.tasks import WAITS, deliver

WORDS = {"subject": "Привет", "text": "Привет\n", "html": "<p>Привет</p>", "language": "ru"}


class Server:
    """Takes every letter, or answers each recipient with the words it was given."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.taken: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return "250 taken"


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def _waiting() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path="citytocity.mail.tasks.deliver"))


def _deliver(**more: object) -> None:
    deliver.call(to="anna@example.org", **WORDS, **more)


@pytest.mark.django_db
def test_a_server_takes_a_letter(server: Server) -> None:
    _deliver()

    ((recipient, content),) = server.taken
    assert recipient == "anna@example.org"
    assert b"Content-Language: ru" in content
    assert _waiting() == []


@pytest.mark.django_db
@pytest.mark.parametrize("busy", ["451 later, please", "421 too many"])
def test_a_busy_server_gets_the_letter_again_later(server: Server, busy: str) -> None:
    server.answer = busy

    _deliver()

    (waiting,) = _waiting()
    assert waiting.args_kwargs["kwargs"]["tries"] == 1
    assert waiting.run_after is not None


@pytest.mark.django_db
def test_a_lasting_refusal_is_not_tried_again(server: Server) -> None:
    server.answer = "550 no such mailbox"

    with pytest.raises(OSError, match="550"):
        _deliver()

    assert _waiting() == []


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_five_times(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    _deliver(tries=len(WAITS) - 1)
    with pytest.raises(ConnectionRefusedError):
        _deliver(tries=len(WAITS))

    assert len(_waiting()) == 1
