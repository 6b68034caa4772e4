"""Beginning a story: a draft under a city's page, whatever it comes from."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from anyascii import anyascii
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import may
from citytocity.stories.enums import CreditRole
from citytocity.stories.models import CitiesPage, CityPage, StoryCredit, StoryPage

TITLE_AT_MOST, STANDFIRST_AT_MOST, SLUG_AT_MOST = 255, 400, 80


class NoPlaceError(Exception):
    """The site has no pages in the language to write under; the text says so."""


@transaction.atomic
def begin_draft(
    parent: CityPage,
    *,
    title: str,
    standfirst: str,
    body: Iterable[dict[str, Any]],
    by: User,
    author: str = "",
    about: Mapping[str, Iterable[Any]] | None = None,
) -> StoryPage:
    """A draft in the language of the city's page, with its first revision, in `by`'s hands.

    `body` is made of `passage`s; `author` is credited; `about` names records by the story's fields
    for them (`stories.models.story.REGISTER`). What is too long is cut. PermissionDenied for who
    does not write for the city.
    """
    if not may(by, Act.WRITE, city=parent.city):
        raise PermissionDenied
    story = StoryPage(
        title=Truncator(title).chars(TITLE_AT_MOST),
        slug=find_available_slug(parent, slugify(anyascii(title))[:SLUG_AT_MOST] or "story"),
        locale=parent.locale,
        standfirst=Truncator(standfirst).chars(STANDFIRST_AT_MOST),
        body=json.dumps(list(body)),
        live=False,
        owner=by,
    )
    for relation, records in (about or {}).items():
        setattr(story, relation, list(records))
    if author:
        credit = StoryCredit(role=CreditRole.AUTHOR, name=author, locale=parent.locale)
        story.credits.add(credit)
    parent.add_child(instance=story)
    story.save_revision(user=by, log_action="wagtail.create")
    return story


def passage(kind: str, value: Any) -> dict[str, Any]:
    """A block of a story's body, with the id by which it is found in every language."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def place_for(city: City, *, language: str, by: User) -> CityPage:
    """The city's page in the language; where there is none a draft of it, for stories need it.

    NoPlaceError if the site has no pages in the language at all.
    """
    locale, _is_new = Locale.objects.get_or_create(language_code=language)
    pages = CityPage.objects.filter(city=city)
    if page := pages.filter(locale=locale).first():
        return page
    if original := pages.order_by("-live", "pk").first():
        return original.copy_for_translation(locale, copy_parents=True)
    parent = CitiesPage.objects.filter(locale=locale).first()
    if parent is None:
        raise NoPlaceError(_("The site has no pages in this language yet."))
    name = city.name.in_language(language).text
    page = CityPage(city=city, title=name, slug=city.slug, locale=locale, live=False, owner=by)
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page
