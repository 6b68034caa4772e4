"""Which items of an issue a reader gets: those of her cities and topics, and in her rhythm."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from citytocity.languages.offered import offered
from citytocity.newsletter.enums import IssueState, ItemKind, Rhythm
from citytocity.newsletter.gathering import Matter, mark_of, matters_of
from citytocity.newsletter.models import Issue, Item, Wish
from citytocity.newsletter.queries import issues_released, reading

ALIKE = ("language", "rhythm", "wish", "time_zone")


@dataclass(frozen=True)
class Chosen:
    """An item that is there, and whether everybody gets it."""

    item: int
    matter: Matter
    is_for_all: bool


@dataclass(frozen=True)
class Alike:
    """Readers who get the same at the same moment: one language, one rhythm, one wish, and the same
    time zone chosen, or none."""

    language: str
    rhythm: str
    wish: Wish
    number: int
    time_zone: str = ""

    @property
    def spoken(self) -> str:
        """The language of their letters, as with each of them."""
        return offered(self.language)


def chosen_items(issue: Issue, items: Iterable[Item]) -> list[Chosen]:
    """The items of the issue in their order, without what was taken back or deleted meanwhile."""
    items = list(items)
    found = matters_of(items, issue)
    return [
        Chosen(item.pk, found[mark_of(item)], item.is_for_all)
        for item in items
        if mark_of(item) in found
    ]


def of_the_month(issue: Issue, *, on: datetime.date | None = None) -> list[Chosen] | None:
    """What who reads once a month gets beside the issue itself: what the issues told that went out
    since the first of the month before. None if she had her letter of this month already.

    A draft is taken to go `on` the day, or today.
    """
    before = _told_before(issue)
    day = issue.day if issue.released else on or timezone.localdate()
    month = (day.year, day.month)
    if any((one.day.year, one.day.month) == month for one in before):
        return None
    since: list[Chosen] = []
    last = (before[0].day.year, before[0].day.month) if before else None
    of_that_month = [one for one in before if (one.day.year, one.day.month) == last]
    for one in of_that_month[:-1]:  # the first of that month she has had
        since += [told for told in chosen_items(one, one.items.all()) if not _is_over(told, issue)]
    return since


def chosen_for(
    rhythm: str, wish: Wish, items: list[Chosen], *, month: list[Chosen] | None
) -> list[Chosen]:
    """What readers alike get; nothing at all where nothing of it is for them."""
    if rhythm == Rhythm.INVITATIONS:
        items = [one for one in items if one.matter.kind == ItemKind.INVITATION]
    elif rhythm == Rhythm.MONTHLY:
        if month is None:
            return []
        told = {one.matter.mark for one in items}
        items = items + [one for one in month if one.matter.mark not in told]
    return [one for one in items if _is_for(wish, one)]


def as_monthly(items: list[Chosen], *, month: list[Chosen] | None) -> list[Chosen]:
    """All that who reads once a month, of all cities and topics, gets."""
    return chosen_for(Rhythm.MONTHLY, Wish(key=";"), items, month=month)


def readers_alike() -> list[Alike]:
    """All who read it, in two queries."""
    rows = list(reading().order_by().values(*ALIKE).annotate(n=Count("pk")))
    wishes = Wish.objects.in_bulk({row["wish"] for row in rows})
    return [
        Alike(row["language"], row["rhythm"], wishes[row["wish"]], row["n"], row["time_zone"])
        for row in sorted(rows, key=lambda row: [row[column] for column in ALIKE])
    ]


def key_of(chosen: Iterable[Chosen]) -> str:
    """The same for the same items in the same order."""
    written = ",".join(str(one.item) for one in chosen)
    return hashlib.sha256(written.encode()).hexdigest()


def _told_before(issue: Issue) -> list[Issue]:
    """The issues that were released before it, the newest first, without one that was stopped
    before the next was released: it is nobody's letter of the month, and tells nothing any more."""
    upto = issue.released or timezone.now()
    released = issues_released().filter(released__lt=upto).exclude(pk=issue.pk)
    told, following = [], upto
    for one in released.prefetch_related("items")[:40]:
        stopped = one.finished if one.state == IssueState.CANCELLED else None
        if stopped is None or stopped > following:
            told.append(one)
        following = one.released or following
    return told


def _is_over(one: Chosen, issue: Issue) -> bool:
    """An invitation of an issue before, which nobody can follow when this one goes out."""
    last = one.matter.day if one.matter.kind == ItemKind.INVITATION else None
    return last is not None and last < issue.goes_on


def _is_for(wish: Wish, one: Chosen) -> bool:
    """What has no topic, as results and honours, goes by its cities alone."""
    cities, topics = wish.chosen_cities, wish.chosen_topics
    fits_city = cities is None or bool(one.matter.cities & cities)
    fits_topic = topics is None or not one.matter.topics or bool(one.matter.topics & topics)
    return one.is_for_all or (fits_city and fits_topic)
