"""Reads notices about letters: that one was not delivered (RFC 3464), or is called spam (RFC 5965).

No kept package reads them (flufl.bounce was considered: it guesses addresses from many servers' own
words, which we need not, as the address that a notice comes to says which letter it was).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from citytocity.mail.enums import Returned
from citytocity.mail.outcomes import Reply, Stage, is_no_such_mailbox, shortened

LARGEST = 1024 * 1024  # bytes that are read of one
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
CODE = re.compile(r"\b([45]\d\d)\b")
UNSAID = re.compile(r"^5\.0\.\d+$")  # a status that says nothing but that it failed
NOBODY = re.compile(r"\b(unknown|no such|not exist|not found)\b", re.IGNORECASE)
SPAM = frozenset({"abuse", "fraud", "virus", "other"})  # RFC 5965, 7.3; not `not-spam`
MOST_TELLING = (Returned.BOUNCED, Returned.FAILED)


@dataclass(frozen=True)
class Notice:
    """What a notice says of one letter; its kind is None where nothing follows from it."""

    kind: Returned | None
    words: str = ""


def read(raw: bytes) -> Notice:
    """What the mail says; nothing follows from the answers of machines and of people."""
    for part in message_from_bytes(raw[:LARGEST]).walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_delivery(list(_fields(part)))
        if part.get_content_type() == "message/feedback-report":
            return _of_feedback(list(_fields(part)))
    return Notice(None)


def kind_in(words: str) -> Returned | None:
    """What the status in a server's words means (RFC 3463); None if it has none, or it is empty."""
    found = STATUS.search(words)
    if found is None or UNSAID.match(found[1]):
        return None
    is_nobody = is_no_such_mailbox(Reply(Stage.RECIPIENT, 550, found[1]))
    return Returned.BOUNCED if is_nobody else Returned.FAILED


def _fields(part: Message) -> Iterator[Message]:
    """The groups of fields of a report: the first of the whole, then one for each recipient."""
    inside = part.get_payload()
    if isinstance(inside, list):
        yield from (group for group in inside if isinstance(group, Message))


def _of_delivery(groups: Iterable[Message]) -> Notice:
    """What is worst for any recipient; of ours there is one, but it may lead on to several."""
    told = [_of_recipient(group) for group in groups if group["Action"]]
    for kind in MOST_TELLING:
        for notice in told:
            if notice.kind is kind:
                return notice
    return told[0] if told else Notice(None)


def _of_recipient(group: Message) -> Notice:
    said = str(group["Diagnostic-Code"] or "").partition(";")[2]
    words = shortened(f"{group['Status'] or ''} {said}")
    if str(group["Action"]).partition("(")[0].strip().lower() != "failed":
        return Notice(None, words)
    kind = kind_in(str(group["Status"] or "")) or kind_in(said) or _kind_by_code(said)
    return Notice(kind, words)


def _kind_by_code(said: str) -> Returned:
    """Without a status: 550 alone may be a policy; the words have to say that nobody is there."""
    code = CODE.search(said)
    is_refused = code is not None and is_no_such_mailbox(Reply(Stage.RECIPIENT, int(code[1]), ""))
    return Returned.BOUNCED if is_refused and NOBODY.search(said) else Returned.FAILED


def _of_feedback(groups: Iterable[Message]) -> Notice:
    for group in groups:
        kind = str(group["Feedback-Type"] or "").strip().lower()
        if kind in SPAM:
            return Notice(Returned.COMPLAINED, shortened(kind))
    return Notice(None)
