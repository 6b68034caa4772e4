"""The newsletter of the site; its readers, counted and never looked at one by one."""

import datetime
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from citytocity.design.memory import remembered
from citytocity.newsletter.enums import Asked, DeliveryState, IssueState, ReaderState, Turn
from citytocity.newsletter.models import (
    Clicks,
    Delivery,
    Issue,
    Item,
    Newsletter,
    Question,
    Reader,
    Tally,
    Wish,
)

MONTHS = 12

LATELY = datetime.timedelta(minutes=5)


def newsletter() -> Newsletter:
    """As the office set it up; switched off where it has not yet."""
    return remembered(("newsletter",), _newsletter)


def _newsletter() -> Newsletter:
    return Newsletter.objects.first() or Newsletter(pk=Newsletter.ONE)


def reading() -> QuerySet[Reader]:
    return Reader.objects.filter(state=ReaderState.READING)


def readers_ended() -> QuerySet[Reader]:
    """Who left, or whose address took no mail, and is held a month still."""
    return Reader.objects.exclude(state=ReaderState.READING)


def issues_out() -> QuerySet[Issue]:
    """Those that readers may look at, the newest first."""
    return issues_begun().filter(is_in_archive=True)


def issues_begun() -> QuerySet[Issue]:
    """Those of which letters go or went, the newest first."""
    return issues_released().exclude(state=IssueState.SCHEDULED)


def issues_over() -> QuerySet[Issue]:
    """Those of which no letter goes any more."""
    return Issue.objects.filter(state__in=(IssueState.SENT, IssueState.CANCELLED))


def issues_released() -> QuerySet[Issue]:
    """Those and the ones that wait for their hour."""
    return Issue.objects.exclude(state=IssueState.DRAFT)


@dataclass(frozen=True)
class Counts:
    """How many read, by what they chose. All cities or all topics stand under None."""

    readers: int
    by_language: dict[str, int]
    by_rhythm: dict[str, int]
    by_city: dict[int | None, int]
    by_topic: dict[int | None, int]
    by_cities: dict[frozenset[int], int]

    def without(self, cities: Container[int]) -> int:
        """How many chose a city that is none of these: it was taken out of the register."""
        return sum(
            number
            for chosen, number in self.by_cities.items()
            if any(city not in cities for city in chosen)
        )


def counts() -> Counts:
    """Two queries, however many readers there are."""
    alike = reading().order_by().values("language", "rhythm", "wish").annotate(n=Count("pk"))
    rows = list(alike)
    wishes = Wish.objects.in_bulk({row["wish"] for row in rows})
    by_language: dict[str, int] = {}
    by_rhythm: dict[str, int] = {}
    by_city: dict[int | None, int] = {}
    by_topic: dict[int | None, int] = {}
    by_cities: dict[frozenset[int], int] = {}
    for row in rows:
        wish = wishes[row["wish"]]
        _add(by_language, row["language"], row["n"])
        _add(by_rhythm, row["rhythm"], row["n"])
        _add(by_cities, wish.chosen_cities or frozenset(), row["n"])
        for city in wish.chosen_cities or {None}:
            _add(by_city, city, row["n"])
        for topic in wish.chosen_topics or {None}:
            _add(by_topic, topic, row["n"])
    total = sum(row["n"] for row in rows)
    return Counts(total, by_language, by_rhythm, by_city, by_topic, by_cities)


def _add(counted: dict[Any, int], key: Any, number: int) -> None:
    counted[key] = counted.get(key, 0) + number


def growth() -> list[tuple[datetime.date, dict[str, int]]]:
    """Of the last twelve months in which something happened, the newest first: how many came and
    went, by turn. The numbers stay when the readers are forgotten; one query."""
    months: dict[datetime.date, dict[str, int]] = {}
    for month, turn, number in Tally.objects.order_by("-month").values_list(
        "month", "turn", "number"
    ):
        months.setdefault(month, dict.fromkeys(Turn.values, 0))[turn] = number
    return list(months.items())[:MONTHS]


def states_of_readers() -> dict[str, int]:
    """How many are held in each state: who left, and whose address took no mail, for a month."""
    found = Reader.objects.order_by().values("state").annotate(n=Count("pk"))
    numbers = dict(found.values_list("state", "n"))
    return {state: numbers.get(state, 0) for state in ReaderState.values}


def asked_silent() -> dict[str, int]:
    """How many readers were silent for two years, by how far it is with the question."""
    asked = Count("pk", filter=Q(asked__isnull=False))
    reminded = Count("pk", filter=Q(reminded__isnull=False))
    found = Question.objects.aggregate(every=Count("pk"), asked=asked, reminded=reminded)
    return {
        Asked.WAITS: found["every"] - found["asked"],
        Asked.ASKED: found["asked"] - found["reminded"],
        Asked.REMINDED: found["reminded"],
    }


@dataclass(frozen=True)
class Delivered:
    """What became of an issue's letters: how many by state; how often its links were followed, or
    None where that was not counted."""

    issue: Issue
    by_state: dict[str, int]
    clicks: int | None

    @property
    def letters(self) -> int:
        return sum(self.by_state.values())


def delivered(issues: Iterable[Issue]) -> list[Delivered]:
    """Of each issue, in two queries."""
    issues = list(issues)
    states: dict[int, dict[str, int]] = {}
    rows = Delivery.objects.filter(issue__in=issues).order_by().values("issue", "state")
    for row in rows.annotate(n=Count("pk")):
        states.setdefault(row["issue"], {})[row["state"]] = row["n"]
    sums = Clicks.objects.filter(issue__in=issues).order_by().values("issue")
    clicks = dict(sums.annotate(n=Sum("number")).values_list("issue", "n"))
    return [
        Delivered(
            one, dict.fromkeys(DeliveryState.values, 0) | states.get(one.pk, {}), clicks.get(one.pk)
        )
        for one in issues
    ]


def clicks_of(issue: Issue) -> list[tuple[Item, str, int]]:
    """How often each item was opened from letters in each language, most first."""
    rows = Clicks.objects.filter(issue=issue).order_by().values("item", "language")
    counted = list(rows.annotate(n=Sum("number")))
    items = Item.objects.in_bulk({row["item"] for row in counted})
    told = [(items[row["item"]], row["language"], row["n"]) for row in counted]
    return sorted(told, key=lambda one: (-one[2], one[0].pk, one[1]))


@dataclass(frozen=True)
class Progress:
    """How many deliveries are in which state, and how many were in doubt."""

    by_state: dict[str, int]
    doubts: int = 0

    @property
    def all(self) -> int:
        return sum(self.by_state.values())

    @property
    def handed(self) -> int:
        return self.by_state.get(DeliveryState.HANDED, 0)

    @property
    def refused(self) -> int:
        return self.by_state.get(DeliveryState.REFUSED, 0)

    @property
    def dropped(self) -> int:
        return self.by_state.get(DeliveryState.DROPPED, 0)

    @property
    def waiting(self) -> int:
        due, leased = DeliveryState.DUE, DeliveryState.LEASED
        return self.by_state.get(due, 0) + self.by_state.get(leased, 0)

    @property
    def over(self) -> int:
        return self.all - self.waiting

    def __add__(self, other: "Progress") -> "Progress":
        states = {*self.by_state, *other.by_state}
        counted = {one: self.by_state.get(one, 0) + other.by_state.get(one, 0) for one in states}
        return Progress(counted, self.doubts + other.doubts)


def progress_of(issue: Issue) -> dict[int, Progress]:
    """How far each wave of an issue is, by its key; one query."""
    rows = Delivery.objects.filter(issue=issue).order_by().values("wave", "state")
    found: dict[int, Progress] = {}
    for row in rows.annotate(n=Count("pk"), in_doubt=Count("pk", filter=Q(doubts__gt=0))):
        told = Progress({row["state"]: row["n"]}, row["in_doubt"])
        found[row["wave"]] = found.get(row["wave"], Progress({})) + told
    return found


def handed_lately(issue: Issue) -> tuple[int, float]:
    """How many letters of it were handed over in the last minutes, and in how many seconds."""
    now = timezone.now()
    late = Delivery.objects.filter(issue=issue, handed__gt=now - LATELY)
    told = late.aggregate(n=Count("pk"), first=Min("handed"))
    return told["n"], (now - told["first"]).total_seconds() if told["first"] else 0.0


def waits_now(issue: Issue) -> int:
    """How many letters of it could go at this moment."""
    due = Delivery.objects.filter(issue=issue, state=DeliveryState.DUE)
    return due.filter(not_before__lte=timezone.now()).count()


def is_on_its_way_to(reader: Reader) -> bool:
    """Whether a letter waits that was made ready for her by what she chose before."""
    waiting = (DeliveryState.DUE, DeliveryState.LEASED)
    return Delivery.objects.filter(reader=reader, state__in=waiting).exists()
