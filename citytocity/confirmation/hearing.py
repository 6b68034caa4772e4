"""What is heard of the register: a proposal was decided on, a record was deleted."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from citytocity.confirmation.actions import settle
from citytocity.confirmation.facts import FORMS
from citytocity.confirmation.models import Statement
from citytocity.ledger.models import Proposal
from citytocity.ledger.signals import announce, once_on_commit


def heed_decision(sender: Any, instance: Proposal, *, raw: bool = False, **kwargs: Any) -> None:
    """What a city corrected stands in the register now: so it says the same."""
    if not raw and not instance.is_open:
        settle(instance)


def heed_deletion(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What was said of the record is kept, and shown to readers no more."""
    if sender not in FORMS:
        return
    about = {"kind": ContentType.objects.get_for_model(sender), "record_key": instance.pk}
    Statement.objects.filter(**about, gone=None).update(gone=timezone.now())


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
