"""Each reader gets each issue once: a real mail server, one that refuses, one that breaks off."""

import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.mail.addresses import key_of
from citytocity.mail.coming_back import Taken, take_in
from citytocity.mail.links import unsigned
from citytocity.mail.outcomes import BACK_OFF
from citytocity.mail.queries import is_suppressed
from citytocity.mail.transport import SmtpTransport
from citytocity.newsletter import sending
from citytocity.newsletter.actions import issues
from citytocity.newsletter.actions.readers import erase, leave
from citytocity.newsletter.airing import our_air
from citytocity.newsletter.enums import DeliveryState, IssueState, ReaderState
from citytocity.newsletter.models import Delivery, Issue, Reader
from citytocity.newsletter.rendering import MARK
from citytocity.newsletter.sending import send_due, take_back_from_the_dead
from citytocity.newsletter.working import go_on, send_some
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import story
from tests.mail.servers import at_the_server

pytestmark = pytest.mark.django_db


class Server:
    """Takes every letter; or says something else to the address, or breaks off after the dot."""

    def __init__(self) -> None:
        self.to_address: Callable[[str], str] = lambda _address: "250 OK"
        self.after_the_dot: Callable[[int], str | None] = lambda _number: "250 taken"
        self.taken: list[tuple[str, bytes]] = []
        self.senders: list[str] = []
        self.connections = 0
        self.pipelines = False

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.pipelines else responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.to_address(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        self.senders.append(envelope.mail_from)
        answer = self.after_the_dot(len(self.taken))
        if answer is None:
            server.transport.abort()
        return answer or "250 taken"


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with at_the_server(Server(), settings) as told:
        yield told


@pytest.fixture
def released() -> Issue:
    """An issue with one story, on its way to three readers, one of them in Russian."""
    newsletter()
    for code in ("en", "en", "ru"):
        reader(language=code)
    made = issue(story("Мост & <river>", of=city("Perm"), standfirst=".\n..Two lines."))
    return issues.release(made, seen=1, by=user(officer=True))


def _states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def _letter(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]


def test_who_is_erased_while_a_slow_server_has_the_batch_gets_no_letter(
    server: Server, released: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = Delivery.objects.order_by("pk")
    monkeypatch.setattr(sending, "LOOKED_AT", 0)
    monkeypatch.setattr(sending, "note_going", lambda: erase(second.reader))

    send_due(seconds=20)

    assert [to for to, _content in server.taken] == [first.reader.email, third.reader.email]
    assert _states() == [DeliveryState.HANDED, DeliveryState.DROPPED, DeliveryState.HANDED]


def test_every_reader_gets_it_once_over_one_connection(server: Server, released: Issue) -> None:
    left = send_due(seconds=20)
    again = send_due(seconds=20)

    assert (left, again) == (False, False)
    assert sorted(to for to, _content in server.taken) == sorted(
        Reader.objects.values_list("email", flat=True)
    )
    assert server.connections == 1
    assert _states() == [DeliveryState.HANDED] * 3
    assert Issue.objects.get().state == IssueState.SENT
    assert Issue.objects.get().finished is not None


def test_the_letter_is_as_the_standards_want_it(server: Server, released: Issue) -> None:
    send_due(seconds=20)

    to, content = next(pair for pair in server.taken if b"/ru/newsletter" in pair[1])
    letter = _letter(content)
    delivery = Delivery.objects.get(reader__email=to)
    names = [name.lower() for name in letter]
    assert len(names) == len(set(names))  # RFC 5322, 3.6: each of them once
    assert letter["To"] == to
    assert letter["From"] == "Города-побратимы <letters@perm.example>"
    assert letter["Subject"] == "Мост & <river>"
    assert letter["Date"].datetime.tzinfo is not None
    assert re.fullmatch(
        rf"<letter\.{delivery.pk}\.[0-9a-f]{{16}}@perm\.example>", letter["Message-ID"]
    )
    assert letter["List-Id"] == "<newsletter.perm.example>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Feedback-ID"] == f"issue{released.number}:ru:newsletter:perm.example"
    assert letter["Content-Language"] == "ru"
    address = letter["List-Unsubscribe"].strip()
    assert address.startswith("<http")
    token = address.rstrip("/>").rpartition("/")[2]
    assert unsigned(token, purpose=Reader.LINK, days=1) == delivery.reader.key
    assert max(map(len, content.splitlines())) <= 998
    plain, html = letter.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert MARK not in html.get_content()
    assert f"/ru/newsletter/my/{token}/" in plain.get_content()
    assert ".\n..Two lines." in plain.get_content().replace("\r\n", "\n")
    assert "Мост &amp; &lt;river&gt;" in html.get_content()
    assert 'lang="ru"' in html.get_content()
    assert len(content) < 100_000


def test_a_name_with_a_line_break_adds_no_header(server: Server) -> None:
    newsletter(name={"en": "Twinned\r\nBcc: all@example.org"})
    reader()
    made = issue(story("A story", of=city("Perm")), subject={"en": "One\r\nBcc: all@example.org"})
    issues.release(made, seen=1, by=user(officer=True))

    send_due(seconds=20)

    letter = _letter(server.taken[0][1])
    assert letter["Bcc"] is None
    assert letter["Subject"] == "One Bcc: all@example.org"


def test_an_address_with_an_international_domain_gets_it(server: Server) -> None:
    newsletter()
    reader(email="anna@xn--80a1acny.xn--p1ai")
    issues.release(issue(story("A story", of=city("Perm"))), seen=1, by=user(officer=True))

    send_due(seconds=20)

    assert [to for to, _content in server.taken] == ["anna@xn--80a1acny.xn--p1ai"]


def test_a_server_that_takes_several_commands_at_once_says_what_it_means_of_each(
    server: Server, released: Issue
) -> None:
    server.pipelines = True
    first, *_others = Delivery.objects.order_by("pk")
    address = first.reader.email
    server.to_address = lambda to: "550 5.1.1 unknown" if to == address else "250 OK"

    send_due(seconds=20)

    assert _states() == [DeliveryState.REFUSED, DeliveryState.HANDED, DeliveryState.HANDED]
    assert Reader.objects.get(email=address).state == ReaderState.STOPPED
    assert len(server.taken) == 2
    assert server.connections == 1


@pytest.mark.parametrize(
    ("answer", "state", "reads"),
    [
        ("451 4.7.1 greylisted", DeliveryState.DUE, ReaderState.READING),
        ("552 5.2.2 mailbox full", DeliveryState.DUE, ReaderState.READING),
        ("550 5.1.1 no such user", DeliveryState.REFUSED, ReaderState.STOPPED),
        ("550 no such user", DeliveryState.REFUSED, ReaderState.STOPPED),
        ("550 5.7.1 blocked by policy", DeliveryState.REFUSED, ReaderState.READING),
    ],
)
def test_what_the_server_says_of_an_address_is_understood(
    server: Server, released: Issue, answer: str, state: str, reads: str
) -> None:
    first = Delivery.objects.order_by("pk")[0]
    address = first.reader.email
    server.to_address = lambda to: answer if to == address else "250 OK"

    send_due(seconds=20)

    first.refresh_from_db()
    assert (first.state, first.reader.state) == (state, reads)
    assert "example.org" not in first.answer
    assert _states()[1:] == [DeliveryState.HANDED] * 2
    if state == DeliveryState.DUE:
        assert first.not_before > timezone.now()
        server.to_address = lambda _to: "250 OK"
        Delivery.objects.update(not_before=timezone.now())
        send_due(seconds=20)
        assert len(server.taken) == 3


def test_a_server_that_is_always_busy_is_asked_for_some_days(
    server: Server, released: Issue
) -> None:
    server.to_address = lambda _to: "451 busy"

    for _ in range(len(BACK_OFF) + 1):
        send_due(seconds=20)
        Delivery.objects.filter(state=DeliveryState.DUE).update(not_before=timezone.now())

    assert _states() == [DeliveryState.REFUSED] * 3
    assert set(Delivery.objects.values_list("tries", flat=True)) == {len(BACK_OFF)}
    assert server.taken == []


def test_a_connection_that_breaks_after_the_dot_is_a_doubt_and_the_letter_goes_once_more(
    server: Server, released: Issue
) -> None:
    server.after_the_dot = lambda number: None if number == 1 else "250 taken"

    send_due(seconds=20)
    in_doubt = Delivery.objects.get(doubts=1)
    waits = in_doubt.state
    Delivery.objects.update(not_before=timezone.now())
    send_due(seconds=20)

    assert waits == DeliveryState.DUE
    assert _states() == [DeliveryState.HANDED] * 3
    ids = [_letter(content)["Message-ID"] for _to, content in server.taken]
    assert (len(ids), len(set(ids))) == (4, 3)
    assert server.connections == 2


def test_where_there_is_no_server_everything_waits(settings: Any, released: Issue) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    left = send_due(seconds=20)

    assert left is False
    assert _states() == [DeliveryState.DUE] * 3
    assert set(Delivery.objects.values_list("tries", flat=True)) == {0}


def test_who_leaves_or_is_erased_while_it_is_sent_gets_nothing(
    server: Server, released: Issue
) -> None:
    first, second, third = Reader.objects.order_by("pk")
    leave(first)
    second.delete()

    send_due(seconds=20)

    assert [to for to, _content in server.taken] == [third.email]
    assert sorted(_states()) == [DeliveryState.DROPPED] * 2 + [DeliveryState.HANDED]


def test_nothing_goes_of_an_issue_that_was_stopped(server: Server, released: Issue) -> None:
    issues.cancel(released, by=user(officer=True))

    send_due(seconds=20)

    assert server.taken == []


def _died(*, in_the_air: int | None) -> None:
    """A worker that had all of it in hand is gone; the machine has taken its lock from it."""
    with suppress(KeyboardInterrupt), our_air() as air:
        until = timezone.now() + datetime.timedelta(minutes=10)
        Delivery.objects.update(state=DeliveryState.LEASED, lease=air.lease, until=until)
        air.note(in_the_air or 0)
        raise KeyboardInterrupt


def test_what_a_dead_worker_had_in_hand_is_sent_by_the_next_one(
    server: Server, released: Issue
) -> None:
    _died(in_the_air=None)

    send_due(seconds=20)

    assert len(server.taken) == 3
    assert _states() == [DeliveryState.HANDED] * 3


def test_a_letter_whose_dot_had_left_when_the_worker_died_counts_as_handed_over(
    server: Server, released: Issue
) -> None:
    first = Delivery.objects.order_by("pk")[0]
    _died(in_the_air=first.pk)

    send_due(seconds=20)

    first.refresh_from_db()
    assert (first.state, first.doubts) == (DeliveryState.HANDED, 1)
    assert len(server.taken) == 2
    assert first.reader.email not in {to for to, _content in server.taken}


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets a part of the sending fail for so often, before it does anything or after."""
    monkeypatch.setattr(sending, "NOTE_AGAIN", (0.0, 0.0))

    def failing(
        where: Any, name: str, error: type[BaseException], *, times: int = 1, after: bool = False
    ) -> None:
        real, left = getattr(where, name), [error] * times

        def part(*given: Any, **options: Any) -> Any:
            told = real(*given, **options) if after or not left else None
            if left:
                raise left.pop()
            return told

        monkeypatch.setattr(where, name, part)

    return failing


def test_a_database_that_is_locked_for_a_moment_costs_no_letter(
    server: Server, released: Issue, fails: Callable[..., None]
) -> None:
    fails(sending, "_note_handed", OperationalError, times=2)

    send_due(seconds=20)

    assert len(server.taken) == 3
    assert list(Delivery.objects.values_list("state", "doubts")) == [(DeliveryState.HANDED, 0)] * 3


@pytest.mark.parametrize(
    ("where", "name", "error", "after", "doubts"),
    [
        (sending, "_note_handed", OperationalError, False, 1),
        (SmtpTransport, "send", KeyboardInterrupt, True, 1),
        (sending, "_take_down", SystemExit, False, 1),
        (sending, "_take_down", SystemExit, True, 0),
        (sending, "_note_row", OperationalError, False, 0),
    ],
)
def test_a_worker_that_fails_after_the_dot_sends_no_letter_twice(
    server: Server,
    released: Issue,
    fails: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
    where: Any,
    name: str,
    error: type[BaseException],
    after: bool,
    doubts: int,
) -> None:
    fails(where, name, error, times=3 if name == "_note_handed" else 1, after=after)

    with pytest.raises(error):
        send_due(seconds=20)
    send_due(seconds=20)

    assert len({to for to, _content in server.taken}) == len(server.taken) == 3
    assert _states() == [DeliveryState.HANDED] * 3
    assert sum(Delivery.objects.values_list("doubts", flat=True)) == doubts
    assert caplog.text.count("counts as handed over") == doubts


def test_a_letter_that_the_server_put_off_goes_again_whatever_fails(
    server: Server, released: Issue, fails: Callable[..., None]
) -> None:
    server.after_the_dot = lambda number: "451 later" if number == 1 else "250 taken"
    fails(sending, "_take_down", SystemExit)

    with pytest.raises(SystemExit):
        send_due(seconds=20)
    send_due(seconds=20)

    assert len(server.taken) == 4
    assert not Delivery.objects.filter(doubts__gt=0).exists()


def test_a_worker_that_lives_keeps_what_it_has_until_its_time_is_over(released: Issue) -> None:
    with our_air() as air:
        until = timezone.now() + datetime.timedelta(minutes=10)
        Delivery.objects.update(state=DeliveryState.LEASED, lease=air.lease, until=until)

        take_back_from_the_dead()
        kept = _states()
        Delivery.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
        take_back_from_the_dead()

    assert kept == [DeliveryState.LEASED] * 3
    assert _states() == [DeliveryState.DUE] * 3


def test_a_server_that_closes_lets_all_wait_a_minute(server: Server, released: Issue) -> None:
    server.to_address = lambda _to: "421 too many letters"

    left = send_due(seconds=20)

    assert left is False
    assert _states() == [DeliveryState.DUE] * 3
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0, 0, 1]
    assert all(one.not_before > timezone.now() for one in Delivery.objects.all())


def test_the_pace_bounds_the_rate_and_the_day(
    server: Server, released: Issue, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "mail-paces.yaml").write_text("slow: {a_second: 20, a_day: 2}\n")
    settings.DATA_DIR, settings.EMAIL_PACE = tmp_path, "slow"
    begun = timezone.now()

    left = send_due(seconds=20)

    assert (timezone.now() - begun).total_seconds() >= 0.05
    assert left is False
    assert sorted(_states()) == [DeliveryState.DUE] + [DeliveryState.HANDED] * 2


def test_settings_that_will_not_do_let_all_wait(
    server: Server, released: Issue, settings: Any
) -> None:
    settings.EMAIL_PACE = "wind"

    assert send_due(seconds=20) is False
    assert _states() == [DeliveryState.DUE] * 3


@pytest.mark.parametrize(
    ("status", "state", "reads"),
    [
        ("5.1.1", DeliveryState.REFUSED, ReaderState.STOPPED),
        ("5.2.2", DeliveryState.REFUSED, ReaderState.READING),
    ],
)
def test_what_comes_back_is_noted_at_the_delivery_and_ends_the_writing(
    server: Server,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    status: str,
    state: str,
    reads: str,
) -> None:
    settings.EMAIL_BOUNCES = "bounces@perm.example"
    newsletter()
    one = reader(email="anna@example.org")
    issues.release(issue(story("A story", of=city("Perm"))), seen=1, by=user(officer=True))
    send_due(seconds=20)
    fields = f"A: b\n\nAction: failed\nStatus: {status}\n"
    back = f"To: {server.senders[0]}\nContent-Type: message/delivery-status\n\n{fields}"

    with django_capture_on_commit_callbacks(execute=True):
        taken = take_in(back.encode())

    one.refresh_from_db()
    assert taken is Taken.NOTED
    assert (_states(), one.state) == ([state], reads)
    assert is_suppressed(one.email) is (reads == ReaderState.STOPPED)
    assert key_of(one.email) in server.senders[0]


def test_without_a_mail_server_the_letters_go_where_the_others_go(released: Issue) -> None:
    send_some.call()

    assert len(mail.outbox) == 3
    assert _states() == [DeliveryState.HANDED] * 3
    assert mail.outbox[0].message()["List-Id"].startswith("<newsletter.")


def test_the_timetable_asks_for_a_turn_where_one_is_missing(released: Issue) -> None:
    go_on()
    go_on()

    assert DBTaskResult.objects.filter(task_path=send_some.module_path).count() == 1
