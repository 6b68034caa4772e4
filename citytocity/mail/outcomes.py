"""What became of a letter at the mail server, as a value: accepted, put off, refused, or unknown.

Read from reply codes (RFC 5321, 4.2) and enhanced status codes (RFC 3463).
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, StrEnum, auto

from citytocity.mail.addresses import without_addresses

BACK_OFF = tuple(timedelta(minutes=wait) for wait in (5, 15, 60, 180, 360, 720, 1_440, 1_440))
"""Before the second, third ... try of one letter: greylists want minutes, full disks days."""
ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")
NO_SUCH_MAILBOX = re.compile(r"^5\.(1\.(?!7$|8$)\d+|2\.1)$")  # 5.1.7 and 5.1.8 are of the sender
NO_SUCH_MAILBOX_CODES = frozenset({550, 551, 553})
TOO_MUCH = 552  # a letter too large; of a recipient, a mailbox that is full (4.5.3.1.10)
CLOSING = 421
LONGEST_WORDS = 300
IN_A_ROW = 5  # letters refused one after the other: then it is not the letters


class Stage(Enum):
    """How far the talk with the server had come."""

    OPENING = auto()
    SENDER = auto()
    RECIPIENT = auto()
    DATA = auto()
    END = auto()


class Kind(StrEnum):
    ACCEPTED = "accepted"
    """The server has it now."""
    PUT_OFF = "put off"
    """Not now (4xx): try this letter again after `again`."""
    BOUNCED = "bounced"
    """There is no such mailbox (5xx): never again."""
    REFUSED = "refused"
    """This letter is refused for good, though the mailbox may be there."""
    STOPPED = "stopped"
    """The server wants no letters of ours: a person has to see to it."""
    LOST = "lost"
    """The line broke, or there was none, before the letter was over: it is safe to try again."""
    UNKNOWN = "unknown"
    """The line broke after the letter was over, before the answer: nobody knows who has it."""


@dataclass(frozen=True)
class Outcome:
    """What became of one letter.

    `words` are the server's, without addresses. `again` says when to try again; None where not.
    `is_everybodys` says that it was not about this letter: the next ones would fare the same.
    `is_try` is False where not even a line was to be had: then it does not count as a try.
    """

    kind: Kind
    words: str = ""
    again: timedelta | None = None
    is_everybodys: bool = False
    is_try: bool = True

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do for this letter; where all was stopped there is."""
        return self.again is None and self.kind is not Kind.STOPPED

    @property
    def may_have_arrived(self) -> bool:
        return self.kind in {Kind.ACCEPTED, Kind.UNKNOWN}


@dataclass(frozen=True)
class Reply:
    """What the server said, and to what."""

    stage: Stage
    code: int
    words: str

    @property
    def enhanced(self) -> str:
        found = ENHANCED.match(self.words)
        return found[1] if found else ""


class Refusals:
    """Counts letters that are refused one after the other, and stops at the fifth."""

    def __init__(self) -> None:
        self.in_a_row = 0

    def weighed(self, outcome: Outcome) -> Outcome:
        """The outcome, or that there is no going on."""
        if outcome.kind is Kind.ACCEPTED:
            self.in_a_row = 0
        elif outcome.kind is Kind.REFUSED:
            self.in_a_row += 1
        if self.in_a_row < IN_A_ROW:
            return outcome
        return replace(outcome, kind=Kind.STOPPED, is_everybodys=True)


def outcome_of(reply: Reply, *, tries: int = 0) -> Outcome:
    """What a reply means for the letter; `tries` is how often it was put off before."""
    if reply.stage is Stage.OPENING:
        return replace(_outcome(reply, 0), is_try=False)
    return _outcome(reply, tries)


def _outcome(reply: Reply, tries: int) -> Outcome:
    words = shortened(f"{reply.code} {reply.words}")
    about_all = reply.stage in {Stage.OPENING, Stage.SENDER} or reply.code == CLOSING
    if 200 <= reply.code < 300:
        return Outcome(Kind.ACCEPTED, words)
    if reply.code < 500 or _is_full(reply):
        return put_off(words, tries=tries, is_everybodys=about_all)
    if about_all and reply.code != TOO_MUCH:
        return Outcome(Kind.STOPPED, words, is_everybodys=True)
    return Outcome(Kind.BOUNCED if is_no_such_mailbox(reply) else Kind.REFUSED, words)


def is_no_such_mailbox(reply: Reply) -> bool:
    """Whether it says that the mailbox is not there, or not for good."""
    if reply.enhanced:
        return NO_SUCH_MAILBOX.match(reply.enhanced) is not None
    return reply.stage is Stage.RECIPIENT and reply.code in NO_SUCH_MAILBOX_CODES


def put_off(words: str, *, tries: int, is_everybodys: bool = False) -> Outcome:
    """To be tried again, later each time; given up after eight tries, within about three days."""
    return Outcome(Kind.PUT_OFF, words, back_off(tries), is_everybodys)


def lost(words: str, *, tries: int, is_try: bool = True) -> Outcome:
    """The line broke; what never began is never given up."""
    again = back_off(tries) if is_try else BACK_OFF[0]
    return Outcome(Kind.LOST, shortened(words), again, is_everybodys=True, is_try=is_try)


def back_off(tries: int) -> timedelta | None:
    return BACK_OFF[tries] if tries < len(BACK_OFF) else None


def shortened(words: str) -> str:
    """In one line, without addresses, and no longer than is kept."""
    return without_addresses(" ".join(words.split()))[:LONGEST_WORDS]


def _is_full(reply: Reply) -> bool:
    full = reply.code == TOO_MUCH and not reply.enhanced
    return reply.stage is Stage.RECIPIENT and (full or reply.enhanced == "5.2.2")
