"""How a reader stands: heard of, or gone. Verbs of readers use it, and the worker as well."""

from django.db import transaction
from django.utils import timezone

from citytocity.mail.enums import Reason
from citytocity.newsletter.enums import ReaderState, Turn
from citytocity.newsletter.models import Question, Reader, Tally


def hear_of(reader: Reader) -> bool:
    """A sign of life: the two years begin anew. Whether she was being asked for one."""
    Reader.objects.filter(pk=reader.pk).update(heard=timezone.now())
    return bool(Question.objects.filter(reader=reader).delete()[0])


@transaction.atomic
def end(reader: int, *, state: ReaderState, turn: Turn) -> None:
    """She reads it no more, and is asked nothing; of who had ended it before nothing changes."""
    readers = Reader.objects.filter(pk=reader, state=ReaderState.READING)
    if readers.update(state=state, ended=timezone.now()):
        Question.objects.filter(reader=reader).delete()
        Tally.add(turn)


def end_for(reason: Reason, *, reader: int) -> None:
    """Nothing that many get goes to her address any more, whoever found that out."""
    if reason is Reason.BOUNCED:
        end(reader, state=ReaderState.STOPPED, turn=Turn.BOUNCED)
    else:
        end(reader, state=ReaderState.LEFT, turn=Turn.LEFT)
