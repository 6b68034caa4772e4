"""Fetching feeds, and what an editor does with a lead."""

import datetime
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.dates.wording import day_in_words
from citytocity.outside.fetching import Allowed, FetchError, fetch, is_public
from citytocity.people.models import User
from citytocity.stories.actions import begin_draft, passage
from citytocity.stories.enums import StoryKind
from citytocity.stories.models import CityPage, StoryPage
from citytocity.wire.enums import LeadState
from citytocity.wire.models import Feed, Lead
from citytocity.wire.permissions import may_use
from citytocity.wire.reading import Item, UnreadableFeedError, items

EVERY = datetime.timedelta(minutes=30)
SLOWEST = datetime.timedelta(days=1)
KEPT = datetime.timedelta(days=90)
UNREADABLE = "This is no feed we can read."

logger = logging.getLogger(__name__)


class NoPageError(Exception):
    """The city has no page in the lead's language to write under; the text says so."""


def fetch_due(*, allowed: Allowed = is_public) -> int:
    """Fetches the feeds whose time has come and forgets old leads; the number of new ones."""
    now = timezone.now()
    due = Feed.objects.filter(Q(due=None) | Q(due__lte=now), is_on=True).order_by("due")
    found = sum(_fetch_alone(feed, allowed=allowed) for feed in due)
    Lead.objects.filter(published__lt=now - KEPT).exclude(state=LeadState.USED).delete()
    return found


def fetch_feed(feed: Feed, *, allowed: Allowed = is_public) -> int:
    """Asks one feed; the number of new leads. What went wrong is kept with the feed.

    A feed that fails is asked less and less often, once a day at last.
    """
    try:
        answer = fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified, allowed=allowed)
        found = [] if answer.body is None else items(answer.body, base=feed.url)
    except (FetchError, UnreadableFeedError) as error:
        _count_failure(feed, str(error) or UNREADABLE)
        return 0
    now = timezone.now()
    facts = {"fetched": now, "fault": "", "failures": 0, "due": now + EVERY}
    if answer.body is not None:
        facts |= {"etag": answer.etag, "last_modified": answer.last_modified}
    with transaction.atomic():
        _note(feed, **facts)
        return _keep(feed, found)


@transaction.atomic
def begin_story(lead: Lead, *, by: User) -> StoryPage:
    """A draft under the city's page that names and links the lead; its text is not copied.

    PermissionDenied for who does not edit the city's stories; NoPageError if the city has no page
    in the feed's language. A second time it gives the draft that is there.
    """
    lead = (
        Lead.objects.select_for_update(of=("self",)).select_related("feed", "city").get(pk=lead.pk)
    )
    if not may_use(by, lead):
        raise PermissionDenied
    if lead.story is not None:
        return StoryPage.objects.get(pk=lead.story.pk)
    parent = CityPage.objects.filter(
        city=lead.city, locale__language_code=lead.feed.language
    ).first()
    if parent is None:
        raise NoPageError(_no_page(lead))
    story = _draft(lead, parent, by)
    lead.story, lead.state = story, LeadState.USED
    lead.save()
    log(lead, "wire.use", user=by)
    return story


@transaction.atomic
def put_aside(lead: Lead, *, by: User) -> Lead:
    """Shown no more among the new ones."""
    if not may_use(by, lead):
        raise PermissionDenied
    lead.state = LeadState.DISMISSED
    lead.save(update_fields=["state"])
    return lead


def _fetch_alone(feed: Feed, *, allowed: Allowed) -> int:
    """As `fetch_feed`, but whatever a stranger's file does to us stays with this one feed."""
    try:
        return fetch_feed(feed, allowed=allowed)
    except Exception as error:
        # Not the traceback: it may hold the address, and that a key.
        logger.error("Feed %s cannot be read (%s).", feed.pk, type(error).__name__)
        _count_failure(feed, UNREADABLE)
        return 0


def _count_failure(feed: Feed, fault: str) -> None:
    now, failures = timezone.now(), min(feed.failures + 1, 10)
    due = now + min(EVERY * 2**failures, SLOWEST)
    _note(feed, fetched=now, fault=fault, failures=failures, due=due)


def _note(feed: Feed, **facts: Any) -> None:
    """Keeps how the asking went and nothing else: the feed may be edited or deleted meanwhile."""
    for name, value in facts.items():
        setattr(feed, name, value)
    Feed.objects.filter(pk=feed.pk).update(**facts)


def _keep(feed: Feed, found: list[Item]) -> int:
    """Those that are new to the feed's city, by whatever feed they came."""
    now = timezone.now()
    theirs = Lead.objects.filter(city=feed.city_id, mark__in=[i.mark for i in found])
    known = set(theirs.values_list("mark", flat=True))
    keys = set(feed.leads.filter(key__in=[i.key for i in found]).values_list("key", flat=True))
    new: list[Lead] = []
    for item in found:
        when = min(item.published or now, now)
        if item.mark in known or item.key in keys or when < now - KEPT:
            continue
        known.add(item.mark)
        keys.add(item.key)
        new.append(
            Lead(
                feed=feed,
                city_id=feed.city_id,
                key=item.key,
                mark=item.mark,
                url=item.url,
                title=item.title,
                summary=item.summary,
                published=when,
            )
        )
    Lead.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _draft(lead: Lead, parent: CityPage, by: User) -> StoryPage:
    language = lead.feed.language
    with translation.override(language):
        told = {
            "name": lead.feed.name,
            "day": day_in_words(lead.published.date(), language),
        }
        after = _("After a report by %(name)s, %(day)s.") % told
    words = format_html('<p><a href="{}">{}</a></p>', lead.url, lead.title)
    return begin_draft(
        parent,
        title=lead.title,
        standfirst=after,
        body=[passage("paragraph", words)],
        by=by,
        about={"cities": [lead.city]},
        kind=StoryKind.NEWS,
    )


def _no_page(lead: Lead) -> str:
    words = _("%(city)s has no page in this language yet. Begin it: the draft stands under it.")
    return words % {"city": lead.city}
