"""What an editor looks at before a story is out: each language, ways to read, letter and card."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.design.access import ReadingSettings
from citytocity.design.heads import site_card
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.mail.letters import Letter
from citytocity.stories.cards import draw
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import may_read
from citytocity.stories.presentation import newsletter_piece
from citytocity.stories.queries import in_order
from citytocity.stories.views import show_story

PICTURES_INSIDE = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
FRAMED = "frame-ancestors 'self'; base-uri 'none'"


def modes(page: StoryPage) -> list[tuple[str, Any]]:
    """What may be chosen: the names of the modes, and how the editor's language calls them."""
    reader = translation.get_language() or page.locale.language_code
    others = page.get_translations().select_related("locale") if page.pk else []
    codes = [version.locale.language_code for version in others]
    return [
        ("", _("As readers see it")),
        *((f"language:{code}", capfirst(language_name(code, reader))) for code in codes),
        ("size:large", _("Large text")),
        ("size:largest", _("The largest text")),
        ("colours:night", _("Night colours")),
        ("colours:white", _("Black on white")),
        ("colours:black", _("White on black")),
        ("newsletter", _("In a newsletter")),
        ("card", _("As a card where it is shared")),
    ]


def show(request: HttpRequest, page: StoryPage, mode: str | None) -> HttpResponse:
    """The story in the mode; as readers see it where none is named, or nobody knows it."""
    name, _colon, value = (mode or "").partition(":")
    return SHOWN.get(name, _as_readers)(request, page, value)


def _as_readers(request: HttpRequest, page: StoryPage, _value: str) -> HttpResponse:
    return show_story(request, page)


def _in_language(request: HttpRequest, page: StoryPage, code: str) -> HttpResponse:
    """The translation as it stands: its draft for who may read that, else what is out; where
    there is none, what its readers get instead."""
    other = page.get_translations().filter(locale__language_code=code).first()
    if other and request.user.is_authenticated and may_read(request.user, other):
        told = other.get_latest_revision_as_object()
    else:
        told = other if other and other.live else page
    with translation.override(code):
        return show_story(request, told)


def _in_size(request: HttpRequest, page: StoryPage, value: str) -> HttpResponse:
    return _read_with(request, page, size=value)


def _in_colours(request: HttpRequest, page: StoryPage, value: str) -> HttpResponse:
    return _read_with(request, page, colours=value)


def _read_with(request: HttpRequest, page: StoryPage, **choices: str) -> HttpResponse:
    request.reading = ReadingSettings().changed(choices)  # type: ignore[attr-defined]
    return show_story(request, page)


def _in_newsletter(request: HttpRequest, page: StoryPage, _value: str) -> HttpResponse:
    """A letter with the story alone, in the story's language."""
    with translation.override(page.locale.language_code):
        piece = newsletter_piece(page, page.locale.language_code)
        if not page.picture:
            piece = piece.with_picture(_inside(page))
        letter = Letter(subject=page.title, paragraphs=(), pieces=(piece,))
        return _of_its_own(HttpResponse(letter.as_html()))


def _as_card(request: HttpRequest, page: StoryPage, _value: str) -> HttpResponse:
    """How others show it who get the address."""
    with translation.override(page.locale.language_code):
        picture = newsletter_piece(page, page.locale.language_code).picture
        context = {
            "page": page,
            "lang": html_code(page.locale.language_code),
            "picture": picture if page.picture else _inside(page),
            "host": request.get_host(),
        }
        return _of_its_own(render(request, "stories/card.html", context))


def _inside(page: StoryPage) -> str:
    """The card of a draft in the page itself, as no address leads to it before it is out; that of
    the site for a story of no city."""
    cities = in_order(page.cities.all())
    if not cities:
        return site_card().url
    return f"data:image/png;base64,{b64encode(draw(page, cities)).decode()}"


def _of_its_own(response: HttpResponse) -> HttpResponse:
    """Letters are styled line by line, and pictures of drafts stand in the page itself."""
    response.headers["Content-Security-Policy"] = PICTURES_INSIDE + FRAMED
    return response


SHOWN: dict[str, Callable[[HttpRequest, StoryPage, str], HttpResponse]] = {
    "language": _in_language,
    "size": _in_size,
    "colours": _in_colours,
    "newsletter": _in_newsletter,
    "card": _as_card,
}
