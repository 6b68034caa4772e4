"""An edition that cannot be put together holds up nobody else, and the office is told."""

import datetime
import logging
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.cities.models import City
from citytocity.mail.actions import suppress
from citytocity.mail.enums import Reason
from citytocity.mail.tasks import deliver
from citytocity.newsletter import sending
from citytocity.newsletter.actions import issues
from citytocity.newsletter.breaking import AGAIN, BEGINS, broken_of
from citytocity.newsletter.enums import DeliveryState, IssueState, ReaderState, Unsent
from citytocity.newsletter.models import Delivery, Edition, Issue, Reader, Wave
from citytocity.newsletter.sending import send_due
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
SAID = "ValueError: no date of anna@example.org"


@pytest.fixture
def released(officer: User, perm: City) -> Issue:
    """On its way to two readers in English and two in Russian."""
    newsletter()
    for code in ("ru", "en", "ru", "en"):
        reader(language=code)
    return issues.release(issue(story("A bridge", of=perm)), seen=1, by=officer)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages whose editions cannot be put together, to be emptied when it is mended."""
    languages = ["ru"]
    sheet_of = sending.sheet_of

    def stumbles(edition: Edition) -> Any:
        if edition.language in languages:
            raise ValueError(SAID.partition(": ")[2])
        return sheet_of(edition)

    monkeypatch.setattr(sending, "sheet_of", stumbles)
    return languages


def _states(code: str) -> list[str]:
    found = Delivery.objects.filter(edition__language=code).order_by("pk")
    return list(found.values_list("state", flat=True))


@pytest.mark.usefixtures("broken")
def test_the_letters_of_all_other_editions_go(
    released: Issue, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="citytocity.newsletter.breaking"):
        left = send_due(seconds=20)

    assert left is False
    assert (_states("en"), _states("ru")) == ([DeliveryState.HANDED] * 2, [DeliveryState.DUE] * 2)
    assert Issue.objects.get().state == IssueState.SENDING
    edition = Edition.objects.get(language="ru")
    assert caplog.messages == [
        f"Edition {edition.pk} of the newsletter waits, not put together: "
        "ValueError: no date of …@…"
    ]


@pytest.mark.usefixtures("broken")
def test_the_log_says_where_it_broke_and_names_no_address(
    released: Issue, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="citytocity.newsletter.breaking"):
        send_due(seconds=20)

    assert "Traceback" in caplog.text
    assert "in stumbles" in caplog.text
    assert "anna@" not in caplog.text


@pytest.mark.usefixtures("broken")
def test_who_left_or_is_written_to_no_more_does_not_wait(released: Issue) -> None:
    left, bounced = Reader.objects.filter(language="ru").order_by("pk")
    Reader.objects.filter(pk=left.pk).update(state=ReaderState.LEFT, ended=timezone.now())
    suppress(bounced.email, reason=Reason.BOUNCED)
    reader(language="ru")
    waits = _copy(Delivery.objects.filter(reader=left).get())

    send_due(seconds=20)

    noted = dict(Delivery.objects.values_list("reader", "answer"))
    assert (noted[left.pk], noted[bounced.pk]) == (Unsent.LEFT, Unsent.SUPPRESSED)
    assert noted[waits.reader_id].startswith(BEGINS)
    assert [one.letters for one in broken_of(released)] == [1]


@pytest.mark.usefixtures("broken")
def test_the_office_is_told_on_its_pages_and_once_by_letter(
    released: Issue, client: Client, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    other = user(officer=True)
    client.force_login(officer)
    for _round in range(2):
        Delivery.objects.filter(state=DeliveryState.DUE).update(not_before=timezone.now())
        with django_capture_on_commit_callbacks(execute=True):
            send_due(seconds=20)

    page = client.get(f"/admin/newsletter/{released.pk}/").content.decode()
    every = client.get("/admin/newsletter/").content.decode()

    assert "Some letters cannot be put together" in page
    assert "Russian: 2 letters: <q" in page
    assert "ValueError: no date of …@…" in page
    link = f'<a href="/admin/newsletter/{released.pk}/">The page of the issue says more.</a>'
    assert f"Some letters of {released} cannot be put together. {link}" in every
    queued = DBTaskResult.objects.filter(task_path=deliver.module_path)
    letters = [one.args_kwargs["kwargs"] for one in queued]
    assert sorted(one["to"] for one in letters) == sorted([officer.email, other.email])
    assert letters[0]["subject"] == f"Letters wait: Twinned Cities, {released}"
    assert "What was said: ValueError: no date of …@…. Give these words" in letters[0]["text"]


def test_a_record_that_breaks_all_editions_of_an_issue_makes_one_letter(
    released: Issue, broken: list[str], officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    broken.append("en")

    with django_capture_on_commit_callbacks(execute=True):
        send_due(seconds=20)

    assert [one.language for one in broken_of(released)] == ["en", "ru"]
    queued = DBTaskResult.objects.filter(task_path=deliver.module_path)
    assert [one.args_kwargs["kwargs"]["to"] for one in queued] == [officer.email]


@pytest.mark.usefixtures("broken")
def test_the_letters_wait_where_a_broken_edition_took_the_place_of_theirs(
    officer: User, perm: City, caplog: pytest.LogCaptureFixture
) -> None:
    newsletter()
    reader(language="ru")
    gone = story("A school", of=perm)
    released = issues.release(issue(story("A bridge", of=perm), gone), seen=1, by=officer)
    gone.unpublish()

    left = send_due(seconds=20)

    delivery = Delivery.objects.get()
    assert left is False
    assert delivery.edition != Edition.objects.order_by("pk").first()
    (noted,) = [one for one in caplog.messages if "not put together" in one]
    assert noted.startswith(f"Edition {delivery.edition_id} of the newsletter waits")
    assert delivery.not_before > timezone.now()
    assert [one.letters for one in broken_of(released)] == [1]


def test_they_go_as_soon_as_the_fault_is_mended(released: Issue, broken: list[str]) -> None:
    send_due(seconds=20)
    told = broken_of(released)
    broken.clear()
    early = send_due(seconds=20)
    states = _states("ru")
    Delivery.objects.filter(state=DeliveryState.DUE).update(not_before=timezone.now())

    send_due(seconds=20)

    assert [(one.language, one.letters) for one in told] == [("ru", 2)]
    assert (early, states) == (False, [DeliveryState.DUE] * 2)
    assert _states("ru") == [DeliveryState.HANDED] * 2
    assert Issue.objects.get().state == IssueState.SENT
    assert broken_of(released) == []


@pytest.mark.usefixtures("broken")
def test_they_are_tried_again_after_ten_minutes_and_can_be_stopped(
    released: Issue, officer: User
) -> None:
    begun = timezone.now()
    send_due(seconds=20)
    waiting = Delivery.objects.filter(state=DeliveryState.DUE)
    moments = list(waiting.values_list("not_before", flat=True))

    issues.cancel(released, by=officer)

    wait = datetime.timedelta(minutes=10)
    assert wait == AGAIN
    assert all(begun + wait <= one <= timezone.now() + wait for one in moments)
    assert _states("ru") == [DeliveryState.DROPPED] * 2
    assert broken_of(released) == []


def test_a_database_that_is_away_is_no_fault_of_an_edition(
    released: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_edition: Edition) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(sending, "sheet_of", away)

    with pytest.raises(OperationalError):
        send_due(seconds=20)

    assert _states("en") + _states("ru") == [DeliveryState.DUE] * 4
    assert broken_of(released) == []
    assert mail.outbox == []


@pytest.mark.usefixtures("broken")
def test_letters_of_later_waves_and_those_put_off_keep_their_hour(released: Issue) -> None:
    hours = {n: timezone.now() + datetime.timedelta(hours=n) for n in (1, 9)}
    put_off, later = Delivery.objects.filter(edition__language="ru").order_by("pk")
    moved = Wave.objects.create(issue=released, moment=hours[9])
    Delivery.objects.filter(pk=later.pk).update(wave=moved, not_before=hours[9])
    Delivery.objects.filter(pk=put_off.pk).update(not_before=hours[1], answer="451 busy")
    reader(language="ru")
    now = _copy(put_off)

    send_due(seconds=20)

    kept = {one.pk: (one.not_before, one.answer) for one in Delivery.objects.all()}
    assert kept[put_off.pk] == (hours[1], "451 busy")
    assert kept[later.pk] == (hours[9], "")
    assert kept[now.pk][1].startswith(BEGINS)
    assert [one.letters for one in broken_of(released)] == [1]


@pytest.mark.usefixtures("broken")
def test_letters_that_come_due_while_others_are_sent_wait_as_well(
    released: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 1)
    _first, second = Delivery.objects.filter(edition__language="ru").order_by("pk")
    Delivery.objects.filter(pk=second.pk).update(
        not_before=timezone.now() + datetime.timedelta(hours=1)
    )
    note_broken = sending.note_broken
    noted: list[int] = []

    def comes_due_then(*args: Any, **kwargs: Any) -> None:
        note_broken(*args, **kwargs)
        noted.append(1)
        if len(noted) == 1:
            Delivery.objects.filter(pk=second.pk).update(not_before=timezone.now())

    monkeypatch.setattr(sending, "note_broken", comes_due_then)

    send_due(seconds=20)

    assert len(noted) == 2
    assert [one.letters for one in broken_of(released)] == [2]


def _copy(delivery: Delivery) -> Delivery:
    """The letter of the same edition to the newest reader, due now."""
    return Delivery.objects.create(
        issue=delivery.issue,
        edition=delivery.edition,
        wave=delivery.wave,
        reader=Reader.objects.order_by("pk").last(),
    )
