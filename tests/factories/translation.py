"""Stories and records on the translators' desk."""

import uuid
from typing import Any

from citytocity.cities.models import City
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of
from citytocity.translation.actions import take_in_page
from citytocity.translation.models import Job, Text
from tests.factories import stories


def written(
    title: str,
    *paragraphs: str,
    of: City,
    language: str = "de",
    draft: bool = False,
    **values: Any,
) -> StoryPage:
    """A story of paragraphs, written in a city, published or a draft; paragraphs have ids."""
    body = [
        {"type": "paragraph", "value": f"<p>{words}</p>", "id": str(uuid.uuid4())}
        for words in paragraphs
    ]
    story = stories.story(title, of=of, language=language, live=not draft, **values)
    story.body = body
    story.save()
    revision = story.save_revision()
    if not draft:
        revision.publish()
    return story


def rewritten(story: StoryPage, number: int, words: str) -> StoryPage:
    """The story with other words in one of its paragraphs; not saved."""
    story = StoryPage.objects.get(pk=story.pk)
    raw = list(story.body.raw_data)
    raw[number] = {**raw[number], "value": f"<p>{words}</p>"}
    story.body = raw
    return story


def on_the_desk(story: StoryPage, *, out: bool = True) -> Text:
    return take_in_page(story, city=city_of(story), out=out)


def job(text: Text, language: str = "ru") -> Job:
    return Job.objects.select_related("text__page", "text__kind").get(text=text, language=language)
