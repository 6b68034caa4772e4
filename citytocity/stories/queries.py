"""Which stories a reader gets: in her language, or the original where there is no translation."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Length, Substr
from wagtail.models import Page, PageViewRestriction, Revision, Site

from citytocity.cities.models import City
from citytocity.design.memory import remembered
from citytocity.languages.fields import I18nCharField
from citytocity.languages.text import Words
from citytocity.ledger.models import Activity, Partnership, Recognition, Result, Theme
from citytocity.stories.models import CityPage, StoryPage

CITIES = Prefetch("cities", City.objects.order_by("-is_host", "slug"))
"""The cities of stories as they are shown, the host first."""
TOLD: dict[str, tuple[Any, str, str]] = {
    "activities": (Activity, "title", "when"),
    "results": (Result, "title", "when"),
    "partnerships": (Partnership, "name", "since"),
    "recognitions": (Recognition, "title", "when"),
}
"""What a story tells about: the model, and its fields for the name and the time."""


def in_order(cities: Iterable[City]) -> list[City]:
    """The cities of a story in the order of CITIES, also of one that is not saved."""
    return sorted(cities, key=lambda city: (not city.is_host, city.slug))


def stories_in(language: str) -> QuerySet[StoryPage]:
    """Each story once, newest first: its page in the language, else its original, else another.

    Of those that are live and open to everybody.
    """
    told = StoryPage.objects.live().filter(~is_private())
    same = told.filter(translation_key=OuterRef("translation_key"))
    is_original = Q(locale__language_code=F("original_language"))
    is_first = ~Exists(same.filter(is_original)) & ~Exists(
        same.filter(locale__language_code__lt=OuterRef("locale__language_code"))
    )
    stands_in = ~Exists(same.filter(locale__language_code=language)) & (is_original | is_first)
    return (
        told.filter(Q(locale__language_code=language) | stands_in)
        .select_related("locale", "picture")
        .order_by("-dated", "-pk")
    )


def is_private() -> Exists:
    """Whether a page, or one above it, is open to some readers only; part of the same query."""
    above = Substr(OuterRef("path"), 1, Length("page__path"))
    return Exists(PageViewRestriction.objects.filter(page__path=above))


def with_marks(stories: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
    """With the first topic and the cities that a card shows, in two queries."""
    return with_topic(stories).prefetch_related(CITIES)


def with_topic(stories: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
    """With the first topic that a card shows, in the same query."""
    topics = Theme.objects.filter(storypage=OuterRef("pk")).order_by("slug")
    return stories.annotate(
        topic_slug=Subquery(topics.values("slug")[:1]),
        topic_name=Subquery(topics.values("name")[:1]),
    )


def related_stories(story: StoryPage, language: str) -> QuerySet[StoryPage]:
    """Other stories on one of its topics, each with the first of its own."""
    tagged = StoryPage.topics.through.objects
    topics = tagged.filter(storypage=story.pk).values("theme")
    same = tagged.filter(theme__in=topics).values("storypage")
    others = stories_in(language).exclude(translation_key=story.translation_key)
    return with_topic(others.filter(pk__in=same))


def versions(story: QuerySet[StoryPage]) -> list[Any]:
    """The live pages of a story in all its languages, the original first, `private` or not.

    The story is told by any of its pages, so that a page and its versions take one query.
    """
    pages = StoryPage.objects.live().filter(translation_key__in=story.values("translation_key"))
    return sorted(
        pages.select_related("locale", "picture").annotate(private=is_private()),
        key=lambda page: (
            page.locale.language_code != page.original_language,
            page.locale.language_code,
        ),
    )


def public(stories: Iterable[Any]) -> list[StoryPage]:
    """Those of `versions` that everybody may read."""
    return [story for story in stories if not story.private]


def going_out(stories: QuerySet[StoryPage] | Iterable[StoryPage]) -> dict[int, datetime.datetime]:
    """When those of the stories come out that have their day, by their keys; one query."""
    keys = [str(story.pk) for story in stories]
    days = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    return {int(key): day for key, day in days.values_list("object_id", "approved_go_live_at")}


def with_moment(stories: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
    """The same in the stories' own query: `out` is when each comes out, None without a day."""
    days = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    return stories.annotate(out=Subquery(days.values("approved_go_live_at")[:1]))


def city_words(city: City, language: str) -> CityPage | None:
    """What is said to be unique in a city: in the language, else in any other."""
    pages = CityPage.objects.live().filter(~is_private(), city=city).select_related("locale")
    found = {page.locale.language_code: page for page in pages}
    return found.get(language) or next(iter(found.values()), None)


def home_paths() -> dict[str, str]:
    """Where each language's pages hang in the tree, by code."""
    return remembered(("home paths",), _home_paths)


def _home_paths() -> dict[str, str]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    homes = Page.objects.filter(translation_key=site.root_page.translation_key)
    return {home.locale.language_code: home.url_path for home in homes.select_related("locale")}


def paths_of(story: StoryPage) -> set[str]:
    """The addresses of a story's pages without their language, as readings are counted by."""
    homes = home_paths()
    pages = StoryPage.objects.filter(translation_key=story.translation_key)
    places = pages.values_list("locale__language_code", "url_path")
    return {path.removeprefix(homes.get(code, "")) for code, path in places}


@dataclass(frozen=True)
class OnRecord:
    """A record that a story tells about. A partnership without a name has those of its cities."""

    noun: str
    slug: str
    names: tuple[Words, ...]
    when: str


def records_of(story: StoryPage) -> list[OnRecord]:
    """What the story tells about, by kind and newest first, in one query; of a draft, its own."""
    first, *others = (_told(story, relation) for relation in TOLD)
    records: dict[tuple[str, str], OnRecord] = {}
    for row in sorted(first.union(*others), key=_newest_of_kind):
        key = row["noun"], row["slug"]
        before = records[key].names if key in records else ()
        names = (row["words"],) if row["words"] else (*before, row["side"])
        records[key] = OnRecord(*key, names, row["edtf"])
    return list(records.values())


def _told(story: StoryPage, relation: str) -> QuerySet:
    """One row for each record; for a partnership, one for each of its cities."""
    model, words, when = TOLD[relation]
    told = getattr(story, relation).all()
    keys = told.values("pk") if isinstance(told, QuerySet) else [record.pk for record in told]
    has_sides = model is Partnership
    return (
        model.objects.filter(pk__in=keys)
        .order_by()
        .values(
            "slug",
            words=F(words),
            edtf=F(when),
            first=F(f"{when}_first"),
            noun=Value(model._meta.model_name),
            side=F("sides__city__name") if has_sides else Value(None, I18nCharField()),
            position=F("sides__sort_order") if has_sides else Value(0),
        )
    )


def _newest_of_kind(row: dict[str, Any]) -> tuple[int, int, str, int]:
    nouns = [model._meta.model_name for model, _words, _when in TOLD.values()]
    age = -row["first"].toordinal() if row["first"] else 1
    return nouns.index(row["noun"]), age, row["slug"], row["position"] or 0
