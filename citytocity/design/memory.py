"""What pages are put together from, remembered until something they show changes.

One file in the data folder carries the version of everything that pages show; a change anywhere,
in any process, gives it a new one, and every process sees that when it next looks: all of them
have the file in their memory, so looking costs no call of the system. Pages also say what is on
today, so nothing is remembered beyond a full hour.
"""

import fcntl
import mmap
import os
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
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


@dataclass
class _Shared:
    """The version, in the memory that all processes share; asked about anew at `until`."""

    version: memoryview
    inode: int
    until: float = 0.0


_shared: dict[str, _Shared] = {}
_parts: dict[Hashable, Any] = {}


def version_in(folder: Path | str) -> int:
    """The version of what pages show; 0 before the first change."""
    shared = _shared.get(str(folder))
    if shared is None or time.monotonic() >= shared.until:
        shared = _looked_up(str(folder))
    return shared.version[0]


def new_version(folder: Path) -> None:
    """Tells every process that something pages show is different now."""
    shared = _looked_up(str(folder))
    with (folder / VERSION_FILE).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        shared.version[0] = max(time.time_ns(), shared.version[0] + 1)


def _looked_up(folder: str) -> _Shared:
    """The file in memory; opened anew if it is not the one that was opened, after a restore."""
    path = Path(folder) / VERSION_FILE
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.tell() < NUMBER:
            file.truncate(NUMBER)
        inode = os.fstat(file.fileno()).st_ino
    shared = _shared.get(folder)
    if shared is None or shared.inode != inode:
        with path.open("r+b") as file:
            version = memoryview(mmap.mmap(file.fileno(), NUMBER)).cast("q")
        shared = _shared[folder] = _Shared(version, inode)
    shared.until = time.monotonic() + LOOK_AGAIN
    return shared


def remembered(key: tuple[Hashable, ...], make: Callable[[], Part]) -> Part:
    """The part of that name: as it was made before, or made now if anything changed since.

    A transaction that may still be undone remembers nothing: others would see what it did.
    """
    if connection.in_atomic_block:
        return make()
    whole_key = (version_in(settings.DATA_DIR), time.time() // HOUR, *key)
    with suppress(KeyError):  # another thread may clear it at any time
        return _parts[whole_key]
    part = make()
    if len(_parts) >= PARTS_AT_MOST:
        _parts.clear()
    _parts[whole_key] = part
    return part
