"""What is heard of the register: a record was changed, deleted, brought back."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from citytocity.confirmation.actions import settle, settle_many
from citytocity.confirmation.facts import FORMS
from citytocity.confirmation.models import Statement
from citytocity.ledger.models import Activity, Agreement, Partnership
from citytocity.ledger.signals import announce, once_on_commit


def heed_change(sender: Any, instance: Any, *, raw: bool = False, **kwargs: Any) -> None:
    """What was confirmed is another thing now, or what a city corrected stands in the register."""
    if raw:
        return
    for record in _records_with(instance):
        settle(record)


def heed_deletion(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What was said of the record is kept, and shown to readers no more."""
    if sender in FORMS:
        _note_gone(sender, [instance.pk])


def heed_removal(
    sender: Any, *, keys: list[int], rows: dict[Any, list[int]], **kwargs: Any
) -> None:
    """The same of many records and the rows of their lists: without these a record is another one
    already, as it is for whoever deletes one by one."""
    if sender in FORMS and any(rows.values()):
        settle_many(sender, keys)
    for model, gone in {sender: keys, **rows}.items():
        if model in FORMS:
            _note_gone(model, gone)


def heed_return(
    sender: Any, instance: Any, *, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """A deleted record that is brought back has its old key, and with it what was said of it."""
    if created and not raw and sender in FORMS:
        kind = ContentType.objects.get_for_model(sender)
        said = Statement.objects.filter(kind=kind, record_key=instance.pk, gone__isnull=False)
        said.update(gone=None)


def announce_statement(sender: Any, **kwargs: Any) -> None:
    """Readers see it beside the record, so pages are made anew."""
    if sender is Statement:
        once_on_commit(announce)


def _note_gone(model: Any, keys: list[int]) -> None:
    kind = ContentType.objects.get_for_model(model)
    said = Statement.objects.filter(kind=kind, record_key__in=keys, gone=None)
    said.update(gone=timezone.now())


def _records_with(instance: Any) -> list[Any]:
    """The record, and the one in whose list it stands."""
    records = [instance] if type(instance) in FORMS else []
    for whole in (Activity, Agreement, Partnership):
        for name, form in FORMS[whole].rows.items():
            if form.model is type(instance):
                field = whole._meta.get_field(name).field
                records.append(whole(pk=getattr(instance, field.attname)))
    return records
