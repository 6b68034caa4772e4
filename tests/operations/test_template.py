import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

from citytocity.operations import template


def test_a_new_database_begins_with_every_migration_done(tmp_path: Path) -> None:
    database = tmp_path / "new.sqlite3"

    assert template.unpack(database)

    with sqlite3.connect(database) as connection:
        rooms = connection.execute(
            "SELECT DISTINCT app FROM django_migrations WHERE app IN ('cities', 'ledger', 'people')"
        )
        assert sorted(rooms) == [("cities",), ("ledger",), ("people",)]
    assert [path.name for path in tmp_path.iterdir()] == ["new.sqlite3"]


def test_a_template_of_another_language_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LANGUAGE_CODE", "ru")

    assert not template.unpack(tmp_path / "new.sqlite3")
    assert list(tmp_path.iterdir()) == []
