"""Lists of readers that went out or came in: who, when, how many, what for; never an address."""

from wagtail.log_actions import log

from citytocity.newsletter.models import Newsletter
from citytocity.people.models import User

TAKEN, BROUGHT = "newsletter.take_readers", "newsletter.bring_readers"


def note_taken(number: int, *, kind: str, purpose: str, by: User) -> None:
    """The log keeps that somebody took the list along, as a file of this kind."""
    told = {"number": number, "kind": kind, "words": purpose}
    log(Newsletter(pk=Newsletter.ONE), TAKEN, user=by, data=told)


def note_brought(new: int, *, known: int, left_out: int, by: User) -> None:
    """The log keeps that somebody brought a list, and how many of it are readers now."""
    told = {"number": new, "known": known, "left_out": left_out}
    log(Newsletter(pk=Newsletter.ONE), BROUGHT, user=by, data=told)
