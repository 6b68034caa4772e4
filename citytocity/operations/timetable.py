"""What the worker does again and again: publish what is scheduled, forget what is over.

Several workers may run: a lock lets one of them at it at a time, and the times at which each entry
was last done lie in a file beside the lock. The machine takes the lock from a worker that dies;
what it had begun and not finished is done again.
"""

import fcntl
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from citytocity.confirmation.actions import forget_addressees, settle_all
from citytocity.contacts.actions import keep_up
from citytocity.contributions.actions import forget_old
from citytocity.ledger.actions import forget_deleted
from citytocity.links.actions import check_links, gather_links, send_digests
from citytocity.mail.coming_back import take_in_maildir
from citytocity.mail.forgetting import forget_letters_over
from citytocity.newsletter.actions.readers import forget_old as forget_old_readers
from citytocity.newsletter.actions.readers import renew_keys
from citytocity.newsletter.actions.silence import attend_to_the_silent
from citytocity.newsletter.announcing import announce
from citytocity.newsletter.working import go_on
from citytocity.newsroom.actions import send_reminders
from citytocity.readings.actions import forget_old_readings
from citytocity.review.actions import forget_readers
from citytocity.spreadsheets.actions import forget_old as forget_old_spreadsheets
from citytocity.stories.cards import forget_unused_cards
from citytocity.translation.actions import release_silent
from citytocity.translation.wanted import note_readings
from citytocity.visits.actions import forget_travellers
from citytocity.wire.actions import fetch_due
from citytocity.wire.translating import translate_leads

LOCK, DONE = "timetable.lock", "timetable.json"
MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """Something to do every so many seconds; doing it twice does no harm."""

    name: str
    every: int
    does: Callable[[], object]


OLD_JOBS = ("prune_db_task_results", "--backend=jobs", "--queue-name=*", "--min-age-days=14")
TIMETABLE = (
    Entry("scheduled publishing", MINUTE, partial(call_command, "publish_scheduled")),
    Entry("the newsletter", MINUTE, go_on),
    Entry("the box of the newsletter", MINUTE, announce),
    Entry("letters that are over", MINUTE, forget_letters_over),
    Entry("finished jobs", DAY, partial(call_command, *OLD_JOBS, verbosity=0)),
    Entry("ended sessions", DAY, partial(call_command, "clearsessions")),
    Entry("old contributions", DAY, forget_old),
    Entry("old spreadsheets", DAY, forget_old_spreadsheets),
    Entry("old readers of drafts", DAY, forget_readers),
    Entry("readers who left the newsletter", DAY, forget_old_readers),
    Entry("keys of the newsletter's readers", DAY, renew_keys),
    Entry("silent readers of the newsletter", DAY, attend_to_the_silent),
    Entry("old requests for confirmation", DAY, forget_addressees),
    Entry("how both sides stand", DAY, settle_all),
    Entry("travellers", DAY, lambda: forget_travellers(today=timezone.localdate())),
    Entry("silent translators", DAY, release_silent),
    Entry("reminders", HOUR, lambda: send_reminders(today=timezone.localdate())),
    Entry("unused cards", DAY, forget_unused_cards),
    Entry("records deleted long ago", DAY, forget_deleted),
    Entry("contacts", DAY, lambda: keep_up(today=timezone.localdate())),
    Entry("outside links", DAY, gather_links),
    Entry("whether they answer", 10 * MINUTE, check_links),
    Entry("digest of links", HOUR, lambda: send_digests(today=timezone.localdate())),
    Entry("letters that came back", 10 * MINUTE, take_in_maildir),
    Entry("old readings", DAY, forget_old_readings),
    Entry("what is read", HOUR, note_readings),
    Entry("the wire", 10 * MINUTE, fetch_due),
    Entry("leads in the editors' languages", 10 * MINUTE, translate_leads),
)


def do_what_is_due(entries: tuple[Entry, ...] = TIMETABLE) -> None:
    """Does each entry whose time has come; nothing while another worker is at it.

    One that fails is written to the log and has its next turn like the others.
    """
    with _our_turn() as ours:
        if ours:
            for entry in entries:
                if _is_due(entry):
                    _do(entry)


def _do(entry: Entry) -> None:
    try:
        entry.does()
    except Exception:
        logger.exception("%s failed", entry.name)
    _write(_last_done() | {entry.name: time.time()})


def _is_due(entry: Entry) -> bool:
    """Also if it was last done in the future: somebody has set the clock right."""
    last = _last_done().get(entry.name, 0.0)
    return not 0 <= time.time() - last < entry.every


@contextmanager
def _our_turn() -> Iterator[bool]:
    with (settings.DATA_DIR / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _last_done() -> dict[str, float]:
    """When each entry was last done; empty if never, or if the file is unreadable."""
    try:
        return json.loads((settings.DATA_DIR / DONE).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _write(done: dict[str, float]) -> None:
    half = settings.DATA_DIR / f".{DONE}.half"
    half.write_text(json.dumps(done))
    half.replace(settings.DATA_DIR / DONE)
