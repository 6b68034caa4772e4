"""What the office looks for among the readers: kept in the session, never in an address.

The address of a page stands in logs, histories and bookmarks; that of a person must not. So what
was typed is posted, and the page that follows carries a word that stands for it in this session,
for an hour at most and until the person who was looked for is deleted. What is over leaves the
session when its owner next looks at the readers, or with the session.
"""

import secrets
import time

from django.contrib.sessions.backends.base import SessionBase

from citytocity.newsletter.addresses import as_kept

KEPT = "newsletter-looked-for"
AT_MOST = 20
LONGEST = 320
SECONDS = 3600


def kept(session: SessionBase, typed: str) -> str:
    """The word that stands for what was typed; nothing for nothing. The oldest goes."""
    typed = typed.strip()[:LONGEST]
    if not typed:
        return ""
    word = secrets.token_urlsafe(6)
    entry = (word, (typed, time.time() + SECONDS))
    session[KEPT] = dict([*_standing(session).items(), entry][-AT_MOST:])
    return word


def typed_as(session: SessionBase, word: str) -> str | None:
    """What the word stands for; None where it was of another session, is over or forgotten."""
    entry = _standing(session).get(word)
    return entry[0] if entry else None


def forget(session: SessionBase, email: str) -> None:
    """Nothing stays of what was typed to find this address."""
    session[KEPT] = {
        word: entry for word, entry in _standing(session).items() if as_kept(entry[0]) not in email
    }


def _standing(session: SessionBase) -> dict[str, tuple[str, float]]:
    """Those of the last hour; older ones leave the session as soon as anybody looks."""
    held = session.get(KEPT, {})
    left = {word: entry for word, entry in held.items() if entry[1] > time.time()}
    if len(left) < len(held):
        session[KEPT] = left
    return left
