"""What pages are put together from, remembered until something they show changes.

One file in the data folder carries the version of everything that pages show; a change anywhere,
in any process, gives it a new one, and every process sees that when it next looks: all of them
have the file in their memory, so looking costs no call of the system. Pages also say what is on
today, so nothing is remembered beyond a full hour.
"""

import fcntl
import mmap
import os
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

Part = TypeVar("Part")

VERSION_FILE = "page-version"
NUMBER = 8  # bytes of a version
LOOK_AGAIN = 0.5  # seconds until it is asked whether the file is still the same
HOUR = 3600
PARTS_AT_MOST = 400
IN_SIGHT = 128 * 1024 * 1024  # bytes of the database's file, from its beginning


class Version:
    """The version of what the pages of a folder's site show.

    The file is looked up again twice a second, and opened if it is another one, after a restore.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / VERSION_FILE
        self.inode = 0
        self.until = 0.0
        self.look()

    def now(self) -> int:
        """0 before the first change."""
        if time.monotonic() >= self.until:
            self.look()
        return self.number[0]

    def change(self) -> None:
        self.look()
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self.number[0] = max(time.time_ns(), self.number[0] + 1)

    def look(self) -> None:
        with self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() < NUMBER:
                file.truncate(NUMBER)
            inode = os.fstat(file.fileno()).st_ino
        if inode != self.inode:
            with self.path.open("r+b") as file:
                self.number = memoryview(mmap.mmap(file.fileno(), NUMBER)).cast("q")
            self.inode = inode
        self.until = time.monotonic() + LOOK_AGAIN


_parts: dict[Hashable, dict[Hashable, Any]] = {}
"""Parts by their names, of one version and hour: what came before is out of date."""


@cache
def version_of(folder: Path) -> Version:
    return Version(folder)


def new_version(folder: Path) -> None:
    """Tells every process that something pages show is different now."""
    version_of(folder).change()


def remembered(key: tuple[Hashable, ...], make: Callable[[], Part]) -> Part:
    """The part of that name: as it was made before, or made now if anything changed since.

    A transaction that may still be undone remembers nothing: others would see what it did.
    """
    if connection.in_atomic_block:
        return make()
    moment = version_of(settings.DATA_DIR).now(), time.time() // HOUR
    parts = _parts.get(moment)
    if parts is None:
        _parts.clear()
        parts = _parts.setdefault(moment, {})
    with suppress(KeyError):  # another thread may clear it at any time
        return parts[key]
    with _file_in_sight():
        part = make()
    if len(parts) >= PARTS_AT_MOST:
        parts.clear()
    parts[key] = part
    return part


@contextmanager
def _file_in_sight() -> Iterator[None]:
    """SQLite reads its file where the system has it in memory meanwhile, instead of asking the
    system for each page: what looks at many records takes a fifth less. Not for good, as that
    memory counts as the process's own, though the system can have it back at any time.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    file: Any = connection.connection  # no question to be counted or noted in a log
    (before,) = file.execute("PRAGMA mmap_size").fetchone() or (0,)  # none of one in memory
    file.execute(f"PRAGMA mmap_size={max(before, IN_SIGHT)}")
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # closed meanwhile
            file.execute(f"PRAGMA mmap_size={before}")
