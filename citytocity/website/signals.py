"""What makes pages new: the register's word, and every change of pages, pictures and sites."""

from typing import Any

from django.conf import settings

from citytocity.design.memory import new_version
from citytocity.ledger.signals import once_on_commit

SHOWN = frozenset({"stories", "website", "wagtailcore", "wagtailimages", "wagtaildocs",
                   "wagtailredirects", "wagtail_localize", "newsroom", "visits"})  # fmt: skip
NOT_SHOWN = frozenset({"modellogentry", "pagelogentry", "revision", "referenceindex", "rendition",
                       "uploadedfile", "comment", "commentreply", "pagesubscription",
                       "check", "reminder", "traveller", "forgotten"})  # fmt: skip


def make_pages_new(**kwargs: Any) -> None:
    """Every page kept by any process is forgotten, at once."""
    new_version(settings.DATA_DIR)


def make_pages_new_if_shown(sender: Any, **kwargs: Any) -> None:
    """Hears of every saved or deleted row; those that pages show count on commit."""
    meta = sender._meta
    if meta.app_label in SHOWN and meta.model_name not in NOT_SHOWN:
        once_on_commit(make_pages_new)
