"""What the blocks of a story need from the register and from pictures."""

from typing import Any

from django import template

from citytocity.design.components import Gallery, Picture, Row, Video
from citytocity.design.photographs import picture
from citytocity.ledger.presentation import (
    activity_row,
    city_mark,
    city_marks,
    recognition_row,
    result_row,
    when_in_words,
    wording,
)
from citytocity.stories import blocks
from citytocity.stories.blocks import player

register = template.Library()


@register.simple_tag
def story_picture(value: Any) -> Picture:
    return picture(
        value["image"],
        alt=value["alt"],
        caption=value["caption"],
        credit=value["credit"],
        rights=value["rights"],
    )


@register.simple_tag
def story_gallery(value: Any) -> Gallery:
    pictures = tuple(story_picture(item) for item in value if item["image"])
    return Gallery(pictures, key=f"gallery-{id(value)}")


@register.simple_tag
def story_video(value: Any) -> Video | None:
    """The film behind a button; None for an address of a host we do not know."""
    known = player(value["url"])
    if known is None:
        return None
    embed, host = known
    return Video(title=value["title"], embed_url=embed, watch_url=value["url"], host=host)


@register.simple_tag
def story_facts(value: Any) -> list[Row]:
    """The chosen records as rows, as they stand in the register now."""
    rows = []
    if activity := value["activity"]:
        rows.append(activity_row(activity))
    if result := value["result"]:
        rows.append(result_row(result))
    if recognition := value["recognition"]:
        rows.append(recognition_row(recognition))
    if partnership := value["partnership"]:
        cities = partnership.cities
        names = " – ".join(wording(city.name).text for city in cities)
        rows.append(
            Row(
                title=names,
                url=partnership.get_absolute_url(),
                when=when_in_words(partnership.since),
                cities=city_marks(cities, linked=False),
            )
        )
    return rows


@register.filter
def shown(body: Any) -> list[Any]:
    """The blocks of a text that say something."""
    return blocks.shown(body)


@register.filter
def answered(value: Any) -> list[Any]:
    """The questions of an interview that have an answer."""
    return blocks.answered(value)


@register.filter
def sides(value: Any) -> list[dict[str, Any]]:
    """Both sides of a comparison, each with its city's mark."""
    return [
        {"mark": city_mark(value[name]["city"]), "text": value[name]["text"]}
        for name in ("first", "second")
    ]
