"""Stories as the design room's components."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.dates.wording import day_in_words
from citytocity.design.components import Link, Picture, PictureSource, Row, StoryCard
from citytocity.languages.catalogue import LOCAL_NAMES, html_code
from citytocity.languages.text import Words
from citytocity.ledger.presentation import city_marks, foreign, when_in_words, wording
from citytocity.stories.enums import RIGHTS_ADDRESSES, Rights
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import OnRecord

WIDTHS = (480, 960, 1600)
FORMATS = ("avif", "webp", "jpeg")


def story_path(page: StoryPage, language: str) -> str:
    """The story's address for a reader of the language, translated or not."""
    _root, _home, rest = page.url_path.split("/", 2)
    return f"/{language}/{rest}"


def story_card(page: Any, language: str) -> StoryCard:
    """A card of a story `with_marks`; one of another language says so."""
    code = page.locale.language_code
    return StoryCard(
        title=page.title,
        url=story_path(page, language),
        text=page.standfirst,
        topic=topic_link(page.topic_slug, page.topic_name) if page.topic_slug else None,
        cities=city_marks(list(page.cities.all())[:4]),
        picture=story_picture(page),
        when=day_in_words(page.dated, language),
        note="" if code == language else _("in %(language)s") % {"language": LOCAL_NAMES[code]},
        lang="" if code == language else html_code(code),
        key=page.slug,
    )


def topic_link(slug: str, name: Words) -> Link:
    url = f"{reverse('stories:story_list')}?topic={slug}"
    return Link(wording(name).text, url, foreign(name))


def record_row(record: OnRecord) -> Row:
    names = [wording(name).text for name in record.names]
    return Row(
        title=" – ".join(names),
        url=reverse(f"ledger:{record.noun}", args=[record.slug]),
        when=when_in_words(record.when),
        lang=foreign(record.names[0]) if len(names) == 1 else "",
    )


def story_picture(page: StoryPage) -> Picture | None:
    if page.picture is None:
        return None
    return picture(page.picture, alt=page.picture_alt, credit=page.picture_credit)


def picture(
    image: Any, *, alt: str, credit: str = "", caption: str = "", rights: str = ""
) -> Picture:
    """A picture in modern formats and three widths, never wider than it is."""
    widths = [width for width in WIDTHS if width < image.width] or [image.width]
    names = {(name, width): f"width-{width}|format-{name}" for name in FORMATS for width in widths}
    renditions = image.get_renditions(*names.values())
    sets = {
        name: ", ".join(
            f"{renditions[names[name, width]].url} {renditions[names[name, width]].width}w"
            for width in widths
        )
        for name in FORMATS
    }
    largest = renditions[names["jpeg", widths[-1]]]
    return Picture(
        src=largest.url,
        width=largest.width,
        height=largest.height,
        alt=alt,
        sources=tuple(PictureSource(f"image/{name}", sets[name]) for name in FORMATS[:2]),
        srcset=sets["jpeg"],
        caption=caption,
        credit=credit,
        rights=str(Rights(rights).label) if rights else "",
        rights_url=RIGHTS_ADDRESSES.get(Rights(rights), "") if rights else "",
    )
