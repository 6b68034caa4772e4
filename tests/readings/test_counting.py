"""How often pages are read is counted, never by whom, and costs next to nothing."""

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from citytocity.readings import counting
from citytocity.readings.actions import forget_old_readings, keep
from citytocity.readings.counting import Counter, by_language
from citytocity.readings.models import Reading
from citytocity.readings.queries import readings_by_path

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """One whose thread is not begun."""
    monkeypatch.setattr(Counter, "_begin", lambda self: None)
    monkeypatch.setattr(counting.connections, "close_all", lambda: None)  # the tests share one
    return Counter()


def _rows() -> list[tuple[Any, ...]]:
    return list(
        Reading.objects.order_by("language", "path").values_list("language", "path", "times")
    )


@pytest.mark.django_db
def test_readings_come_into_the_database_by_language_and_path(counter: Counter) -> None:
    for path in ("/en/cities/perm/", "/ru/cities/perm/", "/ru/cities/perm/", "/ru/"):
        counter.count(path, FIREFOX)

    counter.flush()

    assert _rows() == [("en", "cities/perm/", 1), ("ru", "", 1), ("ru", "cities/perm/", 2)]
    assert counter.counts == {}


@pytest.mark.django_db
def test_a_second_process_adds_to_the_day() -> None:
    for _process in range(2):
        keep({("ru", "cities/perm/"): 3})

    assert _rows() == [("ru", "cities/perm/", 6)]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 HeadlessChrome/140.0",
        "facebookexternalhit/1.1 (preview)",
    ],
)
def test_machines_are_no_readers(counter: Counter, agent: str) -> None:
    for _time in range(2):
        counter.count("/en/", agent)

    assert counter.counts == {}


def test_a_person_is_a_reader(counter: Counter) -> None:
    for _time in range(2):
        counter.count("/en/", FIREFOX)

    assert counter.counts == {"/en/": 2}


def test_nothing_of_the_reader_is_kept() -> None:
    assert {field.name for field in Reading._meta.get_fields()} == {
        "id", "day", "language", "path", "times",
    }  # fmt: skip


def test_what_has_no_language_or_too_long_a_path_is_left_out() -> None:
    counts = {"/en/a/": 1, "/xx/a/": 2, "/robots.txt": 3, "": 4, f"/en/{'a' * 301}": 5, "en/a": 6}

    assert by_language(counts) == {("en", "a/"): 1}


@pytest.mark.parametrize("error", [DatabaseError, InterfaceError, ValueError])
def test_readings_wait_while_the_database_is_shut(
    counter: Counter,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    def shut(counts: object) -> None:
        raise error

    monkeypatch.setattr(counting, "keep", shut)
    counter.count("/en/", FIREFOX)

    counter.flush()
    counter.count("/en/", FIREFOX)

    assert counter.counts == {"/en/": 2}
    assert caplog.messages == [f"Readings are kept for the next minute ({error.__name__})."]


def test_memory_is_bounded(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "AGENTS_AT_MOST", 10)

    for number in range(100):
        counter.count("/en/", f"{FIREFOX} {number}")

    assert len(counter.agents) <= 10


@pytest.mark.django_db
def test_old_readings_are_forgotten() -> None:
    today = timezone.localdate()
    for days in (0, 400, 401):
        Reading.objects.create(
            day=today - datetime.timedelta(days), language="en", path="", times=1
        )

    assert forget_old_readings() == 1
    assert Reading.objects.count() == 2


@pytest.mark.django_db
def test_a_page_is_read_in_all_its_languages_together() -> None:
    today = timezone.localdate()
    for days, language, times in ((0, "en", 1), (29, "ru", 2), (30, "ru", 4)):
        day = today - datetime.timedelta(days)
        Reading.objects.create(day=day, language=language, path="a/", times=times)

    assert readings_by_path() == {"a/": 3}


ENDS = """
import sys, time, multiprocessing
import django
django.setup()
from citytocity.readings import counting
counting.keep = lambda counts: sys.stdout.write(f"{dict(counts)}\\n") and sys.stdout.flush()
def serve():
    counter = counting.Counter()
    counter.count("/en/", "Firefox")
serve() if sys.argv[1] == "alone" else None
if sys.argv[1] == "forked":
    child = multiprocessing.get_context("fork").Process(target=serve)
    child.start()
    child.join()
"""


@pytest.mark.parametrize("how", ["alone", "forked"])
def test_a_process_that_ends_brings_in_what_it_has_counted(how: str, tmp_path: Path) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "CITYTOCITY_DATA": str(tmp_path)}

    told = subprocess.run(
        [sys.executable, "-c", ENDS, how],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "{('en', ''): 1}\n"
