"""What an issue might tell: published and planned since the last one, in the order suggested."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import get_language

from citytocity.cities.models import City
from citytocity.ledger.anniversaries import Anniversary, anniversaries, partnerships_of
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Partnership, Recognition, Result
from citytocity.ledger.presentation import cities_of
from citytocity.newsletter.enums import ItemKind
from citytocity.newsletter.models import Issue, Item
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import stories_in

AHEAD = datetime.timedelta(days=92)
ORDER = tuple(ItemKind)
AT_MOST = 40


@dataclass(frozen=True)
class Matter:
    """A story or a record as an issue may have it, in no language.

    `record` is the page or the record, of an anniversary the Anniversary itself; `of` what an item
    refers to, by its `key`. `languages` have words of it; the cities and topics are keys.
    """

    kind: ItemKind
    record: Any
    of: Any
    key: int
    day: datetime.date | None
    cities: frozenset[int]
    topics: frozenset[int] = field(default_factory=frozenset)
    languages: frozenset[str] = field(default_factory=frozenset)
    years: int | None = None

    @property
    def mark(self) -> str:
        """Which one it is, as a form names it."""
        kind = ContentType.objects.get_for_model(self.of)
        return f"{self.kind}-{kind.pk}-{self.key}-{self.years or 0}"


@dataclass(frozen=True)
class Days:
    """By which it is known what is still told: invitations that were open on the day or later, and
    anniversaries between two days."""

    opens: datetime.date
    first: datetime.date
    last: datetime.date

    @classmethod
    def of(cls, *issues: Issue) -> "Days":
        """Of all these issues together."""
        untils = [issue.until for issue in issues]
        opens = min(issue.goes_on for issue in issues)
        return cls(opens, min(untils), max(untils) + AHEAD)


def mark_of(item: Item) -> str:
    return f"{item.kind}-{item.of_id}-{item.key}-{item.years or 0}"


def suggested(issue: Issue) -> list[Matter]:
    """All there is of the issue's days, the best first: by kind, by how many languages have words
    of it, by its day; and where it can be done no city twice in a row."""
    found = list(_candidates(issue))
    ordered = sorted(found, key=lambda one: (ORDER.index(one.kind), *_weight(one, issue)))
    return list(_spread(ordered))[:AT_MOST]


def matters_of(items: Iterable[Item], issue: Issue) -> dict[str, Matter]:
    """The items as they stand now, by their marks. One that was taken back or deleted meanwhile is
    not among them, nor an invitation that was over when the issue went out; a few queries, however
    many items there are."""
    return _matters(items, Days.of(issue))


def first_matters(issues: Iterable[Issue]) -> dict[int, Matter]:
    """Of each issue the first item that stands now, by the issue's key; a few queries, however
    many issues. First each one's first is asked for, then all of those that have lost it."""
    by_key = {issue.pk: issue for issue in issues}
    items: dict[int, list[Item]] = {}
    for item in Item.objects.filter(issue__in=by_key):
        items.setdefault(item.issue_id, []).append(item)
    found: dict[int, Matter] = {}
    for until in (1, None):
        asked = {key: those[:until] for key, those in items.items() if key not in found}
        if asked:
            told = _matters(chain(*asked.values()), Days.of(*(by_key[key] for key in asked)))
            for key, those in asked.items():
                if one := next(_standing(those, told, by_key[key]), None):
                    found[key] = one
    return found


def _standing(items: list[Item], told: dict[str, Matter], issue: Issue) -> Iterator[Matter]:
    for item in items:
        one = told.get(mark_of(item))
        is_over = one and one.kind == ItemKind.INVITATION and one.day and one.day < issue.goes_on
        if one and not is_over:
            yield one


def _matters(items: Iterable[Item], days: Days) -> dict[str, Matter]:
    wanted: dict[str, list[Item]] = {}
    for item in items:
        wanted.setdefault(item.kind, []).append(item)
    found: list[Matter] = []
    for kind, those in wanted.items():
        found += FINDS[ItemKind(kind)](those, days)
    return {one.mark: one for one in found}


def _candidates(issue: Issue) -> Iterator[Matter]:
    days = (issue.since, issue.until)
    items = issue.items.filter(kind=ItemKind.STORY)
    yield from _stories(_stories_shown().filter(dated__range=days), _keys_of(items))
    yield from _activities(Activity.objects.open_to_join(issue.goes_on), ItemKind.INVITATION)
    ahead = Activity.objects.ahead(issue.until).filter(when_first__lte=issue.until + AHEAD)
    joined = Q(take_part_until__gte=issue.goes_on)
    yield from _activities(ahead.exclude(joined), ItemKind.ACTIVITY)
    of_the_activity = Q(when="", activity__when_last__range=days)
    results = Result.objects.filter(Q(when_last__range=days) | of_the_activity)
    yield from _results(results.evidenced())
    yield from _recognitions(Recognition.objects.filter(when_last__range=days))
    yield from _anniversaries(Days.of(issue))


def _stories_shown() -> Any:
    """As readers of the active language get them."""
    return stories_in(get_language() or settings.LANGUAGE_CODE)


def _weight(one: Matter, issue: Issue) -> tuple[int, int]:
    """What is ahead in the order of its days, all else with the newest first."""
    day = one.day.toordinal() if one.day else 0
    is_ahead = one.kind in (ItemKind.INVITATION, ItemKind.ACTIVITY, ItemKind.ANNIVERSARY)
    return (0 if is_ahead else -len(one.languages), day if is_ahead else -day)


def _spread(ordered: list[Matter]) -> Iterator[Matter]:
    """Within a kind, the next one of other cities than the last goes before."""
    waiting, last = list(ordered), None
    while waiting:
        alike = [one for one in waiting if one.kind == waiting[0].kind]
        following = next((o for o in alike if last is None or not o.cities & last.cities), alike[0])
        waiting.remove(following)
        last = following
        yield following


# --- each kind of them ---


def _stories(pages: Any, keys: dict[Any, int]) -> Iterator[Matter]:
    """The pages are one for each story, whatever their language; `keys` of those that an issue
    has already, by story."""
    pages = list(pages.prefetch_related("cities", "topics"))
    stories = [page.translation_key for page in pages]
    live = StoryPage.objects.live().filter(translation_key__in=stories)
    languages: dict[Any, set[str]] = {}
    for story, code in live.values_list("translation_key", "locale__language_code"):
        languages.setdefault(story, set()).add(code)
    for page in pages:
        yield Matter(
            kind=ItemKind.STORY,
            record=page,
            of=page,
            key=keys.get(page.translation_key, page.pk),
            day=page.dated,
            cities=frozenset(city.pk for city in page.cities.all()),
            topics=frozenset(topic.pk for topic in page.topics.all()),
            languages=frozenset(languages.get(page.translation_key, ())),
        )


def _activities(activities: Any, kind: ItemKind) -> Iterator[Matter]:
    for one in activities.shown().prefetch_related("themes"):
        yield Matter(
            kind=kind,
            record=one,
            of=one,
            key=one.pk,
            day=one.take_part_until if kind == ItemKind.INVITATION else one.when_first,
            cities=frozenset(city.pk for city in cities_of(one)),
            topics=frozenset(theme.pk for theme in one.themes.all()),
            languages=frozenset(one.title.languages),
        )


def _results(results: Any) -> Iterator[Matter]:
    for one in results.shown().select_related("activity__host"):
        cities = {one.from_city_id, one.to_city_id}
        cities |= {one.activity.host_id} if one.activity else set()
        yield Matter(
            kind=ItemKind.RESULT,
            record=one,
            of=one,
            key=one.pk,
            day=one.when_last or (one.activity.when_last if one.activity else None),
            cities=frozenset(cities - {None}),
            languages=frozenset(one.title.languages),
        )


def _recognitions(recognitions: Any) -> Iterator[Matter]:
    for one in recognitions.with_cities():
        sides = one.partnership.sides.all() if one.partnership else ()
        yield Matter(
            kind=ItemKind.RECOGNITION,
            record=one,
            of=one,
            key=one.pk,
            day=one.when_last,
            cities=frozenset({one.city_id, *(side.city_id for side in sides)} - {None}),
            languages=frozenset(one.title.languages),
        )


def _anniversaries(days: Days) -> Iterator[Matter]:
    """Those that the host city has in the three months after an issue's last day."""
    host = City.objects.host().first()
    if host is None:
        return
    found = anniversaries(host, partnerships_of(host), days.first, days.last)
    for one in found:
        yield Matter(
            kind=ItemKind.ANNIVERSARY,
            record=one,
            of=one.of,
            key=one.of.pk,
            day=None,
            cities=frozenset(_cities_of(one)),
            languages=frozenset(settings.CONTENT_CODES),  # years and names alone
            years=one.years,
        )


def _cities_of(one: Anniversary) -> Iterator[int]:
    for about in (one.of, *one.about):
        if isinstance(about, City):
            yield about.pk
        elif isinstance(about, Partnership):
            yield from (side.city_id for side in about.sides.all())
        elif isinstance(about, Activity) and about.host_id:
            yield about.host_id


# --- the items of an issue, as they stand now ---


def _items_of(model: Any, items: Iterable[Item]) -> Any:
    return model.objects.filter(pk__in=[item.key for item in items])


def _keys_of(items: Iterable[Item]) -> dict[Any, int]:
    """The page that stands for each story in an issue, whichever language chose it."""
    return dict(_items_of(StoryPage, items).values_list("translation_key", "pk"))


def _found_stories(items: list[Item], _days: Days) -> list[Matter]:
    """Of a story any page may be the one in the issue; it counts while one of them is out."""
    keys = _keys_of(items)
    return list(_stories(_stories_shown().filter(translation_key__in=keys), keys))


def _found_activities(items: list[Item], _days: Days) -> list[Matter]:
    return list(_activities(_items_of(Activity, items), ItemKind.ACTIVITY))


def _found_invitations(items: list[Item], days: Days) -> list[Matter]:
    """What was open on the day of sending: called off, it is no invitation; held since, it was."""
    still = _items_of(Activity, items).filter(take_part_until__gte=days.opens)
    invited = still.exclude(status__in=(ActivityStatus.CANCELLED, ActivityStatus.POSTPONED))
    return list(_activities(invited, ItemKind.INVITATION))


def _found_anniversaries(items: list[Item], days: Days) -> list[Matter]:
    wanted = {mark_of(item) for item in items}
    return [one for one in _anniversaries(days) if one.mark in wanted]


FINDS: dict[ItemKind, Callable[[list[Item], Days], list[Matter]]] = {
    ItemKind.STORY: _found_stories,
    ItemKind.INVITATION: _found_invitations,
    ItemKind.ACTIVITY: _found_activities,
    ItemKind.RESULT: lambda items, _days: list(_results(_items_of(Result, items))),
    ItemKind.RECOGNITION: lambda items, _days: list(_recognitions(_items_of(Recognition, items))),
    ItemKind.ANNIVERSARY: _found_anniversaries,
}
