"""Letters meet a real mail server here: one that takes them, is busy, or refuses."""

import datetime
import smtplib
import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.mail.dkim import configured_signer, new_key
from citytocity.mail.forgetting import forget_letters_over
from citytocity.mail.models import Suppression
from citytocity.mail.queries import MENDED_AFTER
from citytocity.mail.tasks import WAITS, deliver
from tests.mail.test_dkim import is_verified

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
def test_what_is_told_of_a_refusal_names_no_address(server: Server) -> None:
    server.answer = "550 5.7.1 anna@example.org is blocked"

    with pytest.raises(smtplib.SMTPException, match="550") as told:
        _deliver()

    assert "anna@" not in str(told.value)
    assert told.value.__suppress_context__


@pytest.mark.django_db
def test_letters_that_are_over_leave_nothing_in_the_queue() -> None:
    for status, hours in [("READY", 0), ("RUNNING", 1), ("RUNNING", 25), ("SUCCESSFUL", 0),
                          ("FAILED", 0)]:  # fmt: skip
        DBTaskResult.objects.create(
            task_path=deliver.module_path,
            args_kwargs={"args": [], "kwargs": {"to": "anna@example.org"}},
            backend_name="jobs",
            run_after=timezone.now(),
            status=status,
            started_at=timezone.now() - datetime.timedelta(hours=hours),
        )

    forget_letters_over()

    assert {row.status for row in _waiting()} == {"READY", "RUNNING"}
    assert len(_waiting()) == 2


@pytest.mark.django_db
def test_a_mailbox_that_is_gone_gets_no_second_letter_for_some_days(server: Server) -> None:
    server.answer = "550 5.1.1 no such mailbox"
    with pytest.raises(OSError, match="550"):
        _deliver()
    server.answer = "250 OK"

    _deliver()

    assert server.taken == []
    Suppression.objects.update(since=timezone.now() - MENDED_AFTER)
    _deliver()
    assert len(server.taken) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["554 5.7.1 relay access denied", "552 5.2.2 mailbox full"])
def test_a_refusal_for_another_reason_holds_no_later_letter_back(
    server: Server, answer: str
) -> None:
    server.answer = answer

    with pytest.raises(OSError, match=answer[:3]):
        _deliver()

    assert not Suppression.objects.exists()


@pytest.mark.django_db
def test_letters_that_go_now_are_signed_too(server: Server, settings) -> None:
    settings.EMAIL_BACKEND = "citytocity.mail.backends.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Twins <news@cities.example.org>"
    settings.DKIM_SELECTOR, settings.DKIM_KEY = "letters", new_key()

    _deliver()

    ((_recipient, content),) = server.taken
    assert is_verified(content, configured_signer())


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_five_times(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    _deliver(tries=len(WAITS) - 1)
    with pytest.raises(ConnectionRefusedError):
        _deliver(tries=len(WAITS))

    assert len(_waiting()) == 1
