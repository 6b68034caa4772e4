"""An edition that cannot be put together holds up nobody else; its letters wait.

What breaks it, such as a record that a template stumbles over, is mended by a person: the office is
told, and the letters are tried every ten minutes until they go, or the issue is stopped.
"""

import datetime
import logging
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from citytocity.mail.letters import send
from citytocity.mail.outcomes import shortened
from citytocity.newsletter.enums import DeliveryState, IssueState
from citytocity.newsletter.models import Delivery, Edition, Issue
from citytocity.newsletter.office_letters import broken_letter
from citytocity.newsletter.permissions import people_who_send

AGAIN = datetime.timedelta(minutes=10)
BEGINS = "not put together: "
LONGEST_WORDS = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Broken:
    """How many letters in a language wait because their edition cannot be put together, and what
    went wrong."""

    language: str
    letters: int
    words: str


class _WordsOfError(Exception):
    """Stands for an error in the log: where it was raised, and its words without addresses."""


@transaction.atomic
def note_broken(edition: Edition, error: Exception, *, lease: str) -> None:
    """The letters of the edition that are due by now, or in these hands, wait; all who send the
    newsletter hear of it once for an issue, as one record may break all its editions. Letters of
    later waves, and those put off, keep their hour and what the mail server said of them."""
    now, said = timezone.now(), shortened(f"{type(error).__name__}: {error}")
    words = f"{BEGINS}{said}"[:LONGEST_WORDS]
    where = _WordsOfError(said).with_traceback(error.__traceback__)
    logger.error("Edition %d of the newsletter waits, %s", edition.pk, words, exc_info=where)
    issue = Issue.objects.select_for_update(no_key=True).get(pk=edition.issue_id)
    is_known = _broken().filter(issue=issue).exists()  # asked by one worker at a time
    ours = Q(state=DeliveryState.LEASED, lease=lease) | Q(state=DeliveryState.DUE)
    waiting = Delivery.objects.filter(ours, edition=edition, not_before__lte=now)
    waiting.update(
        state=DeliveryState.DUE,
        not_before=now + AGAIN,
        lease="",
        until=None,
        answer=words,
    )
    if not is_known:
        letter = partial(broken_letter, edition, words.removeprefix(BEGINS))
        for person in people_who_send():
            send(letter, to=person.email, language=person.language)


def broken_of(issue: Issue) -> list[Broken]:
    """What waits of an issue for that reason, by language; one query."""
    rows = _broken().filter(issue=issue).order_by("edition__language", "answer")
    counted = rows.values("edition__language", "answer").annotate(n=Count("pk"))
    return [
        Broken(row["edition__language"], row["n"], row["answer"].removeprefix(BEGINS))
        for row in counted
    ]


def issues_broken() -> QuerySet[Issue]:
    """Those of which letters wait for that reason."""
    sent = Issue.objects.filter(state=IssueState.SENDING)
    return sent.filter(Exists(_broken().filter(issue=OuterRef("pk"))))


def _broken() -> QuerySet[Delivery]:
    waiting = (DeliveryState.DUE, DeliveryState.LEASED)
    return Delivery.objects.filter(state__in=waiting, answer__startswith=BEGINS)
