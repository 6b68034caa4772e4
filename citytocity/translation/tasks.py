"""What the worker does for the translators' desk."""

from django.apps import apps
from django_tasks import task

from citytocity.translation.actions import take_in_records


@task(backend="jobs")
def take_in_batch(kind: str, keys: list[int]) -> None:
    """The records of a kind, such as `ledger.Activity`, wait for translators."""
    take_in_records(apps.get_model(kind), keys)
