"""Who was silent for two years is asked, reminded once, and taken out on the day that was told."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.mail.addresses import key_of
from citytocity.mail.coming_back import Taken, take_in
from citytocity.mail.models import Suppression
from citytocity.mail.queries import is_suppressed
from citytocity.newsletter import asking, sending
from citytocity.newsletter.actions import readers
from citytocity.newsletter.actions.silence import attend_to_the_silent
from citytocity.newsletter.airing import our_air
from citytocity.newsletter.asking import (
    FAILURES_AT_MOST,
    FOLDER,
    ask_due,
    is_anybody_to_ask,
    note_failure,
)
from citytocity.newsletter.enums import ReaderState, Rhythm, Turn, Unsent, Way
from citytocity.newsletter.models import Consent, Question, Reader, Tally, Wish
from citytocity.newsletter.working import ask_some, go_on
from tests.factories.newsletter import newsletter, reader
from tests.mail.servers import Server, at_the_server

pytestmark = pytest.mark.django_db
BEGIN = datetime.datetime(2018, 3, 1, 12, tzinfo=datetime.UTC)
Clock = Callable[[int], None]


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the day, counted from the first of March 2018."""

    def goes_to(days: int) -> None:
        moment = BEGIN + datetime.timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return goes_to


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    settings.EMAIL_BOUNCES = "bounces@perm.example"
    with at_the_server(Server(), settings) as told:
        yield told


def _turn() -> None:
    """What a day of the worker does."""
    attend_to_the_silent()
    ask_due(seconds=20)


def _letter(server: Server, at: int = -1) -> Any:
    return message_from_bytes(server.taken[at][2], policy=policy.default)


def test_a_silent_reader_is_asked_reminded_and_taken_out_on_the_day_that_the_letter_says(
    server: Server, clock: Clock
) -> None:
    clock(0)
    reader(email="anna@example.org", language="ru", heard=timezone.now())
    told = []
    for day in (700, 731, 731, 732, 761, 762, 780, 791, 792):
        clock(day)
        _turn()
        told.append((day, len(server.taken), Reader.objects.count()))

    assert told == [
        (700, 0, 1),
        (731, 1, 1),
        (731, 1, 1),
        (732, 1, 1),
        (761, 2, 1),
        (762, 2, 1),
        (780, 2, 1),
        (791, 2, 1),
        (792, 2, 0),
    ]
    assert Suppression.objects.get().key == key_of("anna@example.org")
    assert Tally.objects.get().turn == Turn.SILENT
    assert not Question.objects.exists()
    asked, reminder = _letter(server, 0), _letter(server, 1)
    assert asked["Subject"] == "Вы ещё хотите получать «Города-побратимы»?"
    assert "30 апреля 2020" in asked.get_body(("plain",)).get_content()
    assert "30 апреля 2020" in reminder.get_body(("plain",)).get_content()
    assert "/ru/newsletter/still/" in asked.get_body(("html",)).get_content()
    assert asked["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert asked["Message-ID"] != reminder["Message-ID"]


def test_yes_renews_the_consent_with_its_words_and_page_once(
    client: Client, server: Server, clock: Clock
) -> None:
    clock(0)
    one = reader(heard=timezone.now())
    clock(740)
    _turn()
    address = f"/ru/newsletter/still/{one.token}/"

    opened = client.get(address)
    nothing_yet = Question.objects.count()
    for _ in range(2):
        kept = client.post(address, {"yes": "1"}).content.decode()
    clock(1400)
    _turn()

    assert 'name="yes"' in opened.content.decode()
    assert opened["X-Robots-Tag"].startswith("noindex")
    assert nothing_yet == 1
    assert "Спасибо" in kept
    consent = Consent.objects.get(way=Way.STILL)
    assert consent.words.startswith("Я по-прежнему хочу получать «Города-побратимы»")
    assert consent.page == "/ru/newsletter/still/"
    assert consent.given == BEGIN + datetime.timedelta(days=740)
    assert len(server.taken) == 1
    assert Reader.objects.get().state == ReaderState.READING
    clock(1471)
    _turn()
    assert len(server.taken) == 2  # of the next silence


def test_no_erases_all_of_it(client: Client) -> None:
    one = reader(email="anna@example.org")

    answer = client.post(f"/en/newsletter/still/{one.token}/", {"no": "1"})

    assert "All of it is deleted" in answer.content.decode()
    assert not Reader.objects.exists()
    assert is_suppressed("anna@example.org")


@pytest.mark.parametrize(
    "does",
    [
        lambda one: readers.choose(one, language="en", rhythm=Rhythm.EACH, wish=Wish.of()),
        lambda one: readers.renew(one, page="/en/"),
        readers.leave,
        readers.erase,
    ],
)
def test_whatever_she_does_ends_the_question(server: Server, clock: Clock, does: Any) -> None:
    clock(0)
    one = reader(heard=timezone.now())
    clock(740)
    _turn()

    does(one)
    clock(900)
    _turn()

    assert len(server.taken) == 1
    assert not Question.objects.exists()


def test_who_signed_up_on_paper_long_ago_is_asked_by_the_day_of_her_consent(
    server: Server,
) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=800)
    reader(heard=long_ago)
    reader()

    _turn()

    assert len(server.taken) == 1


def test_while_the_newsletter_is_switched_off_nobody_is_asked(server: Server) -> None:
    reader(heard=BEGIN)
    newsletter(is_on=False)

    _turn()

    assert (server.taken, is_anybody_to_ask()) == ([], False)


def test_a_bounced_question_stops_the_reader_as_any_letter_would(
    server: Server, settings: Any
) -> None:
    reader(heard=BEGIN)
    server.answers["recipient"] = ["550 5.1.1 no such user"]

    _turn()

    assert Reader.objects.get().state == ReaderState.STOPPED
    assert not Question.objects.exists()
    assert Tally.objects.get().turn == Turn.BOUNCED


def test_a_notice_of_a_question_that_came_back_is_understood(
    server: Server, django_capture_on_commit_callbacks: Any
) -> None:
    reader(heard=BEGIN)
    _turn()
    fields = "A: b\n\nAction: failed\nStatus: 5.1.1\n"
    back = f"To: {server.taken[0][0]}\nContent-Type: message/delivery-status\n\n{fields}"

    with django_capture_on_commit_callbacks(execute=True):
        taken = take_in(back.encode())

    assert taken is Taken.NOTED
    assert Reader.objects.get().state == ReaderState.STOPPED
    assert not Question.objects.exists()


def test_a_letter_that_was_not_delivered_goes_again_a_week_later_and_at_last_no_more(
    server: Server, clock: Clock
) -> None:
    reader(heard=BEGIN)
    server.answers["recipient"] = ["550 5.7.1 blocked by policy"]
    states = []
    for turn in range(FAILURES_AT_MOST):
        clock(740 + 7 * turn)
        _turn()
        _turn()
        states.append(Reader.objects.get().state)

    assert server.heard.count("recipient") == FAILURES_AT_MOST
    assert states == [ReaderState.READING] * 3 + [ReaderState.STOPPED]


def test_nobody_is_taken_out_whose_reminder_came_back(server: Server, clock: Clock) -> None:
    reader(heard=BEGIN)
    for day in (740, 771):
        clock(day)
        _turn()
    (question,) = Question.objects.all()

    note_failure(f"q{question.pk}", "5.7.1 of the question, which was answered by a reminder")
    note_failure(f"q{question.pk}r", "5.7.1 blocked")
    clock(801)
    _turn()

    assert len(server.taken) == 3
    told = Question.objects.get()
    assert told.answer_by == (BEGIN + datetime.timedelta(days=815)).date()


@pytest.mark.parametrize(("in_the_air", "letters"), [(True, 1), (False, 2)])
def test_a_worker_that_dies_asks_nobody_twice_and_forgets_nobody(
    server: Server, in_the_air: bool, letters: int
) -> None:
    for _ in range(2):
        reader(heard=BEGIN)
    attend_to_the_silent()
    first = Question.objects.order_by("pk")[0]
    with suppress(KeyboardInterrupt), our_air(FOLDER) as air:
        until = timezone.now() + datetime.timedelta(minutes=10)
        Question.objects.update(lease=air.lease, until=until, answer_by=until.date())
        air.note(first.pk if in_the_air else 0)
        raise KeyboardInterrupt

    ask_due(seconds=20)

    assert len(server.taken) == letters
    assert Question.objects.filter(asked__isnull=False, lease="").count() == 2


@pytest.mark.parametrize(
    ("error", "is_noted"), [(KeyboardInterrupt, False), (OperationalError, True)]
)
def test_a_worker_that_fails_after_the_dot_asks_nobody_twice(
    server: Server, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], is_noted: bool
) -> None:
    monkeypatch.setattr(sending, "NOTE_AGAIN", (0.0,))
    reader(heard=BEGIN)
    attend_to_the_silent()
    take_down, errors = asking._take_down, [error]

    def failing(*given: Any) -> None:
        if errors:
            raise errors.pop()
        take_down(*given)

    monkeypatch.setattr(asking, "_take_down", failing)

    with nullcontext() if is_noted else pytest.raises(error):
        ask_due(seconds=20)
    ask_due(seconds=20)

    assert len(server.taken) == 1
    asked = Question.objects.get(asked__isnull=False, lease="")
    assert asked.words == ("" if is_noted else Unsent.NOT_NOTED)


def test_questions_go_at_the_pace_of_all_letters(
    server: Server, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "mail-paces.yaml").write_text("slow: {a_day: 2}\n")
    settings.DATA_DIR, settings.EMAIL_PACE = tmp_path, "slow"
    for _ in range(3):
        reader(heard=BEGIN)
    attend_to_the_silent()

    left = ask_due(seconds=20)

    assert (left, len(server.taken)) == (False, 2)
    assert Question.objects.filter(asked=None, lease="").count() == 1


def test_where_there_is_no_server_the_question_waits(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    reader(heard=BEGIN)

    _turn()

    waits = Question.objects.get()
    assert (waits.asked, waits.lease, waits.failures) == (None, "", 0)
    assert waits.not_before > timezone.now()


def test_the_timetable_asks_for_a_turn_while_somebody_is_to_be_asked() -> None:
    reader(heard=BEGIN)
    attend_to_the_silent()

    go_on()
    go_on()
    ask_some.call()

    assert DBTaskResult.objects.filter(task_path=ask_some.module_path).count() == 1
    assert len(mail.outbox) == 1
    assert mail.outbox[0].message()["List-Id"].startswith("<newsletter.")
