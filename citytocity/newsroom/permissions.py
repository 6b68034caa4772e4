"""Who sees a city's board, and who checks."""

from typing import Any

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.permissions import is_everywhere, may
from citytocity.stories.models import StoryPage
from citytocity.stories.permissions import city_of, may_edit


def may_see_board(user: Any, city: City | None = None) -> bool:
    """The board shows drafts: to those who may read them."""
    return may(user, Act.READ_DRAFTS, city=city)


def may_see_story(user: Any, story: StoryPage) -> bool:
    """A story under no city's page is for who stands for all of them."""
    city = city_of(story)
    sees = may_see_board(user, city) if city else is_everywhere(user)
    return sees or may_edit(user, story)


def may_check(user: Any, story: StoryPage) -> bool:
    city = city_of(story)
    return city is not None and may(user, Act.CHECK, city=city)
