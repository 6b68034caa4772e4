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
from citytocity.stories.guides import first_words, guide_to
from citytocity.stories.models import CitiesPage, CityPage, StoryCredit, StoryPage

_SIDE = {"city": None, "text": ""}
EMPTY: dict[str, Any] = {
    "picture": {"image": None, "alt": "", "caption": "", "credit": "", "rights": "reserved"},
    "gallery": [],
    "quote": {"text": "", "by": ""},
    "comparison": {"title": "", "first": _SIDE, "second": _SIDE},
    "facts": {"activity": None, "result": None, "partnership": None, "recognition": None},
}
"""What a block holds that nobody has written in; the others hold no words."""
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
    owner: User | None = None,
    author: str = "",
    kind: str = "",
    about: Mapping[str, Iterable[Any]] | None = None,
) -> StoryPage:
    """A draft in the language of the city's page, with its first revision, in the hands of its
    `owner`, or of `by` if none is named.

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
        kind=kind,
        live=False,
        owner=owner or by,
    )
    for relation, records in (about or {}).items():
        setattr(story, relation, list(records))
    if author:
        credit = StoryCredit(role=CreditRole.AUTHOR, name=author, locale=parent.locale)
        story.credits.add(credit)
    parent.add_child(instance=story)
    # not cleaned, as Wagtail's own first draft: what is still empty is asked for on publishing
    story.save_revision(user=by, log_action="wagtail.create", clean=False)
    return story


@transaction.atomic
def begin_in(city: City, *, language: str, kind: str, title: str, by: User) -> StoryPage:
    """A draft of its kind under the city's page in the language, with that page if there is none.

    PermissionDenied for who does not write for the city; NoPlaceError if the site has no pages in
    the language at all. Nothing is made then.
    """
    if not may(by, Act.WRITE, city=city):
        raise PermissionDenied
    return begin_of_kind(place_for(city, language=language, by=by), kind, title=title, by=by)


def begin_of_kind(parent: CityPage, kind: str, *, title: str, by: User) -> StoryPage:
    """A draft that has the shape of its kind: headings and questions in the language of the page,
    with room to write under them. Without a kind it begins with one paragraph."""
    guide = guide_to(kind)
    shape = guide.shape if guide else (("paragraph", ""),)
    body = _shaped(shape, language=parent.locale.language_code)
    about = {"cities": [parent.city]}
    return begin_draft(parent, title=title, standfirst="", body=body, by=by, kind=kind, about=about)


def _shaped(shape: Iterable[tuple[str, Any]], *, language: str) -> list[dict[str, Any]]:
    """The blocks of a draft. Questions that follow each other are one interview."""
    body: list[dict[str, Any]] = []
    for block, words in shape:
        said = first_words(words, language) if words else ""
        if block != "question":
            body.append(passage(block, said or EMPTY.get(block, "")))
            continue
        if not body or body[-1]["type"] != "interview":
            body.append(passage("interview", []))
        asked = {"question": said, "answer": ""}
        body[-1]["value"].append({"type": "item", "value": asked, "id": str(uuid.uuid4())})
    return body


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
