"""Stories as the design room's components."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words, moment_in_words
from citytocity.design import cards
from citytocity.design.components import Link, Picture, Row, StoryCard
from citytocity.design.furniture import Feed, SocialImage
from citytocity.design.heads import absolute
from citytocity.design.photographs import picture
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.languages.text import Words
from citytocity.ledger.models import Theme
from citytocity.ledger.presentation import city_marks, foreign, when_in_words, wording
from citytocity.mail.letters import Piece
from citytocity.stories.cards import card_key
from citytocity.stories.enums import StoryKind
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of
from citytocity.stories.queries import OnRecord, going_out, in_order

SOCIAL = "fill-1200x630|format-jpeg"


def story_path(page: Page, language: str) -> str:
    """The address of a story, or another page, for a reader of the language, translated or not."""
    _root, _home, rest = page.url_path.split("/", 2)
    return f"/{language}/{rest}"


def story_card(page: Any, language: str) -> StoryCard:
    """A card of a story `with_marks`; one of another language says so."""
    code = page.locale.language_code
    lang = "" if code == language else html_code(code)
    return StoryCard(
        title=page.title,
        url=story_path(page, language),
        text=page.standfirst,
        topic=topic_link(page.topic_slug, page.topic_name) if page.topic_slug else None,
        cities=city_marks(list(page.cities.all())[:4]),
        picture=story_picture(page, lang=lang),
        kind=kind_in_words(page),
        when=day_in_words(page.dated, language),
        note=""
        if code == language
        else _("in %(language)s") % {"language": language_name(code, language)},
        lang=lang,
        key=page.slug,
    )


def choose_path(page: StoryPage, language: str) -> str:
    """Where a reader of the language chooses in which two languages she has the story."""
    return f"{story_path(page, language)}beside/"


def beside_path(page: StoryPage, first: str, second: str, language: str) -> str:
    """Where a reader of the language has the story in two languages beside each other."""
    return f"{choose_path(page, language)}{first}/{second}/"


def side_by_side(one: str, other: str, reader: str) -> str:
    """`English and Russian side by side`, in the reader's language."""
    return capfirst(
        _("%(one)s and %(other)s side by side")
        % {"one": language_name(one, reader), "other": language_name(other, reader)}
    )


def kind_in_words(page: StoryPage) -> str:
    """`Interview`; nothing for a story of no kind."""
    return capfirst(page.get_kind_display()) if page.kind else ""


def topic_link(slug: str, name: Words) -> Link:
    url = f"{reverse('stories:story_list')}?topic={slug}"
    return Link(wording(name).text, url, foreign(name))


def story_feed(title: str, **about: City | Theme) -> Feed:
    """The feed of all stories, or of those of a city, on a topic, or both."""
    return Feed(title, narrowed_path("stories:feed", about))


def narrowed_path(view: str, about: Mapping[str, Any]) -> str:
    """The address of a list of stories, of a city or on a topic if either is asked for."""
    query = {name: about[name].slug for name in ("topic", "city") if name in about}
    return f"{reverse(view)}{f'?{urlencode(query)}' if query else ''}"


def about_in_words(about: Mapping[str, Any]) -> str:
    """What a list of stories is narrowed to; empty if to nothing."""
    kind = [str(StoryKind(about["kind"]).label)] if "kind" in about else []
    named = [wording(about[name].name).text for name in ("topic", "city") if name in about]
    return ", ".join([*kind, *named])


def record_row(record: OnRecord) -> Row:
    names = [wording(name).text for name in record.names]
    return Row(
        title=" – ".join(names),
        url=reverse(f"ledger:{record.noun}", args=[record.slug]),
        when=when_in_words(record.when),
        lang=foreign(record.names[0]) if len(names) == 1 else "",
    )


def moment_of(story: StoryPage, language: str) -> str:
    """When the story comes out, by the clocks of its city; empty if it has no day.

    A translation of what is not out yet comes out with its original.
    """
    originals = StoryPage.objects.filter(
        translation_key=story.translation_key,
        locale__language_code=story.original_language,
        live=False,
    )
    moments = going_out([story, *originals])
    moment = moments.get(story.pk) or next(iter(moments.values()), None)
    if moment is None:
        return ""
    city = city_of(story)
    return moment_in_words(moment, city.zone if city else ZoneInfo(settings.TIME_ZONE), language)


def story_picture(page: StoryPage, *, lang: str = "") -> Picture | None:
    """The story's picture; `lang` is its language where that is not the reader's."""
    if page.picture is None:
        return None
    return picture(page.picture, alt=page.picture_alt, credit=page.picture_credit, lang=lang)


def social_image(page: StoryPage, cities: list[City]) -> SocialImage | None:
    """What is shown where somebody passes the story on: its picture, or its card of the patterns
    of its cities; None for a story that has neither."""
    if page.picture is not None:
        shown = page.picture.get_rendition(SOCIAL)
        return SocialImage(absolute(shown.url), shown.width, shown.height, page.picture_alt)
    if not cities:
        return None
    address = f"{card_path(page)}?{card_key(page, cities)}"
    return SocialImage(absolute(address), cards.WIDTH, cards.HEIGHT, page.title)


def card_path(page: StoryPage) -> str:
    """Where the card of the page is, in its own language."""
    return f"{story_path(page, page.locale.language_code)}card.png"


def newsletter_piece(page: StoryPage, language: str) -> Piece:
    """The story as a letter has it, for a reader of the language."""
    image = social_image(page, in_order(page.cities.all()))
    code = page.locale.language_code
    return Piece(
        title=page.title,
        url=absolute(story_path(page, language)),
        words=page.standfirst,
        above=" · ".join(filter(None, (kind_in_words(page), day_in_words(page.dated, language)))),
        picture=image.url if image else "",
        alt=page.picture_alt if page.picture else "",
        lang="" if code == language else html_code(code),
    )
