"""What a city might tell: what comes up, what is to be remembered, what was not told for long."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from citytocity.cities.models import City
from citytocity.design.memory import remembered
from citytocity.ledger.anniversaries import anniversaries, partnerships_of
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Partnership, Theme
from citytocity.newsroom.queries import originals_of
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import city_keys
from citytocity.planning.days import days_of, occurrences
from citytocity.planning.enums import Reason
from citytocity.planning.models import Plan
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import with_moment

BEFORE, AHEAD, YEAR = (datetime.timedelta(days=days) for days in (60, 180, 365))
SILENT_AT_MOST = 12
RELATIONS: dict[type, str] = {
    Activity: "activities",
    City: "cities",
    Partnership: "partnerships",
    Theme: "topics",
}


@dataclass(frozen=True)
class Suggestion:
    """A story there might be. `key` is the same whenever it is asked for.

    `subject` is what it is about: a record, an Anniversary or a Day. `told` is the day of the last
    story, for what was not told of for long; None if never. `story` is the draft, once begun.
    """

    reason: Reason
    key: str
    subject: Any
    when: str = ""
    first: datetime.date | None = None
    told: datetime.date | None = None
    about: dict[str, list[Any]] = field(default_factory=dict)
    story: StoryPage | None = None


@dataclass(frozen=True)
class Outlook:
    """All that the planning page of a city shows, as of a day."""

    plans: list[Plan]
    out: list[tuple[datetime.datetime, StoryPage]]
    near: list[Activity]
    activities: list[Suggestion]
    anniversaries: list[Suggestion]
    days: list[Suggestion]
    silent: list[Suggestion]

    def find(self, key: str) -> Suggestion | None:
        every = (*self.activities, *self.anniversaries, *self.days, *self.silent)
        return next((one for one in every if one.key == key), None)


def outlook(city: City, today: datetime.date) -> Outlook:
    """As of `today`, which may be any day; eleven queries, however much there is."""
    plans = list(Plan.objects.filter(city=city).select_related("who", "story"))
    begun = {plan.key: plan.story for plan in plans if plan.key and plan.story}
    partnerships = partnerships_of(city)
    waiting = _waiting(city)
    near = _near(city, today, waiting)
    kinds = (
        _activities(near, waiting),
        _anniversaries(city, today, partnerships),
        _days(city, today, partnerships),
        _silent(city, today, partnerships),
    )
    with_drafts = ([_with_draft(one, begun) for one in found] for found in kinds)
    going_out = sorted(
        ((story.out, story) for story in waiting if story.out), key=lambda pair: pair[0]
    )
    return Outlook(plans, going_out, near, *with_drafts)


def plans_of(user: User) -> QuerySet[Plan]:
    """What somebody is to write, or means to, in the cities that she writes for; what is out
    stands last."""
    found = Plan.objects.filter(who=user).select_related("city", "story")
    keys = city_keys(user, Act.WRITE)
    is_out = Coalesce("story__live", False)  # noqa: FBT003
    ordered = found.order_by(is_out, *(Plan._meta.ordering or ()))
    return ordered if keys is None else ordered.filter(city__in=keys)


def _with_draft(one: Suggestion, begun: dict[str, StoryPage]) -> Suggestion:
    return replace(one, story=begun[one.key]) if one.key in begun else one


def _waiting(city: City) -> list[Any]:
    """The city's stories that are not out, or not as they stand now; `out` is when they will be."""
    in_work = Q(live=False) | Q(has_unpublished_changes=True)
    return list(with_moment(originals_of(city).filter(in_work)))


def _near(city: City, today: datetime.date, waiting: list[Any]) -> list[Any]:
    """The city's activities of two months before and six after, in order of time.

    `is_told`: a published story tells of it; `draft` is the key of one of ours that will.
    """
    telling = StoryPage.activities.through.objects.filter(activity=OuterRef("pk"))
    ours = telling.filter(storypage__in=[story.pk for story in waiting])
    first, last = today - BEFORE, today + AHEAD
    is_near = Q(when_first__range=(first, last)) | Q(when_first__lt=first, when_last__gte=first)
    found = Activity.objects.with_city(city).filter(is_near)
    return list(
        found.exclude(status=ActivityStatus.CANCELLED)
        .annotate(
            is_told=Exists(telling.filter(storypage__live=True)),
            draft=Subquery(ours.values("storypage")[:1]),
        )
        .order_by("when_first", "slug")
    )


def _activities(near: list[Any], waiting: list[Any]) -> list[Suggestion]:
    """Those that no published story tells of. One that the city has a draft about is shown with
    it; another city's drafts are no business of ours."""
    ours = {story.pk: story for story in waiting}
    return [
        Suggestion(
            Reason.ACTIVITY,
            f"activity/{activity.slug}",
            activity,
            activity.when,
            activity.when_first,
            about={"activities": [activity]},
            story=ours.get(activity.draft),
        )
        for activity in near
        if not activity.is_told
    ]


def _anniversaries(
    city: City, today: datetime.date, partnerships: list[Partnership]
) -> list[Suggestion]:
    return [
        Suggestion(
            Reason.ANNIVERSARY,
            f"anniversary/{one.key}",
            one,
            one.when,
            about=_by_relation(one.about),
        )
        for one in anniversaries(city, partnerships, today, today + YEAR)
    ]


def _days(city: City, today: datetime.date, partnerships: list[Partnership]) -> list[Suggestion]:
    return [
        Suggestion(
            Reason.DAY,
            f"day/{day.key}/{when.year}",
            day,
            when.isoformat(),
            when,
            about=_by_relation(partnerships if day.tells_of_partnerships else [city]),
        )
        for when, day in occurrences(days_of(city), today, today + YEAR)
    ]


def _silent(city: City, today: datetime.date, partnerships: list[Partnership]) -> list[Suggestion]:
    """Topics, partnerships and twin cities, those first that were not told of for longest."""
    topics, together, of_cities, of_pairs = _last_told(city, today)
    twins = {one.pk: one for found in partnerships for one in found.cities if one != city}
    found = [
        *(
            Suggestion(Reason.TOPIC, f"topic/{theme.slug}", theme, told=topics.get(theme.pk),
                       about={"topics": [theme], "cities": [city]})
            for theme in remembered(("themes",), lambda: list(Theme.objects.all()))
        ),
        *(
            Suggestion(Reason.PAIR, f"pair/{pair.slug}", pair,
                       told=_latest(pair, city, of_pairs, together), about=_by_relation([pair]))
            for pair in partnerships
        ),
        *(
            Suggestion(Reason.CITY, f"city/{twin.slug}", twin, told=of_cities.get(twin.pk),
                       about={"cities": [twin]})
            for twin in twins.values()
        ),
    ]  # fmt: skip
    # a draft's key has the day of the last story: told again, it may be silent again
    keyed = [replace(one, key=f"{one.key}/{one.told or 'never'}") for one in found]
    longest = sorted(keyed, key=lambda one: (one.told or datetime.date.min, one.key))
    return longest[:SILENT_AT_MOST]


def _last_told(city: City, today: datetime.date) -> list[dict[int, datetime.date]]:
    """The day of the last published story, by topic in this city, by city told of together with
    it, by city told of at all, and by partnership; one query."""
    ours = StoryPage.objects.filter(cities=city).values("pk")
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("topics", "theme", {"storypage__in": ours}),
        ("cities", "city", {"storypage__in": ours}),
        ("cities", "city", {}),
        ("partnerships", "partnership", {}),
    ]
    first, *others = (
        getattr(StoryPage, relation)
        .through.objects.filter(storypage__live=True, storypage__dated__lte=today, **narrowed)
        .order_by()
        .values(number=Value(number), of=F(noun))
        .annotate(last=Max("storypage__dated"))
        for number, (relation, noun, narrowed) in enumerate(asked)
    )
    found: list[dict[int, datetime.date]] = [{} for _one in asked]
    for row in first.union(*others, all=True):
        found[row["number"]][row["of"]] = row["last"]
    return found


def _latest(
    pair: Partnership,
    city: City,
    of_pairs: dict[int, datetime.date],
    together: dict[int, datetime.date],
) -> datetime.date | None:
    """A story tells of a partnership if it says so, or if it tells of both its cities."""
    days = [of_pairs.get(pair.pk), *(together.get(one.pk) for one in pair.cities if one != city)]
    return max((day for day in days if day), default=None)


def _by_relation(records: Iterable[Any]) -> dict[str, list[Any]]:
    """The records by the field of a story that names them; with a partnership go its cities."""
    about: dict[str, list[Any]] = {}
    for record in records:
        about.setdefault(RELATIONS[type(record)], []).append(record)
        if isinstance(record, Partnership):
            cities = about.setdefault("cities", [])
            cities += [city for city in record.cities if city not in cities]
    return about
