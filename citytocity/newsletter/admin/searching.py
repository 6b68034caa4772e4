"""What the office looks for among the readers: kept in the session, never in an address.

The address of a page stands in logs, histories and bookmarks; that of a person must not. So what
was typed is posted, and the page that follows carries a word that stands for it in this session.
"""

import secrets

from django.contrib.sessions.backends.base import SessionBase

KEPT = "newsletter-searches"
AT_MOST = 20
LONGEST = 320


def kept(session: SessionBase, typed: str) -> str:
    """The word that stands for what was typed; nothing for nothing. The oldest goes."""
    typed = typed.strip()[:LONGEST]
    if not typed:
        return ""
    word = secrets.token_urlsafe(6)
    before = list(session.get(KEPT, {}).items())
    session[KEPT] = dict([*before, (word, typed)][-AT_MOST:])
    return word


def typed_as(session: SessionBase, word: str) -> str:
    """What the word stands for; nothing where it was of another session, or long ago."""
    return str(session.get(KEPT, {}).get(word, ""))
