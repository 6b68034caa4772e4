"""The newsletter of the site; its readers, counted and never looked at one by one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from citytocity.design.memory import remembered
from citytocity.newsletter.enums import DeliveryState, IssueState, ReaderState
from citytocity.newsletter.models import Consent, Delivery, Issue, Newsletter, Reader, Wish


def newsletter() -> Newsletter:
    """As the office set it up; switched off where it has not yet."""
    return remembered(("newsletter",), _newsletter)


def _newsletter() -> Newsletter:
    return Newsletter.objects.first() or Newsletter(pk=Newsletter.ONE)


def reading() -> QuerySet[Reader]:
    return Reader.objects.filter(state=ReaderState.READING)


def issues_out() -> QuerySet[Issue]:
    """Those that readers may look at, the newest first."""
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


def progress_of(issue: Issue) -> dict[str, int]:
    """How many deliveries of an issue are in which state, and how many were in doubt."""
    rows = Delivery.objects.filter(issue=issue).order_by()
    found = dict(rows.values("state").annotate(n=Count("pk")).values_list("state", "n"))
    told: dict[str, int] = {state: found.get(state, 0) for state in DeliveryState.values}
    return told | {"doubts": rows.filter(doubts__gt=0).count(), "all": sum(found.values())}


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
