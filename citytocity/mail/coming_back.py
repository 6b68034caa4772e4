"""Takes in what came back: mails handed in one by one, or kept in a Maildir."""

from enum import Enum, auto
from pathlib import Path

from django.conf import settings

from citytocity.mail.actions import note_returned
from citytocity.mail.notices import LARGEST, read
from citytocity.mail.verp import origin

SEEN = ":2,S"  # of a Maildir


class Taken(Enum):
    """What was made of a mail."""

    NOTED = auto()
    """A notice about a letter of ours: what follows is done."""
    NOTHING = auto()
    """It came to a letter's own address, but nothing follows: an answer, or a delay."""
    NOT_OURS = auto()
    """It tells of no letter that we sent."""


def take_in(raw: bytes) -> Taken:
    """Does what follows from the mail; only what names an address that we made counts."""
    letter = origin(raw[:LARGEST].decode("latin-1"))
    if letter is None:
        return Taken.NOT_OURS
    notice = read(raw)
    if notice.kind is None:
        return Taken.NOTHING
    note_returned(
        notice.kind,
        key=letter.key,
        reference=letter.reference,
        at=letter.at,
        words=notice.words,
    )
    return Taken.NOTED


def take_in_maildir() -> None:
    """Takes in what is new where CITYTOCITY_EMAIL_BOUNCES_MAILDIR says that bounces arrive."""
    if settings.EMAIL_BOUNCES_MAILDIR:
        take_in_all(Path(settings.EMAIL_BOUNCES_MAILDIR))


def take_in_all(folder: Path) -> dict[Taken, int]:
    """Takes in what is new in the Maildir. Notices that were noted are deleted, as they hold
    addresses; the others lie there as read, for a person.
    """
    counted = dict.fromkeys(Taken, 0)
    for path in sorted((folder / "new").iterdir()):
        taken = take_in(path.read_bytes())
        counted[taken] += 1
        if taken is Taken.NOTED:
            path.unlink()
        else:
            path.rename(folder / "cur" / f"{path.name}{SEEN}")
    return counted
