"""What pages are put together from, remembered until something they show changes.

One file in the data folder carries the version of everything that pages show; a change anywhere,
in any process, gives it a new one, and every process sees that when it next looks. Pages also say
what is on today, so nothing is remembered beyond a full hour.
"""

import os
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

Part = TypeVar("Part")

VERSION_FILE = "page-version"
HOUR = 3600
PARTS_AT_MOST = 400

_parts: dict[Hashable, Any] = {}


def version_in(folder: Path | str) -> int:
    """The version of what pages show; 0 before the first change."""
    try:
        return os.stat(f"{folder}/{VERSION_FILE}").st_mtime_ns  # noqa: PTH116 a microsecond counts
    except FileNotFoundError:
        return 0


def new_version(folder: Path) -> None:
    """Tells every process that something pages show is different now."""
    path = folder / VERSION_FILE
    path.touch()
    stamp = max(time.time_ns(), path.stat().st_mtime_ns + 1)
    os.utime(path, ns=(stamp, stamp))


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
