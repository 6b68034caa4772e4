"""The newsletter of the site; its readers, counted and never looked at one by one."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from citytocity.design.memory import remembered
from citytocity.newsletter.enums import DeliveryState, IssueState, ReaderState
from citytocity.newsletter.models import Consent, Delivery, Issue, Newsletter, Reader, Wish

LATELY = datetime.timedelta(minutes=5)


def newsletter() -> Newsletter:
    """As the office set it up; switched off where it has not yet."""
    return remembered(("newsletter",), _newsletter)


def _newsletter() -> Newsletter:
    return Newsletter.objects.first() or Newsletter(pk=Newsletter.ONE)


def reading() -> QuerySet[Reader]:
    return Reader.objects.filter(state=ReaderState.READING)


def issues_out() -> QuerySet[Issue]:
    """Those that readers may look at, the newest first."""
    return issues_released().exclude(state=IssueState.SCHEDULED)


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
    growth: list[tuple[Any, int, int]]


def counts() -> Counts:
    """Four queries, however many readers there are."""
    alike = reading().order_by().values("language", "rhythm", "wish").annotate(n=Count("pk"))
    rows = list(alike)
    wishes = Wish.objects.in_bulk({row["wish"] for row in rows})
    by_language: dict[str, int] = {}
    by_rhythm: dict[str, int] = {}
    by_city: dict[int | None, int] = {}
    by_topic: dict[int | None, int] = {}
    for row in rows:
        wish = wishes[row["wish"]]
        _add(by_language, row["language"], row["n"])
        _add(by_rhythm, row["rhythm"], row["n"])
        for city in wish.chosen_cities or {None}:
            _add(by_city, city, row["n"])
        for topic in wish.chosen_topics or {None}:
            _add(by_topic, topic, row["n"])
    total = sum(row["n"] for row in rows)
    return Counts(total, by_language, by_rhythm, by_city, by_topic, _growth())


def _add(counted: dict[Any, int], key: Any, number: int) -> None:
    counted[key] = counted.get(key, 0) + number


def _growth() -> list[tuple[Any, int, int]]:
    """Month by month, the newest first: how many came, and how many ended it and are still kept."""
    came = _by_month(Reader.objects.all(), "since")
    went = _by_month(Reader.objects.exclude(ended=None), "ended")
    months = sorted({*came, *went}, reverse=True)[:12]
    return [(month, came.get(month, 0), went.get(month, 0)) for month in months]


def _by_month(readers: QuerySet[Reader], column: str) -> dict[Any, int]:
    months = readers.order_by().annotate(month=TruncMonth(column)).values("month")
    return dict(months.annotate(n=Count("pk")).values_list("month", "n"))


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


def progress_of(issue: Issue) -> dict[int | None, Progress]:
    """How far each wave of an issue is, by its key; one query."""
    rows = Delivery.objects.filter(issue=issue).order_by().values("wave", "state")
    found: dict[int | None, Progress] = {}
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


def own_data(reader: Reader) -> dict[str, Any]:
    """All that is held of one reader, for herself."""
    consents = Consent.objects.filter(reader=reader)
    deliveries = Delivery.objects.filter(reader=reader).select_related("issue")
    return {
        "email": reader.email,
        "language": reader.language,
        "rhythm": reader.rhythm,
        "cities": [city.slug for city in reader.wish.cities.order_by("slug")],
        "topics": [topic.slug for topic in reader.wish.topics.order_by("slug")],
        "time_zone": reader.time_zone,
        "state": reader.state,
        "since": reader.since,
        "ended": reader.ended,
        "consents": [
            {"way": one.way, "given": one.given, "words": one.words, "page": one.page}
            for one in consents
        ],
        "issues": [
            {"number": one.issue.number, "state": one.state, "handed_over": one.handed}
            for one in deliveries.order_by("issue__number")
        ],
    }
