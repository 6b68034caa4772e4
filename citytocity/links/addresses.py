"""Which web addresses the register names, and what partnerships they are about."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from citytocity.cities.models import CityCitation, OrganisationCitation
from citytocity.ledger.models import (
    ActivityCitation,
    AgreementCitation,
    Evidence,
    Participation,
    PartnershipCitation,
    PartnershipMilestone,
    PartnershipSide,
    PartnershipState,
    ProgrammeCitation,
    RecognitionCitation,
    ResultCitation,
)

Address = tuple[str, int, str, int]
BATCH = 2_000
RESULT = ("partnership", "activity", "from_city", "to_city")
CITED: tuple[tuple[Any, dict[str, str]], ...] = (
    (PartnershipCitation, {"partnership": "record"}),
    (AgreementCitation, {"partnership": "record__partnership"}),
    (ActivityCitation, {"activity": "record"}),
    (ProgrammeCitation, {"programme": "record"}),
    (ResultCitation, {name: f"record__{name}" for name in RESULT}),
    (CityCitation, {"city": "record"}),
    (OrganisationCitation, {"city": "record__city"}),
    (RecognitionCitation, {name: f"record__{name}" for name in ("partnership", "activity")}),
    (PartnershipState, {"partnership": "partnership"}),
    (PartnershipMilestone, {"partnership": "partnership"}),
    (Participation, {"activity": "activity"}),
)
"""What has a source, and the ways from it to its partnerships."""


def named_addresses() -> Iterator[Address]:
    """Address, partnership, and the source or result where it stands; fourteen questions.

    A record is about each partnership of which two sides have a part in it, as on its page; a city
    and its bodies about each of the city's. What is one city's alone (its own award, an activity
    without guests) is about none.
    """
    about = _about()
    for model, ways in CITED:
        rows = model.objects.filter(source__url__gt="").order_by()
        values = rows.values_list("source__url", "source", *ways.values())
        for url, key, *where in values.iterator(chunk_size=BATCH):
            for partnership in about.partnerships(**dict(zip(ways, where, strict=True))):
                yield url, partnership, "source", key
    proven = Evidence.objects.exclude(url="").order_by()
    values = proven.values_list("url", "result", *(f"result__{name}" for name in RESULT))
    for url, key, *where in values.iterator(chunk_size=BATCH):
        for partnership in about.partnerships(**dict(zip(RESULT, where, strict=True))):
            yield url, partnership, "result", key


@dataclass
class _About:
    """The partnerships of cities, of each two cities, of activities and of programmes, by keys."""

    of_city: dict[int | None, set[int]] = field(default_factory=dict)
    of_pair: dict[frozenset[int | None], set[int]] = field(default_factory=dict)
    of_activity: dict[int | None, set[int]] = field(default_factory=dict)
    of_programme: dict[int | None, set[int]] = field(default_factory=dict)

    def partnerships(
        self,
        *,
        partnership: int | None = None,
        activity: int | None = None,
        programme: int | None = None,
        from_city: int | None = None,
        to_city: int | None = None,
        city: int | None = None,
    ) -> set[int]:
        nothing: set[int] = set()
        return (
            ({partnership} if partnership else nothing)
            | self.of_activity.get(activity, nothing)
            | self.of_programme.get(programme, nothing)
            | self.of_pair.get(frozenset((from_city, to_city)), nothing)
            | self.of_city.get(city, nothing)
        )


def _about() -> _About:
    about = _of_sides()
    of_programme: dict[int | None, set[int]] = defaultdict(set)
    rows = Participation.objects.order_by("activity").values_list(
        "activity", "activity__programme", "activity__host", "city"
    )
    for (activity, programme), groups in groupby(
        rows.iterator(chunk_size=BATCH), key=itemgetter(0, 1)
    ):
        cities = {city for *_activity, host, guest in groups for city in (host, guest)}
        pairs = [frozenset(pair) for pair in combinations(cities, 2)]
        if found := set().union(*(about.of_pair.get(pair, ()) for pair in pairs)):
            about.of_activity[activity] = found
            of_programme[programme] |= found
    of_programme.pop(None, None)
    about.of_programme = dict(of_programme)
    return about


def _of_sides() -> _About:
    of_city: dict[int | None, set[int]] = defaultdict(set)
    of_pair: dict[frozenset[int | None], set[int]] = defaultdict(set)
    sides = PartnershipSide.objects.order_by("partnership").values_list("partnership", "city")
    for partnership, rows in groupby(sides, key=itemgetter(0)):
        cities = {city for _partnership, city in rows}
        for city in cities:
            of_city[city].add(partnership)
        for pair in combinations(cities, 2):
            of_pair[frozenset(pair)].add(partnership)
    return _About(of_city=dict(of_city), of_pair=dict(of_pair))
