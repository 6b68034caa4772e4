"""An empty SQLite database with all migrations done: a first start need not do them one by one.

`python -m citytocity.operations.template` makes it anew after a migration was added; its name tells
which migrations it has, and one that does not fit is not used.
"""

import hashlib
import importlib.metadata
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).resolve().parent
PACKAGES = (
    "django",
    "django-allauth",
    "django-taggit",
    "django-tasks-db",
    "modelsearch",
    "wagtail",
    "wagtail-localize",
)


def unpack(database: Path) -> bool:
    """Puts the template in the place of a database; False if none fits this version."""
    packed = place()
    if not packed.exists():
        return False
    half = database.with_name(f".{database.name}.half")
    half.write_bytes(lzma.decompress(packed.read_bytes()))
    half.replace(database)
    for beside in ("-wal", "-shm"):  # of an empty file that was there; they fit no other
        database.with_name(f"{database.name}{beside}").unlink(missing_ok=True)
    return True


def place(folder: Path = FOLDER) -> Path:
    """Where the template that fits this version lies, or would lie."""
    return folder / f"empty-{_version()}.sqlite3.xz"


def make(folder: Path = FOLDER) -> Path:
    """Migrates a new database, packs it, and takes older templates away."""
    with tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary, "empty.sqlite3")
        migrate_all(database)
        packed = lzma.compress(database.read_bytes(), preset=9)
    for old in folder.glob("empty-*.sqlite3.xz"):
        old.unlink()
    place(folder).write_bytes(packed)
    return place(folder)


def migrate_all(database: Path) -> None:
    """Does every migration on a new database, in a process of its own."""
    full = database.with_name("full.sqlite3")
    subprocess.run(
        [sys.executable, "-m", "citytocity.operations.command", "manage", "migrate", "-v0"],
        env={
            "PATH": "/usr/bin:/bin",
            "CITYTOCITY_DATA": str(database.parent),
            "DATABASE_URL": f"sqlite:///{full}",
            "CITYTOCITY_LANGUAGE": settings.LANGUAGE_CODE,
            "CITYTOCITY_LANGUAGES": settings.LANGUAGE_CODE,
        },
        cwd=settings.ROOT,
        check=True,
    )
    with sqlite3.connect(full) as connection:
        connection.execute("VACUUM INTO ?", [str(database)])


def _version() -> str:
    """A short word that changes with every migration, ours or a package's."""
    words = hashlib.sha256(settings.LANGUAGE_CODE.encode())
    for package in PACKAGES:
        words.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    for path in sorted(settings.PACKAGE.glob("*/migrations/*.py")):
        words.update(path.relative_to(settings.PACKAGE).as_posix().encode() + path.read_bytes())
    return words.hexdigest()[:12]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    sys.stdout.write(f"{make()}\n")
