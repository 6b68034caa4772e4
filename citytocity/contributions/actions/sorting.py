"""What an editor decides on what came in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.contributions.enums import OPEN, Reason, State
from citytocity.contributions.letters import question_letter, refusal_letter
from citytocity.contributions.models import Contribution, Question
from citytocity.contributions.permissions import check_may_sort
from citytocity.mail.letters import send
from citytocity.people.models import User


class DecidedError(Exception):
    """It was decided otherwise meanwhile; the message says how it stands."""


@transaction.atomic
def take(contribution: Contribution, *, by: User) -> Contribution:
    """Says that this editor sees to it; another one may take it over."""
    opened = _open(contribution, by=by)
    if opened.taken_by_id == by.pk:
        return opened
    opened.taken_by = by
    if opened.state == State.NEW:
        opened.state = State.TAKEN
    opened.save()
    log(opened, "contributions.take", user=by, title=str(opened))
    return opened


@transaction.atomic
def ask_back(contribution: Contribution, *, words: str, by: User) -> Contribution:
    """Sends a question with the link to answer it; the same question twice is one."""
    opened = _open(contribution, by=by)
    if opened.questions.filter(words=words, answered=None).exists():
        return opened
    question = Question.objects.create(contribution=opened, words=words, asked_by=by)
    opened.state, opened.taken_by = State.ASKED, opened.taken_by or by
    opened.save()
    log(opened, "contributions.ask", user=by, title=str(opened))
    send(lambda: question_letter(opened, question), to=opened.email, language=opened.language)
    return opened


@transaction.atomic
def refuse(
    contribution: Contribution, *, reason: Reason, words: str = "", by: User
) -> Contribution:
    """Turns it away with a friendly letter that says why."""
    if _is_already(contribution, State.REFUSED, by=by):
        return contribution
    opened = _open(contribution, by=by)
    opened.state, opened.decided = State.REFUSED, timezone.now()
    opened.reason, opened.reason_words = reason, words
    opened.taken_by = opened.taken_by or by
    opened.save()
    log(opened, "contributions.refuse", user=by, title=str(opened))
    send(lambda: refusal_letter(opened), to=opened.email, language=opened.language)
    return opened


@transaction.atomic
def mark_spam(contribution: Contribution, *, by: User) -> Contribution:
    """Puts it away without a letter."""
    if _is_already(contribution, State.SPAM, by=by):
        return contribution
    opened = _open(contribution, by=by)
    opened.state, opened.decided = State.SPAM, timezone.now()
    opened.save()
    log(opened, "contributions.spam", user=by, title=str(opened))
    return opened


def locked(contribution: Contribution, *, by: User) -> Contribution:
    """The contribution as it stands now, kept from others until the transaction ends.

    PermissionDenied for whoever may not sort it.
    """
    found = Contribution.objects.select_for_update().get(pk=contribution.pk)
    check_may_sort(by, found)
    return found


def _is_already(contribution: Contribution, state: State, *, by: User) -> bool:
    return locked(contribution, by=by).state == state


def _open(contribution: Contribution, *, by: User) -> Contribution:
    found = locked(contribution, by=by)
    if found.state not in OPEN:
        raise DecidedError(
            _("“%(title)s” is decided already: %(state)s.")
            % {"title": found, "state": found.get_state_display()}
        )
    return found
