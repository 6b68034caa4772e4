"""Files of reports, made once for all who take them along until what they tell changes."""

import hashlib
import threading
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection

from citytocity.design.memory import HOUR

A_DAY = 24 * HOUR
MOST_KEPT = 20 * 1024 * 1024  # bytes; a larger file is made anew

_one_at_a_time = threading.Lock()


def made_once(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """The file of that name as it was made before, by any process, or made now.

    One is made at a time: whoever asks for many files at once waits, and the site does not. A
    transaction that may still be undone keeps nothing: others would get what it made.
    """
    if connection.in_atomic_block:
        return make()
    name = f"report-file-{hashlib.sha256(repr(key).encode()).hexdigest()}"
    kept: bytes | None = cache.get(name)
    if kept is not None:
        return kept
    with _one_at_a_time:
        kept = cache.get(name)
        if kept is None:
            kept = make()
            if len(kept) <= MOST_KEPT:
                cache.set(name, kept, A_DAY)
    return kept
