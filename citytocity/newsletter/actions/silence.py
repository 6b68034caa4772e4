"""Readers of whom nothing was heard for two years: noticed, and taken out if they do not answer."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from citytocity.newsletter.actions.readers import erase
from citytocity.newsletter.consenting import SILENT_DAYS
from citytocity.newsletter.enums import ReaderState, Turn
from citytocity.newsletter.models import Question, Reader
from citytocity.newsletter.queries import newsletter, reading

AT_ONCE = 500


def attend_to_the_silent() -> None:
    """What the timetable does; the letters go by `asking`. Done twice, it is as done once."""
    take_out_the_silent()
    if newsletter().is_on:
        notice_the_silent()


def notice_the_silent() -> int:
    """A question to each who was silent for two years and has none yet; how many there are."""
    now = timezone.now()
    long_ago = now - datetime.timedelta(days=SILENT_DAYS)
    silent = reading().filter(heard__lt=long_ago, question__isnull=True).order_by("heard", "pk")
    questions = [
        Question(reader_id=pk, noticed=now, not_before=now)
        for pk in silent.values_list("pk", flat=True)
    ]
    Question.objects.bulk_create(questions, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(questions)


def take_out_the_silent() -> int:
    """Who was asked, reminded, and has not answered by the day that the letters said, is erased.

    How many they were. Nobody goes whom no reminder reached the mail server for.
    """
    return sum(_take_out(pk) for pk in _unanswered().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _take_out(question: int) -> bool:
    """False if she has answered meanwhile, or is to be reminded anew. The reader is locked before
    her question, as where she answers."""
    readers = Reader.objects.select_for_update(of=("self",)).filter(question=question)
    reader = readers.filter(state=ReaderState.READING).first()
    if reader is None or not _unanswered().filter(pk=question).exists():
        return False
    erase(reader, turn=Turn.SILENT)
    return True


def _unanswered() -> QuerySet[Question]:
    return Question.objects.filter(
        reminded__isnull=False, answer_by__lt=timezone.localdate(), lease=""
    )
