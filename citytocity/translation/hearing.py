"""Texts come to the desk by themselves: what is published or saved waits for translators."""

import threading
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from citytocity.ledger.signals import ROOMS, is_waiting, once_on_commit
from citytocity.stories.models import CityPage, StoryPage, TopicPage
from citytocity.stories.permissions import city_of
from citytocity.translation import records
from citytocity.translation.actions import (
    note_translation,
    note_withdrawal,
    take_in_page,
    take_in_records,
)
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.tasks import bring_out_approved, take_in_batch

AT_ONCE, BATCH = 50, 500
PAGES = (StoryPage, CityPage, TopicPage)
_held = threading.local()


def page_is_out(sender: Any, instance: Page, **kwargs: Any) -> None:
    """An original waits for translators, and its approved translations come out with it, by the
    worker; a translation made elsewhere waits no more.

    Wagtail says this of a page, too, that only has its day now: translators may begin, and what
    they have done comes out with it and not before.
    """
    if not isinstance(instance, PAGES):
        return
    if _is_original(instance):
        _original_is_out(instance, kwargs.get("revision"))
    elif instance.live:
        note_translation(instance)


def _original_is_out(page: Page, revision: Any) -> None:
    is_small = getattr(page, "is_small_change", False)
    text = take_in_page(page, city=city_of(page), out=page.live, is_small=is_small)
    if is_small:
        StoryPage.objects.filter(pk=page.pk).update(is_small_change=False)
    if page.live and text.jobs.filter(state=JobState.APPROVED).exists():
        by = revision.user_id if revision else None
        transaction.on_commit(partial(bring_out_approved.enqueue, text.pk, by))


def page_is_back(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Taken back: what is approved waits until the original is out again."""
    if isinstance(instance, PAGES):
        note_withdrawal(instance, is_original=_is_original(instance))


def record_is_saved(sender: Any, instance: Any, *, raw: bool = False, **kwargs: Any) -> None:
    """Notes which records were saved; they are taken in together when the transaction is in."""
    if sender._meta.app_label in ROOMS and not raw and records.is_register(sender):
        _note(sender, [instance.pk])


def records_are_brought(sender: Any, **kwargs: Any) -> None:
    """The same of those that an import made, many at once."""
    if records.is_register(sender):
        _note(sender, [record.pk for record in kwargs["records"]])


def _note(model: Any, keys: list[int]) -> None:
    if not is_waiting(take_in_saved):  # what a transaction that was given up left is void
        _held.records = {}
    _saved().setdefault(model, set()).update(keys)
    once_on_commit(take_in_saved)


def take_in_saved() -> None:
    """A few at once; what an import brought is left to the worker."""
    saved, _held.records = _saved(), {}
    for model, keys in saved.items():
        if len(keys) <= AT_ONCE:
            take_in_records(model, keys)
            continue
        ordered = sorted(keys)
        for start in range(0, len(ordered), BATCH):
            take_in_batch.enqueue(model._meta.label, ordered[start : start + BATCH])


def text_is_gone(sender: Any, instance: Any, **kwargs: Any) -> None:
    if sender._meta.app_label in ROOMS and records.is_register(sender):
        kind = ContentType.objects.get_for_model(sender)
        Text.objects.filter(kind=kind, record_key=instance.pk).delete()


def texts_are_gone(
    sender: Any, *, keys: list[int], rows: dict[Any, list[int]], **kwargs: Any
) -> None:
    """The same of those that were taken out many at once, and of the rows of their lists."""
    for model, gone in {sender: keys, **rows}.items():
        if model._meta.app_label in ROOMS and records.is_register(model):
            kind = ContentType.objects.get_for_model(model)
            texts = Text.objects.filter(kind=kind, record_key__in=gone)
            for left in (Job.objects.filter(text__in=texts), texts):
                left._raw_delete(using=left.db)


def _is_original(page: Page) -> bool:
    """Whether the page was written in its language; others are translations of it."""
    original = getattr(page, "original_language", None)
    if original is not None:
        return original == page.locale.language_code
    first = type(page).objects.filter(translation_key=page.translation_key).order_by("pk").first()
    return first is not None and first.pk == page.pk


def _saved() -> dict[Any, set[int]]:
    if not hasattr(_held, "records"):
        _held.records = {}
    return _held.records
