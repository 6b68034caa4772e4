from typing import Any

from django.apps import AppConfig
from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "citytocity.stories"
    label = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        from wagtail.models import Page, Site  # models are ready only now

        def forget_tree(sender: type, **kwargs: Any) -> None:
            if issubclass(sender, Page | Site):
                transaction.on_commit(_grow)

        post_save.connect(forget_tree, weak=False, dispatch_uid="stories-tree-saved")
        post_delete.connect(forget_tree, weak=False, dispatch_uid="stories-tree-deleted")


def _grow() -> None:
    from citytocity.stories.signals import KEY

    cache = caches["default"]
    cache.set(KEY, cache.get(KEY, 0) + 1, timeout=None)
