"""The worker: does the jobs that wait in the database, one by one, and what the timetable asks."""

import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from citytocity.operations.timetable import do_what_is_due

SEEN = "worker-seen"
EVERY = 20  # seconds


def work(*, once: bool = False) -> None:
    """Works until it is asked to stop (SIGTERM, Ctrl+C); the job at hand is finished first.

    Once: what is due and the jobs that wait, and no more.
    """
    if once:
        _be_seen()
        do_what_is_due()
    else:
        for does in (_be_seen, _keep_to_the_timetable):
            threading.Thread(target=_again_and_again, args=(does,), daemon=True).start()
    arguments = ["--backend", "jobs", "--queue-name", "*", "--no-reload", "--no-startup-delay"]
    call_command("db_worker", *arguments, *(["--batch"] if once else []), verbosity=0)


def last_seen() -> float | None:
    """Seconds since a worker was last seen alive; None if never."""
    try:
        return time.time() - (settings.DATA_DIR / SEEN).stat().st_mtime
    except FileNotFoundError:
        return None


def _again_and_again(does: Callable[[], None]) -> None:
    while True:
        does()
        time.sleep(EVERY)


def _be_seen() -> None:
    (settings.DATA_DIR / SEEN).touch()


def _keep_to_the_timetable() -> None:
    close_old_connections()
    do_what_is_due()
    close_old_connections()
