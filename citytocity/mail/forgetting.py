"""Letters in the queue of jobs hold an address; none stays there longer than it is needed, and its
owner may know of each."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.mail.tasks import deliver

LONGEST = datetime.timedelta(days=1)  # in hand so long, its worker is gone


def forget_letters_over() -> None:
    """What was sent, what was refused for good (the log says so, without the address), and what a
    worker had in hand that is no more."""
    left = Q(status="RUNNING", started_at__lt=timezone.now() - LONGEST)
    _letters().filter(Q(status__in=("SUCCESSFUL", "FAILED")) | left).delete()


def waiting_for(of: str, *, to: str) -> list[tuple[str, datetime.datetime]]:
    """The letters of the room to this address that have not gone: the subject of each, and since
    when it waits."""
    rows = _waiting(of).filter(args_kwargs__kwargs__to=to).order_by("enqueued_at")
    return [(row.args_kwargs["kwargs"]["subject"], row.enqueued_at) for row in rows]


def forget_waiting(of: str, *, to: str) -> None:
    """The letters of the room to this address that have not gone: they do not go any more. One
    that the worker has in hand is forgotten when it is over."""
    _waiting(of).filter(args_kwargs__kwargs__to=to).delete()


def forget_waiting_since(of: str, *, before: datetime.datetime) -> None:
    """The letters of the room that were to go before, and whose links open nothing by now."""
    _waiting(of).filter(enqueued_at__lt=before).delete()


def _waiting(of: str) -> QuerySet[DBTaskResult[Any, Any]]:
    return _letters().filter(status="READY", args_kwargs__kwargs__of=of)


def _letters() -> QuerySet[DBTaskResult[Any, Any]]:
    return DBTaskResult.objects.filter(task_path=deliver.module_path)
