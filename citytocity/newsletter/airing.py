"""Which letter of a worker is in the air: noted in a file that outlives the worker.

A worker holds a lock on its file, which the machine takes from it when it dies. Whoever then gets
the lock knows that the worker is dead, and from the file whether the dot of a letter may have left.
One `write` of the system, without a flush: a power cut may lose it, a killed process does not.
"""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

FOLDER = "letters-in-the-air"
WIDTH = 20


class Air:
    """The file of one worker, whose name is that of its lease."""

    def __init__(self, descriptor: int, lease: str) -> None:
        self.descriptor = descriptor
        self.lease = lease

    def note(self, delivery: int) -> None:
        """The dot of this delivery, or question, leaves now; 0 when the server has answered."""
        os.pwrite(self.descriptor, f"{delivery:0{WIDTH}}".encode(), 0)

    def noted(self) -> int:
        return int(os.pread(self.descriptor, WIDTH, 0) or 0)


@contextmanager
def our_air(folder: str = FOLDER) -> Iterator[Air]:
    """A file of our own, gone when all is told. Letters of another kind have another folder."""
    lease = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(6)}"
    path = _folder(folder) / lease
    half = path.with_suffix(".half")
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        half.rename(path)  # from now on others see it, locked
        yield Air(descriptor, lease)
        path.unlink()
    finally:
        os.close(descriptor)


def airs_of_the_dead(folder: str = FOLDER) -> Iterator[Air]:
    """The files that dead workers have left, each locked while it is looked at, then removed."""
    for path in sorted(_folder(folder).glob("*-*")):
        if path.suffix == ".half":
            continue
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            else:
                yield Air(descriptor, path.name)
                path.unlink()
            finally:
                os.close(descriptor)


def _folder(name: str) -> Path:
    folder: Path = settings.DATA_DIR / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
