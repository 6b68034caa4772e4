"""Who sees a city's board, who checks, who decides that a story is out."""

from typing import Any

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.permissions import may
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of


def may_see_board(user: Any, city: City | None = None) -> bool:
    """The board shows drafts: to those who may read them."""
    return may(user, Act.READ_DRAFTS, city=city)


def may_check(user: Any, story: StoryPage) -> bool:
    return _may(user, Act.CHECK, story)


def may_edit(user: Any, story: StoryPage) -> bool:
    return _may(user, Act.EDIT, story) or (
        story.owner_id == user.pk and _may(user, Act.WRITE, story)
    )


def may_publish(user: Any, story: StoryPage) -> bool:
    return _may(user, Act.PUBLISH, story)


def _may(user: Any, act: Act, story: StoryPage) -> bool:
    city = city_of(story)
    return city is not None and may(user, act, city=city)
