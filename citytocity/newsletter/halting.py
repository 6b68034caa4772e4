"""Why no letter goes at the moment: noted by the worker, told to the office, gone with the first
letter that is taken."""

import datetime

from django.utils import timezone

from citytocity.mail.outcomes import Kind
from citytocity.newsletter.enums import Hindrance, IssueState
from citytocity.newsletter.models import Halt, Issue

LATER = datetime.timedelta(minutes=1)
WANTS_A_PERSON = datetime.timedelta(minutes=10)
BEHIND = datetime.timedelta(minutes=1)  # so much after the next try comes what was refused
HINDRANCES = {Kind.STOPPED: Hindrance.STOPPED, Kind.PUT_OFF: Hindrance.PUT_OFF}
ONE_STORY = datetime.timedelta(hours=1)
LONGEST_WORDS = 300


def halt() -> Halt | None:
    return Halt.objects.first()


def halt_of_sending() -> Halt | None:
    """Where an issue is being sent."""
    is_sent = Issue.objects.filter(state=IssueState.SENDING).exists()
    return halt() if is_sent else None


def is_halted() -> bool:
    """Whether the mail server takes nothing, and it is too early to ask it again."""
    halted = Halt.objects.filter(kind=Hindrance.STOPPED, until__gt=timezone.now())
    return halted.exists()


def note_halt(kind: Hindrance, words: str) -> datetime.datetime:
    """Keeps since when it is so, and what was said last; when it is tried again.

    What was heard long ago was of another time: an issue was stopped, or ended, with it.
    """
    now, before = timezone.now(), halt()
    until = now + (WANTS_A_PERSON if kind is Hindrance.STOPPED else LATER)
    is_the_same = before is not None and before.heard > now - ONE_STORY
    said = {"kind": kind, "words": words[:LONGEST_WORDS], "heard": now, "until": until}
    if not is_the_same:
        said["since"] = now
    Halt.objects.update_or_create(pk=Halt.ONE, defaults=said)
    return until


def note_going() -> None:
    """A letter was taken."""
    Halt.objects.all().delete()
