"""What the first page tells of: what is ahead, what was last, and the newest of each city."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words
from citytocity.design.components import Row
from citytocity.languages.catalogue import html_code
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.presentation import datetime_of, foreign, when_in_words, wording
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path
from citytocity.stories.queries import stories_in


@dataclass(frozen=True)
class Lately:
    """Activities to come, the next one first, and those begun, the last one first; and by city its
    newest story or activity. A city of which nothing is told and nothing on record has none."""

    ahead: list[Activity]
    begun: list[Activity]
    newest: dict[int, Row]


def lately(
    cities: Collection[City], *, language: str, today: datetime.date, at_most: int
) -> Lately:
    """All of it in four questions, however many cities there are."""
    candidates = list(_candidates(cities, language, today))
    told = [city["told"] for city in candidates if city["told"]]
    stories = stories_in(language).in_bulk(told)
    keys = [key for city in candidates for key in (city["here"], city["away"]) if key]
    activities = list(_activities(keys, today, at_most))
    by_key = {activity.pk: activity for activity in activities}
    newest = {
        city["pk"]: _latest(
            stories.get(city["told"]), by_key.get(city["here"]), by_key.get(city["away"])
        )
        for city in candidates
    }
    ahead = [activity for activity in activities if _is_ahead(activity, today)]
    return Lately(
        ahead=sorted(ahead, key=_next)[:at_most],
        begun=[a for a in activities if a.when_first and a.when_first <= today][:at_most],
        newest={pk: _row(latest, language) for pk, latest in newest.items() if latest},
    )


def _candidates(
    cities: Collection[City], language: str, today: datetime.date
) -> Iterable[dict[str, Any]]:
    """For each city the keys of its last story, and of the last activities there and elsewhere."""
    begun = Activity.objects.begun(today)
    groups = Participation.objects.filter(city=OuterRef("pk"), activity__when_first__lte=today)
    return (
        City.objects.filter(pk__in=[city.pk for city in cities])
        .order_by()
        .annotate(
            told=Subquery(stories_in(language).filter(cities=OuterRef("pk")).values("pk")[:1]),
            here=Subquery(begun.filter(host=OuterRef("pk")).values("pk")[:1]),
            away=Subquery(
                groups.order_by("-activity__when_first", "activity__slug").values("activity")[:1]
            ),
        )
        .values("pk", "told", "here", "away")
    )


def _activities(keys: list[int], today: datetime.date, at_most: int) -> Iterable[Activity]:
    """Those of the keys, the next ones and the last ones, in one list, the newest first."""
    ahead, begun = Activity.objects.ahead(today), Activity.objects.begun(today)
    wanted = (
        Q(pk__in=keys)
        | Q(pk__in=ahead.values("pk")[:at_most])
        | Q(pk__in=begun.values("pk")[:at_most])
    )
    return Activity.objects.filter(wanted).newest_first().shown()


def _is_ahead(activity: Activity, today: datetime.date) -> bool:
    over = activity.when_last is not None and activity.when_last < today
    return activity.status == ActivityStatus.PLANNED and not over


def _next(activity: Activity) -> datetime.date:
    return activity.when_first or datetime.date.max


def _latest(*told: StoryPage | Activity | None) -> StoryPage | Activity | None:
    known: list[StoryPage | Activity] = [one for one in told if one]
    return max(known, key=_day, default=None)


def _day(told: StoryPage | Activity) -> datetime.date:
    if isinstance(told, StoryPage):
        return told.dated
    return told.when_first or datetime.date.min


def _row(told: StoryPage | Activity, language: str) -> Row:
    if isinstance(told, Activity):
        return Row(
            title=wording(told.title).text,
            url=told.get_absolute_url(),
            when=when_in_words(told.when),
            datetime=datetime_of(told.when),
            lang=foreign(told.title),
        )
    code = told.locale.language_code
    return Row(
        title=told.title,
        url=story_path(told, language),
        when=day_in_words(told.dated, language),
        datetime=told.dated.isoformat(),
        lang="" if code == language else html_code(code),
    )
