"""What is heard from below: a story was published."""

from typing import Any

from wagtail.models import Page

from citytocity.contributions.actions import mark_published


def tell_of_publication(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Whoever wrote the story hears that it is out, once; not of one that only has its day."""
    if instance.live:
        mark_published(instance)
