"""Counts the readings of public pages: how often, never by whom.

Whoever answers a page says so here; that costs a look into two dictionaries. A thread of its own
takes the counts to the database every minute, and once more when the process ends. What a process
that is killed has counted since its last minute is lost.
"""

import atexit
import logging
import re
import threading
from collections.abc import Mapping
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import connections

from citytocity.readings.actions import keep

EVERY = 60.0  # seconds
PATHS_AT_MOST, AGENTS_AT_MOST = 20_000, 5_000
# Those that say what they are. No list of names: whoever hides wants to be counted, and is.
NO_READER = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|fetch|preview|monitor|check|scan|archiv|feed|headless"
    r"|lighthouse|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node",
    re.IGNORECASE,
)
logger = logging.getLogger(__name__)


class Counter:
    """The counts of one process. Threads may lose one of two that meet: it is a rough measure."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.agents: dict[str, bool] = {}
        self.keeper: threading.Thread | None = None
        self.ending = threading.Event()
        self.beginning = threading.Lock()

    def count(self, path: str, agent: str) -> None:
        """One more reading of the page, if a person's browser asks."""
        reads = self.agents.get(agent)
        if reads is None:
            reads = self._reads(agent)
        if reads:
            counts = self.counts
            counts[path] = counts.get(path, 0) + 1

    def flush(self) -> None:
        """Takes what was counted to the database; it is counted on if that is shut."""
        taken, self.counts = self.counts, {}
        try:
            keep(by_language(taken.copy()))
        except Exception as error:  # whatever it is, the thread counts on
            logger.warning("Readings are kept for the next minute (%s).", type(error).__name__)
            for path, times in taken.items():
                self.counts[path] = self.counts.get(path, 0) + times
        finally:
            connections.close_all()

    def _reads(self, agent: str) -> bool:
        if self.keeper is None:
            self._begin()
        if len(self.agents) >= AGENTS_AT_MOST:
            self.agents.clear()
        if len(self.counts) >= PATHS_AT_MOST:
            self.counts = {}
        reads = bool(agent) and not NO_READER.search(agent)
        self.agents[agent] = reads
        return reads

    def _begin(self) -> None:
        """With the first reader, not before: a process that splits takes no threads along."""
        with self.beginning:
            if self.keeper is None:
                self.keeper = threading.Thread(target=self._keep_on, daemon=True)
                self.keeper.start()
                Finalize(None, self._end, exitpriority=10)  # processes that serve end by this
                atexit.register(self._end)  # others by that

    def _keep_on(self) -> None:
        while not self.ending.wait(EVERY):
            if self.counts:
                self.flush()

    def _end(self) -> None:
        self.ending.set()
        if self.counts:
            self.flush()


def by_language(counts: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """The counts by language and path without it; addresses without a language are left out."""
    known = dict(settings.LANGUAGES)
    found: dict[tuple[str, str], int] = {}
    for wsgi_path, times in counts.items():
        path = wsgi_path.encode("latin-1", "replace").decode(errors="replace")
        _slash, language, rest = path.split("/", 2) if path.count("/") > 1 else ("", "", "")
        if language in known and len(rest) <= 300:
            found[language, rest] = found.get((language, rest), 0) + times
    return found
