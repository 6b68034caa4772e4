import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from citytocity.design.memory import version_of
from citytocity.operations import template, upgrading
from citytocity.operations.refusals import RefusedError
from citytocity.operations.upgrading import is_up_to_date


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program of one migration, upgraded."""
    migration = tmp_path / "cities" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("first")
    monkeypatch.setattr(settings, "PACKAGE", tmp_path)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(upgrading, "_database_is_there", lambda: True)
    (tmp_path / "upgraded").write_text(upgrading._shape())
    return migration


def test_nothing_is_to_do_while_nothing_changed(upgraded: Path) -> None:
    assert is_up_to_date()


def test_a_changed_migration_asks_for_an_upgrade(upgraded: Path) -> None:
    upgraded.write_text("first and second")

    assert not is_up_to_date()


def test_what_the_version_before_made_is_forgotten(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "_compile", lambda: None)
    monkeypatch.setattr(upgrading, "_steps", dict)
    before = version_of(settings.DATA_DIR).now()

    upgrading.upgrade()

    assert version_of(settings.DATA_DIR).now() > before


def test_another_language_asks_for_an_upgrade(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LANGUAGES", [("en", "English")])

    assert not is_up_to_date()


def test_another_port_asks_for_nothing(upgraded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BASE_URL", "http://127.0.0.1:8001")

    assert is_up_to_date()


def test_a_new_data_folder_asks_for_an_upgrade(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "new")

    assert not is_up_to_date()


def test_what_django_adds_to_the_database_asks_for_nothing(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ADDED_ON_FIRST_USE", True)

    assert is_up_to_date()


def test_another_database_asks_for_an_upgrade(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "elsewhere")

    assert not is_up_to_date()


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the database of an installation would lie."""
    path = tmp_path / "citytocity.sqlite3"
    monkeypatch.setattr(settings, "ON_SQLITE", True)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(path))
    return path


def test_an_empty_file_is_no_database(database: Path) -> None:
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")

    assert database.stat().st_size > 0
    assert not upgrading._database_is_there()


def test_a_file_with_tables_is_a_database(database: Path) -> None:
    assert template.unpack(database)

    assert upgrading._database_is_there()


def test_a_database_in_a_folder_that_is_not_there_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = database.parent / "absent"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(absent / "twins.sqlite3"))

    with pytest.raises(RefusedError, match=f"there is no folder {absent}"):
        upgrading._migrate()
