"""What a sign is, and the hook by which rooms above add theirs.

`links_signs` is a function that gets the partnerships looked at (a list), the user and the day, and
gives a list of `Sign`; it asks the database once for all of them.
"""

from dataclasses import dataclass
from typing import Any

from wagtail import hooks

from citytocity.ledger.models import Partnership
from citytocity.links.enums import Matter


@dataclass(frozen=True)
class Sign:
    """Something to see to: what, in words, and the page where it is mended.

    `key` is the same as long as it is the same matter, so that a letter tells of it once. What is
    only good to know (an anniversary) `is_news`, and counts for nothing when links are ordered.
    """

    partnership: int
    matter: Matter
    key: str
    words: str
    url: str
    action: str
    is_news: bool = False


def signs_from_above(partnerships: list[Partnership], user: Any, today: Any) -> list[Sign]:
    """What the hook `links_signs` brings together."""
    return [
        sign for hook in hooks.get_hooks("links_signs") for sign in hook(partnerships, user, today)
    ]
