"""What pages are put together from, remembered until something they show changes.

One file in the data folder carries the version of everything that pages show; a change anywhere,
in any process, gives it a new one, and every process sees that when it next looks: all of them
have the file in their memory, so looking costs no call of the system. Pages also say what is on
today, so nothing is remembered beyond a full hour.
"""

import fcntl
import mmap
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

Part = TypeVar("Part")

VERSION_FILE = "page-version"
NUMBER = 8  # bytes of a version
HOUR = 3600
PARTS_AT_MOST = 400

_versions: dict[str, memoryview] = {}
_parts: dict[Hashable, Any] = {}


def version_in(folder: Path | str) -> int:
    """The version of what pages show; 0 before the first change."""
    key = str(folder)
    return (_versions.get(key) or _mapped(key))[0]


def new_version(folder: Path) -> None:
    """Tells every process that something pages show is different now."""
    version = _versions.get(str(folder)) or _mapped(str(folder))
    with (folder / VERSION_FILE).open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        version[0] = max(time.time_ns(), version[0] + 1)


def _mapped(folder: str) -> memoryview:
    """The number in the file, as it is at any time in all processes."""
    with (Path(folder) / VERSION_FILE).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.tell() < NUMBER:
            file.truncate(NUMBER)
    with (Path(folder) / VERSION_FILE).open("r+b") as file:
        _versions[folder] = memoryview(mmap.mmap(file.fileno(), NUMBER)).cast("q")
    return _versions[folder]


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
