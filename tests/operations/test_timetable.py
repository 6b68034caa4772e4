"""What is done again and again, by one worker at a time."""

import datetime
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.operations import timetable
from citytocity.operations.timetable import DAY, MINUTE, Entry, do_what_is_due
from tests.factories.cities import city
from tests.factories.stories import story


@pytest.fixture(autouse=True)
def nothing_done_yet() -> Iterator[None]:
    yield
    for name in (timetable.LOCK, timetable.DONE):
        (settings.DATA_DIR / name).unlink(missing_ok=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which a test may set."""
    now = [1_000_000.0]
    monkeypatch.setattr(timetable.time, "time", lambda: now[0])
    return now


def test_each_entry_is_done_when_its_time_has_come_again(clock: list[float]) -> None:
    done: list[str] = []
    entries = (
        Entry("minute", MINUTE, lambda: done.append("minute")),
        Entry("day", DAY, lambda: done.append("day")),
    )

    for seconds in (0, 59, 1, DAY):
        clock[0] += seconds
        do_what_is_due(entries)

    assert done == ["minute", "day", "minute", "minute", "day"]


def test_a_clock_that_went_back_stops_nothing(clock: list[float]) -> None:
    done: list[str] = []
    entries = (Entry("day", DAY, lambda: done.append("day")),)
    do_what_is_due(entries)

    clock[0] -= 10 * DAY
    do_what_is_due(entries)

    assert done == ["day", "day"]


def test_two_workers_at_once_do_an_entry_once() -> None:
    done: list[str] = []
    other = (Entry("day", DAY, lambda: done.append("the other")),)

    def work() -> None:
        do_what_is_due(other)
        done.append("this one")

    do_what_is_due((Entry("day", DAY, work),))
    do_what_is_due(other)

    assert done == ["this one"]


def test_what_was_cut_off_is_done_again() -> None:
    done: list[str] = []

    def cut_off() -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        do_what_is_due((Entry("day", DAY, cut_off),))
    do_what_is_due((Entry("day", DAY, lambda: done.append("day")),))

    assert done == ["day"]


def test_what_fails_is_written_down_and_keeps_nothing_else_from_being_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    entries = (Entry("sums", DAY, fail), Entry("day", DAY, lambda: done.append("day")))
    do_what_is_due(entries)
    do_what_is_due(entries)

    assert done == ["day"]
    assert caplog.record_tuples == [(timetable.__name__, logging.ERROR, "sums failed")]


def test_a_file_of_times_that_is_damaged_is_written_anew() -> None:
    (settings.DATA_DIR / timetable.DONE).write_text('{"day": 17')
    done: list[str] = []

    for _ in range(2):
        do_what_is_due((Entry("day", DAY, lambda: done.append("day")),))

    assert done == ["day"]


@pytest.mark.django_db
def test_a_story_whose_time_has_come_is_published() -> None:
    waiting = story("Together", of=city("Perm"), live=False)
    waiting.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = waiting.save_revision()
    revision.publish()
    come = timezone.now() - datetime.timedelta(minutes=1)
    revision.content |= {"go_live_at": come.isoformat()}
    revision.approved_go_live_at = come
    revision.save()

    waiting.refresh_from_db()
    before = waiting.live
    do_what_is_due()
    waiting.refresh_from_db()

    assert (before, waiting.live) == (False, True)


@pytest.mark.django_db
def test_finished_jobs_and_ended_sessions_are_forgotten_in_time() -> None:
    now = timezone.now()
    for days in (13, 15):
        DBTaskResult.objects.create(
            task_path="tests.job",
            args_kwargs={"args": [], "kwargs": {"days": days}},
            backend_name="jobs",
            queue_name="letters",
            run_after=now,
            status="SUCCESSFUL",
            finished_at=now - datetime.timedelta(days=days),
        )
        Session.objects.create(
            session_key=str(days), expire_date=now + datetime.timedelta(days=14 - days)
        )

    do_what_is_due()

    assert [job.args_kwargs["kwargs"]["days"] for job in DBTaskResult.objects.all()] == [13]
    assert [session.session_key for session in Session.objects.all()] == ["13"]
