"""The newsletter in the worker: some seconds at a time, so that other jobs have their turn."""

from typing import Any

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from citytocity.newsletter.asking import ask_due, is_anybody_to_ask
from citytocity.newsletter.sending import is_anything_left, send_due

SECONDS = 20


@task(backend="jobs")
def send_some() -> None:
    """Sends what is due, and asks for another turn while there is more."""
    if send_due(seconds=SECONDS):
        send_some.enqueue()


@task(backend="jobs")
def ask_some() -> None:
    """Asks who was silent for two years, and asks for another turn while there are more."""
    if ask_due(seconds=SECONDS):
        ask_some.enqueue()


def go_on() -> None:
    """Asks for a turn where there is something to do and none is asked for; what the timetable
    does. So a worker that died has a follower, and several workers share the work."""
    if is_anything_left() and not _is_asked_for(send_some):
        send_some.enqueue()
    if is_anybody_to_ask() and not _is_asked_for(ask_some):
        ask_some.enqueue()


def _is_asked_for(turn: Any) -> bool:
    waiting = DBTaskResult.objects.filter(task_path=turn.module_path, status="READY")
    return waiting.exists()
