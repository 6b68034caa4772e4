"""Traces of stories, by which what is sent in is known again; the worker makes them."""

from django.db import transaction
from django_tasks import task
from wagtail.rich_text import get_text_for_indexing

from citytocity.contributions import likeness
from citytocity.contributions.models import Trace
from citytocity.stories.models import StoryPage


@task(backend="jobs")
def trace_stories() -> None:
    """Gives every published story its traces that has none yet; done often, it does little."""
    traced = Trace.objects.filter(story__isnull=False).values("story")
    for story in StoryPage.objects.live().exclude(pk__in=traced).iterator(chunk_size=50):
        trace(story)


@transaction.atomic
def trace(story: StoryPage) -> None:
    """The traces of the story as it is now, in the place of older ones."""
    Trace.objects.filter(story=story).delete()
    Trace.objects.bulk_create(
        Trace(story=story, mark=mark) for mark in likeness.marks(_text_of(story)) or {0}
    )


def _text_of(story: StoryPage) -> str:
    parts = (" ".join(block.block.get_searchable_content(block.value)) for block in story.body)
    return get_text_for_indexing("\n".join([story.standfirst, *parts]))
