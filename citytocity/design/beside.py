"""Work that is done beside other work, with a connection to the database of its own.

While the database looks for many records, Python has nothing to do; meanwhile it can read and put
together others. A page that asks for both takes as long as the longer, where there are two
processors.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection, connections
from django.utils import translation

Found = TypeVar("Found")


def begin(work: Callable[[], Found]) -> Callable[[], Found]:
    """Begins the work, and gives what waits for its end and tells what came of it, or raises what
    it raised. If nobody asks, it goes on to its end, and what it raises is told to nobody.

    In a transaction it is done at once: another connection would not see what that has written,
    nor the same state of what others write.
    """
    if connection.in_atomic_block:
        found = work()
        return lambda: found
    helper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
    ending = helper.submit(_with_its_own_connection, work, translation.get_language())
    helper.shutdown(wait=False)
    return ending.result


def _with_its_own_connection(work: Callable[[], Any], language: str | None) -> Any:
    try:
        with translation.override(language):
            return work()
    finally:
        connections.close_all()
