"""Stories as Atom, by language, city and topic."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.design.heads import absolute
from citytocity.stories.forms import StoryFilter
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import about_in_words, narrowed_path, story_path
from citytocity.stories.queries import stories_in

NEWEST = 20


class StoryFeed(Feed):
    """The newest stories for one reader: her language, and the city or topic in the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> dict[str, Any]:
        return StoryFilter.asked(request)

    def title(self, asked: dict[str, Any]) -> str:
        about = about_in_words(asked)
        return f"{settings.SITE_NAME}: {about}" if about else settings.SITE_NAME

    def link(self, asked: dict[str, Any]) -> str:
        return absolute(narrowed_path("stories:story_list", asked))

    def feed_url(self, asked: dict[str, Any]) -> str:
        return absolute(narrowed_path("stories:feed", asked))

    feed_guid = feed_url

    def author_name(self) -> str:
        """Who answers for all entries; Atom wants somebody to (RFC 4287, 4.1.1)."""
        return settings.SITE_NAME

    def subtitle(self, asked: dict[str, Any]) -> str:
        return _("What is unique in each city, and what the cities do together.")

    def items(self, asked: dict[str, Any]) -> list[StoryPage]:
        stories = stories_in(get_language() or settings.LANGUAGE_CODE)
        if "city" in asked:
            stories = stories.filter(cities=asked["city"])
        if "topic" in asked:
            stories = stories.filter(topics=asked["topic"])
        return list(stories[:NEWEST])

    def item_title(self, item: StoryPage) -> str:
        return item.title

    def item_description(self, item: StoryPage) -> str:
        """Django marks it as HTML, so plain words are written as such."""
        return escape(item.standfirst)

    def item_link(self, item: StoryPage) -> str:
        return absolute(story_path(item, item.locale.language_code))

    def item_pubdate(self, item: StoryPage) -> datetime.datetime:
        midnight = datetime.time(tzinfo=get_current_timezone())
        return datetime.datetime.combine(item.dated, midnight)

    def item_updateddate(self, item: StoryPage) -> datetime.datetime:
        return item.last_published_at or self.item_pubdate(item)
