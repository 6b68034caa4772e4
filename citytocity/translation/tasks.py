"""What the worker does for the translators' desk."""

from django.apps import apps
from django_tasks import task

from citytocity.people.models import User
from citytocity.translation.actions import publish_together, take_in_records
from citytocity.translation.models import Text


@task(backend="jobs")
def take_in_batch(kind: str, keys: list[int]) -> None:
    """The records of a kind, such as `ledger.Activity`, wait for translators."""
    take_in_records(apps.get_model(kind), keys)


@task(backend="jobs")
def bring_out_approved(text: int, by: int | None) -> None:
    """The translations that waited for the text; none if it was taken back meanwhile."""
    found = Text.objects.filter(pk=text, is_out=True).first()
    person = (
        User.objects.filter(pk=by).first() if by else None
    )  # None if nobody is known to have made the draft
    if found:
        publish_together(found, by=person)
