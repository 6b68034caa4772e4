"""What is remembered is what was made since the last change, and never what may be undone."""

import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction

from citytocity.design import memory
from citytocity.design.memory import new_version, remembered, version_of


@pytest.fixture
def made() -> Callable[[], int]:
    """Counts what it makes."""
    numbers = count(1)
    return lambda: next(numbers)


@pytest.mark.usefixtures("remembering")
def test_a_part_is_made_once(made: Callable[[], int]) -> None:
    assert [remembered(("a",), made), remembered(("a",), made), remembered(("b",), made)] == [
        1,
        1,
        2,
    ]


@pytest.mark.usefixtures("remembering")
def test_a_change_makes_it_anew(made: Callable[[], int]) -> None:
    first = remembered(("a",), made)

    new_version(settings.DATA_DIR)

    assert (first, remembered(("a",), made)) == (1, 2)


@pytest.mark.usefixtures("remembering")
def test_what_was_made_while_something_changed_is_made_again(made: Callable[[], int]) -> None:
    def meanwhile() -> int:
        new_version(settings.DATA_DIR)
        return made()

    assert (remembered(("a",), meanwhile), remembered(("a",), made)) == (1, 2)


@pytest.mark.usefixtures("remembering")
def test_an_hour_later_it_is_made_anew(
    made: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_600_000_000
    monkeypatch.setattr(memory.time, "time", lambda: now)
    first = remembered(("a",), made)

    monkeypatch.setattr(memory.time, "time", lambda: now + memory.HOUR)

    assert (first, remembered(("a",), made)) == (1, 2)


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("file", ["db.sqlite3", ":memory:"])
def test_the_file_of_the_database_is_in_sight_while_parts_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    database = sqlite3.connect(tmp_path / file if file != ":memory:" else file)
    database.execute("PRAGMA mmap_size=4096")
    connection = SimpleNamespace(
        in_atomic_block=False, vendor="sqlite", connection=database, ensure_connection=lambda: None
    )
    monkeypatch.setattr(memory, "connection", connection)

    def in_sight() -> int:
        return next(iter(database.execute("PRAGMA mmap_size").fetchone() or ()), 0)

    def broken() -> None:
        raise ZeroDivisionError

    before = in_sight()
    outer = remembered(("outer",), lambda: (remembered(("inner",), in_sight), in_sight()))
    with pytest.raises(ZeroDivisionError):
        remembered(("broken",), broken)

    assert outer == ((0, 0) if file == ":memory:" else (memory.IN_SIGHT, memory.IN_SIGHT))
    assert before == in_sight() == (0 if file == ":memory:" else 4096)


@pytest.mark.usefixtures("remembering")
def test_memory_is_bounded(made: Callable[[], int]) -> None:
    for number in range(3 * memory.PARTS_AT_MOST):
        remembered((number,), made)

    assert _number_of_parts() <= memory.PARTS_AT_MOST


@pytest.mark.usefixtures("remembering")
def test_what_is_out_of_date_takes_no_room(made: Callable[[], int]) -> None:
    for number in range(3):
        new_version(settings.DATA_DIR)
        remembered((number,), made)

    assert _number_of_parts() == 1


def _number_of_parts() -> int:
    return sum(map(len, memory._parts.values()))


@pytest.mark.django_db
def test_a_transaction_remembers_nothing(made: Callable[[], int]) -> None:
    with transaction.atomic():
        first = remembered(("a",), made)

    assert (first, remembered(("a",), made)) == (1, 2)


@pytest.mark.parametrize("restored", [None, b"\0" * 8])
def test_a_file_that_is_another_after_a_restore_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restored: bytes | None
) -> None:
    new_version(tmp_path)
    before = version_of(tmp_path).now()
    (tmp_path / "page-version").unlink()
    if restored is not None:
        (tmp_path / "page-version").write_bytes(restored)
    monkeypatch.setattr(memory.time, "monotonic", lambda: 1e9)  # a while later

    restored_to = version_of(tmp_path).now()
    new_version(tmp_path)

    assert restored_to == 0
    assert version_of(tmp_path).now() > before
