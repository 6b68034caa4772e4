"""Makes an installation fit the version of the program, on its first start and later."""

import fcntl
import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from citytocity.design.memory import new_version
from citytocity.operations import template
from citytocity.operations.messages import compile_messages
from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import tell, waiting

SHAPING = ("*/migrations/*.py", "*/locale/*/LC_MESSAGES/*.po", "*/static/**/*", "config/*.py",
           "website/founding.py")  # fmt: skip


def upgrade(*, if_changed: bool = False) -> None:
    """Does each step of an upgrade; every step may be done twice."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "upgrade.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be at it
        if not (if_changed and is_up_to_date()):
            _upgrade()


def is_up_to_date() -> bool:
    """Whether nothing changed since the last upgrade; quickly told, without Django."""
    kept = settings.DATA_DIR / "upgraded"
    return kept.exists() and kept.read_text() == _shape() and _database_is_there()


def _upgrade() -> None:
    tell(f"Making {settings.DATA_DIR} fit this version ...")
    before = _shape()
    _compile()
    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)  # the steps are told below
    for name, step in _steps().items():
        with waiting(name):
            step()
    new_version(settings.DATA_DIR)  # files of reports that the version before made are kept a day
    (settings.DATA_DIR / "upgraded").write_text(before)


def _steps() -> dict[str, Callable[[], object]]:
    # it imports models, which are ready only after django.setup()
    founding = import_module("citytocity.website.founding")
    return {
        "Database": _migrate,
        "Style sheets, scripts, fonts": _collect,
        "Languages and home pages": founding.found_site,
    }


def _migrate() -> None:
    if not _database_is_there():
        database = Path(settings.DATABASES["default"]["NAME"])
        if not database.parent.is_dir():
            raise RefusedError(
                f"DATABASE_URL names {database}, but there is no folder {database.parent}. "
                "Make the folder, or name a file in one that is there."
            )
        template.unpack(database)
    call_command("migrate", verbosity=0, interactive=False)


def _collect() -> None:
    """Files of the version before stay: pages that readers have open still ask for them."""
    call_command("collectstatic", verbosity=0, interactive=False)


def _compile() -> None:
    """The messages; an installed package brings them compiled and may not be writable."""
    if os.access(Path(__file__), os.W_OK):
        compile_messages()


def _database_is_there() -> bool:
    return not settings.ON_SQLITE or _has_tables(Path(settings.DATABASES["default"]["NAME"]))


def _has_tables(database: Path) -> bool:
    """Not so in an empty file, which whoever only looks into a new database leaves behind."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
        return opened.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,)


def _shape() -> str:
    """A short word that changes with the program, its packages and the settings that shape data."""
    words = hashlib.sha256()
    for word in _shaping():
        words.update(f"{word}\n".encode())
    return words.hexdigest()


def _shaping() -> Iterator[object]:
    database = settings.DATABASES["default"]
    yield [database.get(key) for key in ("ENGINE", "HOST", "PORT", "NAME")]  # Django adds others
    yield os.environ.get("CITYTOCITY_BASE_URL")  # its default follows PORT, which shapes nothing
    yield from (settings.SITE_NAME, settings.LANGUAGES, settings.LANGUAGE_CODE)
    yield settings.STATIC_ROOT
    yield sorted(path.name for path in Path(django.__file__).parents[1].glob("*.dist-info"))
    for pattern in SHAPING:
        for path in sorted(settings.PACKAGE.glob(pattern)):
            kept = path.stat()
            yield path.name, kept.st_size, kept.st_mtime_ns
