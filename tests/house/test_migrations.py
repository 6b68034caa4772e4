"""Migrations are small, named for what they do, and the packed database has them all."""

import re
import sqlite3
from pathlib import Path

import pytest

from citytocity.operations import template

ROOT = Path(__file__).parents[2]
MIGRATIONS = sorted((ROOT / "citytocity").glob("*/migrations/0*.py"))
LONGEST = 120
NOT_COMPARED = {"django_migrations"}  # it tells when each was done


def test_no_migration_is_named_by_the_machine() -> None:
    assert [path.name for path in MIGRATIONS if re.search(r"_auto_\d|_auto$", path.stem)] == []


def test_a_migration_after_the_first_is_short() -> None:
    long = [
        path.name
        for path in MIGRATIONS
        if "_initial" not in path.stem and len(path.read_text().splitlines()) > LONGEST
    ]

    assert long == []


def test_the_packed_database_fits_the_migrations_of_this_version() -> None:
    assert template.place().exists(), "Run: .venv/bin/python -m citytocity.operations.template"


def test_the_packed_database_is_what_migrations_make(tmp_path: Path) -> None:
    packed, migrated = tmp_path / "packed.sqlite3", tmp_path / "migrated.sqlite3"
    if not template.unpack(packed):
        pytest.skip("no template for this version; another test says so")

    template.migrate_all(migrated)

    assert _content(packed) == _content(migrated)


def _content(path: Path) -> dict[str, list]:
    """The schema, and the rows of every table without the columns that tell a time or a chance."""
    with sqlite3.connect(path) as database:
        schema = database.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
        tables = dict(schema.fetchall())
        counts = {
            name: [sql, database.execute(f'SELECT count(*) FROM "{name}"').fetchone()]  # noqa: S608 names of our own tables
            for name, sql in tables.items()
            if sql.upper().startswith("CREATE TABLE") and name not in NOT_COMPARED
        }
        names = ("app, name", "app_label, model", "codename")
        tables_by_name = ("django_migrations", "django_content_type", "auth_permission")
        rows = {
            f"rows of {table}": sorted(database.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608 names of our own tables
            for table, columns in zip(tables_by_name, names, strict=True)
        }
    return {"schema": sorted(tables.items())} | counts | rows
