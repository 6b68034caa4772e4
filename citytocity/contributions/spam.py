"""How much a text looks like advertising: each rule gives points, and says for what.

The points decide nothing: an editor sees them, with their reasons. There is no list of bad words.
"""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from citytocity.contributions.models import Contribution

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
LINKS_FREE = 2
QUICK = datetime.timedelta(seconds=20)
SCRIPTS = {
    "CYRILLIC": {"be", "bg", "kk", "ky", "mk", "ru", "sr", "uk"},
    "CJK": {"zh-hans", "zh-hant"},
    "ARABIC": {"ar", "fa"},
    "GREEK": {"el"},
    "HEBREW": {"he"},
    "ARMENIAN": {"hy"},
    "GEORGIAN": {"ka"},
    "DEVANAGARI": {"hi"},
    "HANGUL": {"ko"},
}
OTHERS = {"ja"}  # in two or three scripts at once

IN_WORDS = {
    "links": _("many links"),
    "repeated": _("the same line again and again"),
    "script": _("written in other letters than its language has"),
    "capitals": _("mostly capitals"),
    "quick": _("written in less than 20 seconds"),
    "unproved": _("sent without the browser's own small calculation"),
}


def reasons(contribution: Contribution) -> list[tuple[str, int]]:
    """The rules that hold, each with its points."""
    return [(rule, points) for rule, weigh in RULES.items() if (points := weigh(contribution))]


def in_words(kept: list[list]) -> Iterator[tuple[str, int]]:
    """Kept reasons as an editor reads them."""
    return ((str(IN_WORDS.get(rule, rule)), points) for rule, points in kept)


def _links(contribution: Contribution) -> int:
    """A correction may bring its source; three links are looked at, six are many."""
    count = len(LINK.findall(contribution.own_words))
    return min(6, 2 * max(0, count - LINKS_FREE))


def _repeated(contribution: Contribution) -> int:
    lines = [line.strip().casefold() for line in contribution.own_words.splitlines()]
    counted = Counter(line for line in lines if len(line) > 10)
    return 3 if max(counted.values(), default=0) > 2 else 0


def _script(contribution: Contribution) -> int:
    if contribution.written_in in OTHERS:
        return 0
    own = next(
        (script for script, codes in SCRIPTS.items() if contribution.written_in in codes), "LATIN"
    )
    letters = [letter for letter in contribution.own_words if letter.isalpha()][:2000]
    fitting = sum(unicodedata.name(letter, "").startswith(own) for letter in letters)
    return 3 if letters and fitting < len(letters) * 0.4 else 0


def _capitals(contribution: Contribution) -> int:
    letters = [letter for letter in contribution.own_words if letter.isupper() or letter.islower()]
    capitals = sum(letter.isupper() for letter in letters)
    return 1 if len(letters) > 40 and capitals > len(letters) * 0.6 else 0


def _quick(contribution: Contribution) -> int:
    sent = contribution.sent
    return 2 if sent and sent - contribution.begun < QUICK else 0


def _unproved(contribution: Contribution) -> int:
    return 0 if contribution.is_proved else 1


RULES: dict[str, Callable[[Contribution], int]] = {
    "links": _links,
    "repeated": _repeated,
    "script": _script,
    "capitals": _capitals,
    "quick": _quick,
    "unproved": _unproved,
}
