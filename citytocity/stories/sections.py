"""What stories add to the register's pages: a city's own words, and the stories about a record."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.design.furniture import Feed
from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.ledger.models import Activity, Partnership, Result
from citytocity.ledger.presentation import wording
from citytocity.ledger.sections import Section
from citytocity.stories.models import CityPage, StoryPage
from citytocity.stories.presentation import story_card, story_feed
from citytocity.stories.queries import city_words, stories_in, with_marks

NEWEST = 3


def words_to_show(request: HttpRequest, page: CityPage) -> None:
    """Has the city's page show this page's words, and not those that readers get."""
    request.city_words = page  # type: ignore[attr-defined]


def stories_of_city(request: HttpRequest, city: City) -> list[Section]:
    language = get_language() or settings.LANGUAGE_CODE
    sections = []
    if words := getattr(request, "city_words", None) or city_words(city, language):
        code = words.locale.language_code
        context = {
            "words": words,
            "lang": "" if code == language else html_code(code),
            "original_name": language_name(code, language),
        }
        sections.append(Section("stories/_unique_here.html", context))
    title = _("Stories: %(about)s") % {"about": wording(city.name).text}
    feed = story_feed(title, city=city)
    return [*sections, *_about(stories_in(language).filter(cities=city), language, feed)]


def stories_of_activity(request: HttpRequest, activity: Activity) -> list[Section]:
    language = get_language() or settings.LANGUAGE_CODE
    return _about(stories_in(language).filter(activities=activity), language)


def stories_of_partnership(request: HttpRequest, partnership: Partnership) -> list[Section]:
    language = get_language() or settings.LANGUAGE_CODE
    return _about(stories_in(language).filter(partnerships=partnership), language)


def stories_of_result(request: HttpRequest, result: Result) -> list[Section]:
    language = get_language() or settings.LANGUAGE_CODE
    return _about(stories_in(language).filter(results=result), language)


def _about(stories: QuerySet[StoryPage], language: str, *feeds: Feed) -> list[Section]:
    cards = [story_card(story, language) for story in with_marks(stories)[:NEWEST]]
    context = {"cards": cards, "feeds": feeds}
    return [Section("stories/_stories.html", context, feeds)] if cards else []
