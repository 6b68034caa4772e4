"""What was told, and how often it was read."""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from wagtail.models import Locale

from citytocity.figures.kinds.kind import Filter, Kind, Period, rows
from citytocity.figures.scope import Scope
from citytocity.readings.models import Reading
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import is_private


def _told(scope: Scope) -> Any:
    """Stories that everybody may read, in all their languages."""
    pages: Any = StoryPage.objects.live().filter(~is_private())
    if scope.partnership is not None:
        activities = scope.activities().order_by().values("pk")
        tagged = StoryPage.activities.through.objects.filter(activity__in=activities)
        named = StoryPage.partnerships.through.objects.filter(partnership=scope.partnership)
        return pages.filter(
            Q(pk__in=tagged.values("storypage")) | Q(pk__in=named.values("storypage"))
        )
    for city in scope.cities:
        tagged = StoryPage.cities.through.objects.filter(city=city)
        pages = pages.filter(pk__in=tagged.values("storypage"))
    return pages


def _originals(scope: Scope) -> Any:
    same = StoryPage.objects.live().filter(translation_key=OuterRef("translation_key"))
    versions = same.order_by().values("translation_key").annotate(n=Count("pk")).values("n")
    languages = Locale.objects.order_by().annotate(one=Value(1)).values("one")
    everywhere = When(
        versions__gte=Subquery(languages.annotate(n=Count("pk")).values("n")),
        then=Value(True),  # noqa: FBT003
    )
    return (
        _told(scope)
        .filter(locale__language_code=F("original_language"))
        .annotate(versions=Subquery(versions))
        .annotate(
            in_all=Case(
                everywhere,
                default=Value(False),  # noqa: FBT003
                output_field=BooleanField(),
            )
        )
    )


def _translations(scope: Scope) -> Any:
    original = StoryPage.objects.filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=F("original_language"),
    )
    return (
        _told(scope)
        .exclude(locale__language_code=F("original_language"))
        .annotate(original_out=Subquery(original.values("first_published_at")[:1]))
    )


def _stories_of(period: Period) -> Q:
    return Q(dated__range=(period.first, period.until))


OF_STORIES = {
    "language": Filter(
        None,
        lambda values, _scope, _period: Q(locale__language_code__in=values),
        "locale__language_code",
    ),
    "theme": Filter(
        None,
        lambda values, _scope, _period: Q(
            pk__in=StoryPage.topics.through.objects.filter(theme__slug__in=values).values(
                "storypage"
            )
        ),
        "topics__slug",
    ),
}
STORIES = Kind(rows(_originals, _stories_of), OF_STORIES)
STORY_PAGES = Kind(rows(_told, _stories_of), OF_STORIES)
TRANSLATIONS = Kind(rows(_translations, _stories_of), OF_STORIES)


def _readings(scope: Scope) -> QuerySet[Reading]:
    found = Reading.objects.all()
    if scope.partnership is not None:
        return found.filter(path=f"partnerships/{scope.partnership.slug}/")
    if scope.cities:
        return found.filter(path__in=[f"cities/{city.slug}/" for city in scope.cities])
    return found.filter(path__startswith="cities/")


def _were_kept(_scope: Scope, period: Period) -> QuerySet[Reading]:
    """Whether readings reach back to the period: they are not kept for ever."""
    return Reading.objects.filter(day__lte=period.until)


READINGS = Kind(
    rows(_readings, lambda period: Q(day__range=(period.first, period.until))), is_known=_were_kept
)
