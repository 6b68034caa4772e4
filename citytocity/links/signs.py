"""What a sign is, and the hook by which rooms above add theirs.

`links_signs` is a function that gets the partnerships looked at (a list), the user and the day, and
gives a list of `Sign`; it asks the database once for all of them. The list has no partnership that
is dormant or suspended, and begins with the one that is to be told what concerns a pair of cities.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from wagtail import hooks

from citytocity.ledger.models import Partnership
from citytocity.links.enums import Matter

SOON = datetime.timedelta(days=365)
"""From so long before it on, a day is more than good to know."""


@dataclass(frozen=True)
class Sign:
    """Something to see to: what, in words, and the page where it is mended.

    `key` is the same as long as it is the same matter, so that a letter tells of it once; where
    something is due it holds the `stage`. What is only good to know (an anniversary) `is_news`, and
    counts for nothing when links are ordered.
    """

    partnership: int
    matter: Matter
    key: str
    words: str
    url: str
    action: str
    is_news: bool = False


def _told(words: Callable[..., str], *about: Any) -> str:
    return words(*about)


told_later: Any = lazy(_told, str)
"""Words that a function puts together of what follows it, when they are read: of the signs of
thousands of links a page shows few."""


def stage(first: datetime.date | None, last: datetime.date | None, today: datetime.date) -> str:
    """How near the days are at which something is due, for a key: it is told anew when they come
    within a year, and when they are past. None: that day is not on record."""
    nearest = first or last
    if nearest is None:
        return "some-day"
    if last is not None and last < today:
        return "overdue"
    return "ahead" if nearest > today + SOON else "soon"


def signs_from_above(partnerships: list[Partnership], user: Any, today: Any) -> list[Sign]:
    """What the hook `links_signs` brings together."""
    return [
        sign for hook in hooks.get_hooks("links_signs") for sign in hook(partnerships, user, today)
    ]
