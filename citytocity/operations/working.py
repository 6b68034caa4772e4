"""The worker: does the jobs that wait in the database, one after the other."""

import threading
import time

from django.conf import settings
from django.core.management import call_command

SEEN = "worker-seen"
EVERY = 20  # seconds


def work(*, once: bool = False) -> None:
    """Does jobs until it is asked to stop (SIGTERM, Ctrl+C); the job at hand is finished first."""
    threading.Thread(target=_be_seen, daemon=True).start()
    arguments = ["--backend", "jobs", "--queue-name", "*", "--no-reload", "--no-startup-delay"]
    call_command("db_worker", *arguments, *(["--batch"] if once else []), verbosity=0)


def last_seen() -> float | None:
    """Seconds since a worker was last seen alive; None if never."""
    try:
        return time.time() - (settings.DATA_DIR / SEEN).stat().st_mtime
    except FileNotFoundError:
        return None


def _be_seen() -> None:
    while True:
        (settings.DATA_DIR / SEEN).touch()
        time.sleep(EVERY)
