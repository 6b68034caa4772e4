"""Search over stories and the register, in the reader's language first, whatever the endings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.db.models import QuerySet
from wagtail.query import PageQuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import SearchQuery

from citytocity.cities.models import City, Organisation
from citytocity.ledger.models import Activity, Partnership, Programme, Recognition, Result
from citytocity.stories.models import CityPage, StoryPage
from citytocity.stories.queries import is_private

ABOUT_CITIES = "about cities"


@runtime_checkable
class AllAtOnce(Protocol):
    """A search backend that asks its index once for all kinds of records."""

    def best_of_each(
        self, query: SearchQuery, among: Mapping[str, QuerySet], *, at_most: int
    ) -> dict[str, list[Any]]: ...


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is found, with the records among which it is looked for."""

    name: str
    records: Callable[[], QuerySet]


KINDS = (
    Kind("stories", lambda: _open_to_all(StoryPage.objects.live()).select_related("locale")),
    Kind("cities", City.objects.all),
    Kind("partnerships", Partnership.objects.with_sides),
    Kind("activities", Activity.objects.all),
    Kind("results", Result.objects.all),
    Kind("programmes", Programme.objects.all),
    Kind("recognitions", Recognition.objects.all),
    Kind("organisations", Organisation.objects.all),
)


def found(
    query: SearchQuery, kinds: Iterable[Kind], *, language: str, at_most: int
) -> dict[str, list[Any]]:
    """The best results of each kind; a story once, in the reader's language if it has that.

    A city is also found by what is told of it, in any language, after those that are named so.
    """
    among = {kind.name: kind.records() for kind in kinds}
    if "cities" in among:
        among[ABOUT_CITIES] = _open_to_all(CityPage.objects.live()).select_related("city")
    in_languages = {"stories", ABOUT_CITIES} & among.keys()
    versions = len(settings.WAGTAIL_CONTENT_LANGUAGES) if in_languages else 1
    results = _best_of_each(query, among, at_most=at_most * versions)
    if "stories" in results:
        results["stories"] = _once_each(results["stories"], language, at_most=at_most)
    if pages := results.pop(ABOUT_CITIES, []):
        results["cities"] = list(dict.fromkeys(results["cities"] + [page.city for page in pages]))
    return {name: records[:at_most] for name, records in results.items()}


def _open_to_all(pages: PageQuerySet) -> PageQuerySet:
    """Without private pages: in the same query where the backend takes one as it is.

    The others know only filters on columns of their index, so they are told the paths.
    """
    if isinstance(get_search_backend(), AllAtOnce):
        return pages.filter(~is_private())
    return pages.public()


def _best_of_each(
    query: SearchQuery, among: dict[str, QuerySet], *, at_most: int
) -> dict[str, list[Any]]:
    backend = get_search_backend()
    if isinstance(backend, AllAtOnce):
        return backend.best_of_each(query, among, at_most=at_most)
    return {name: list(backend.search(query, some)[:at_most]) for name, some in among.items()}


def _once_each(pages: list[StoryPage], language: str, *, at_most: int) -> list[StoryPage]:
    """Each story once, in the reader's language if it has that, whichever one it was found in."""
    stories: dict[Any, StoryPage] = {}
    for page in pages:
        stories.setdefault(page.translation_key, page)
    shown = dict(islice(stories.items(), at_most))
    foreign = [key for key, page in shown.items() if page.locale.language_code != language]
    own = StoryPage.objects.live().filter(~is_private(), locale__language_code=language)
    own = own.filter(translation_key__in=foreign).select_related("locale")
    return list((shown | {page.translation_key: page for page in own}).values())
