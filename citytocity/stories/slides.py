"""What stories add to the slides of a partnership: their pictures, and what people say in them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from citytocity.design.components import Link, Picture
from citytocity.design.photographs import SHOWN
from citytocity.languages.catalogue import html_code
from citytocity.ledger.sections import Section, Slide, Years
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path, story_picture
from citytocity.stories.queries import stories_in

STORIES = 40  # the newest of the years, in which pictures and voices are looked for
PICTURES = 4
VOICES = 3


@dataclass(frozen=True)
class Photograph:
    picture: Picture
    story: Link


@dataclass(frozen=True)
class Voice:
    """What somebody says in a story, or what the story says of itself; `lang` is its language."""

    text: str
    by: str
    story: Link
    lang: str = ""


def slides_of_partnership(request: HttpRequest, years: Years) -> list[Slide]:
    language = get_language() or settings.LANGUAGE_CODE
    images = get_image_model().objects.prefetch_renditions(*SHOWN)
    stories = list(
        stories_in(language)
        .select_related(None)
        .select_related("locale")
        .filter(partnerships=years.partnership, dated__year__range=(years.first, years.last))
        .prefetch_related(Prefetch("picture", images))[:STORIES]
    )
    return [*_pictures(stories, language), *_voices(stories, language)]


def _pictures(stories: list[StoryPage], language: str) -> list[Slide]:
    shown = [
        Photograph(picture, _link(story, language))
        for story in stories
        if (picture := story_picture(story, lang=_foreign(story, language)))
    ][:PICTURES]
    if not shown:
        return []
    section = Section("stories/_photographs.html", {"photographs": shown})
    return [Slide("pictures", _("In pictures"), section)]


def _voices(stories: list[StoryPage], language: str) -> list[Slide]:
    """One for each story: what somebody says in it, or else its first words."""
    shown = [_voice(story, language) for story in stories[:VOICES]]
    if not shown:
        return []
    return [
        Slide("voices", _("In their words"), Section("stories/_voices.html", {"voices": shown}))
    ]


def _voice(story: StoryPage, language: str) -> Voice:
    quotes = (block.value for block in story.body if block.block_type == "quote")
    quote = next(quotes, None)
    return Voice(
        text=quote["text"] if quote else story.standfirst,
        by=quote["by"] if quote else "",
        story=_link(story, language),
        lang=_foreign(story, language),
    )


def _link(story: StoryPage, language: str) -> Link:
    return Link(story.title, story_path(story, language), _foreign(story, language))


def _foreign(story: StoryPage, language: str) -> str:
    code = story.locale.language_code
    return "" if code == language else html_code(code)
