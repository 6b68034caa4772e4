"""The issues as Atom, in the reader's language."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from citytocity.design.components import Row
from citytocity.design.heads import absolute
from citytocity.newsletter.models import Issue, Newsletter
from citytocity.newsletter.presentation import rows_of
from citytocity.newsletter.queries import issues_out, newsletter

NEWEST = 20


class IssueFeed(Feed):
    """The newest issues; each leads to its page in the archive."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Newsletter:
        found = newsletter()
        if not found.is_on:
            raise Http404
        return found

    def title(self, found: Newsletter) -> str:
        return str(found)

    def link(self, found: Newsletter) -> str:
        return absolute(reverse("newsletter:issue_list"))

    def feed_url(self, found: Newsletter) -> str:
        return absolute(reverse("newsletter:feed"))

    feed_guid = feed_url

    def author_name(self) -> str:
        return settings.SITE_NAME

    def subtitle(self, found: Newsletter) -> str:
        return str(found.about)

    def items(self, found: Newsletter) -> list[tuple[Issue, Row]]:
        issues = list(issues_out()[:NEWEST])
        return list(zip(issues, rows_of(issues, found), strict=True))

    def item_title(self, item: tuple[Issue, Row]) -> str:
        return item[1].title

    def item_description(self, item: tuple[Issue, Row]) -> str:
        """Django marks it as HTML, so plain words are written as such."""
        return escape(str(item[0].opening)[:300])

    def item_link(self, item: tuple[Issue, Row]) -> str:
        return absolute(item[1].url)

    def item_pubdate(self, item: tuple[Issue, Row]) -> Any:
        begins: datetime.datetime | None = item[0].begins
        return begins
