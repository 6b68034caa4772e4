"""Values for the components: cities with their looks, and one of each thing a page is made of."""

from typing import Any

from citytocity.design.components import CityMark, Picture, PictureSource, Row, StoryCard
from citytocity.design.drawings import CityLook
from citytocity.design.furniture import Crumb, Furniture, LanguageLink, NavItem, PageMeta

LOOKS = {
    "Perm": CityLook(ink="ember", sign="river", key="perm"),
    "Oxford": CityLook(ink="cobalt", sign="arch", key="oxford"),
    "Duisburg": CityLook(ink="plum", sign="stack", key="duisburg"),
}


def city(name: str = "Perm", **values: Any) -> CityMark:
    defaults = {"url": f"/en/cities/{name.lower()}/", "look": LOOKS.get(name)}
    return CityMark(name=name, **defaults | values)


def cities(*names: str) -> tuple[CityMark, ...]:
    return tuple(city(name) for name in names)


def picture(**values: Any) -> Picture:
    defaults: dict[str, Any] = {
        "src": "/media/square.jpg",
        "width": 1200,
        "height": 800,
        "alt": "A square with a fountain",
        "sources": (PictureSource(type="image/avif", srcset="/media/square.avif 1200w"),),
        "caption": "The square in 1958.",
        "credit": "State Archive",
        "rights": "CC BY 4.0",
        "rights_url": "https://creativecommons.org/licenses/by/4.0/",
    }
    return Picture(**defaults | values)


def story_card(**values: Any) -> StoryCard:
    defaults: dict[str, Any] = {
        "title": "Two archives open their drawers",
        "url": "/en/stories/archives/",
        "cities": cities("Perm", "Duisburg"),
        "key": "archives",
    }
    return StoryCard(**defaults | values)


def row(**values: Any) -> Row:
    defaults: dict[str, Any] = {
        "title": "Photo album",
        "url": "/en/activities/album/",
        "when": "December 2018",
        "datetime": "2018-12",
        "cities": cities("Perm", "Duisburg"),
    }
    return Row(**defaults | values)


def page_context(**values: Any) -> dict[str, Any]:
    """What a page needs for its skeleton."""
    furniture = Furniture(
        site_name="City to City",
        home_url="/en/",
        nav=(NavItem(label="Stories", url="/en/stories/", current=True),),
        languages=(
            LanguageLink(name="English", url="/en/stories/", code="en", current=True),
            LanguageLink(name="Русский", url="/ru/stories/", code="ru"),
        ),
    )
    defaults = {
        "furniture": furniture,
        "meta": PageMeta(title="Stories"),
        "crumbs": (Crumb(label="Home", url="/en/"), Crumb(label="Stories")),
    }
    return defaults | values
