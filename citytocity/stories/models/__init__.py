"""Pages in words: a city's own, its stories, topics and plain pages."""

from citytocity.stories.models.city_page import CitiesPage, CityPage
from citytocity.stories.models.page_of_record import PageOfRecord
from citytocity.stories.models.shelf import CityShelf
from citytocity.stories.models.story import StoryCredit, StoryPage
from citytocity.stories.models.topic import TopicPage, TopicsPage

__all__ = [
    "CitiesPage",
    "CityPage",
    "CityShelf",
    "PageOfRecord",
    "StoryCredit",
    "StoryPage",
    "TopicPage",
    "TopicsPage",
]
