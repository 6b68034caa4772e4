"""Which of our records those of a file are, or may be."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from citytocity.confirmation.facts import FORMS, records_of
from citytocity.confirmation.importing.comparing import differences
from citytocity.confirmation.importing.trusting import Trusted
from citytocity.confirmation.models import Identity, Statement
from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.ledger.models import Activity, Agreement, Partnership, Result


@dataclass(frozen=True)
class Brought:
    """A record of the file: which of ours it is, if it is known; `like` are those that it may be,
    where nobody has said so yet; `other` is one of another kind that has its name."""

    place: int
    told: dict[str, Any]
    known: Any = None
    like: tuple[Any, ...] = ()
    other: Any = None

    @property
    def name(self) -> str:
        facts = self.told["facts"]
        title = facts.get("title") or facts.get("name")
        return title["texts"].get(title["original"], "") if title else self.told["kind"]

    @property
    def is_same(self) -> bool:
        """Whether it says what ours says."""
        return self.known is not None and not differences(self.told["facts"], self.known)


def brought(document: Trusted) -> list[Brought]:
    """The records of the file, each with ours that it is, or may be."""
    return [_brought(place, told) for place, told in enumerate(document.records)]


def known_as(uid: str) -> Any:
    identity = Identity.objects.filter(uid=uid).first()
    if identity is None:
        return None
    about = Statement(kind=identity.kind, record_key=identity.record_key)
    return next(iter(records_of([about]).values()), None)


def _brought(place: int, told: dict[str, Any]) -> Brought:
    known = known_as(told["uid"])
    if known is not None:
        is_of_kind = FORMS[type(known)].noun == told["kind"]
        return Brought(place, told, known) if is_of_kind else Brought(place, told, other=known)
    return Brought(place, told, like=tuple(_like(told)))


def _like(told: dict[str, Any]) -> list[Any]:
    """Ours of the same kind and of the same cities and days: it may be one of them."""
    facts, kind = told["facts"], told["kind"]
    if kind == "activity":
        cities = {row["city"] for row in facts.get("participations", [])} | {facts.get("host")}
        found: Any = Activity.objects.filter(kind=facts["kind"])
        for slug in filter(None, cities):
            found = found.filter(Q(host__slug=slug) | Q(participations__city__slug=slug))
        return list(_at_the_time(found, facts.get("when", "")).distinct()[:5])
    if kind == "result":
        ends = {"from_city__slug": facts.get("from_city"), "to_city__slug": facts.get("to_city")}
        found = Result.objects.filter(kind=facts["kind"], **{k: v for k, v in ends.items() if v})
        return list(_at_the_time(found, facts.get("when", ""))[:5])
    if kind == "agreement":
        return list(
            Agreement.objects.filter(kind=facts["kind"], signed=facts.get("signed", ""))[:5]
        )
    if kind == "partnership":
        found = Partnership.objects.all()
        for side in facts["sides"]:
            found = found.filter(sides__city__slug=side["city"])
        return list(found.distinct()[:5])
    return []


def _at_the_time(records: Any, when: str) -> Any:
    try:
        date = parse(when) if when else None
    except DateNotUnderstood:
        date = None
    if date is None or date.first is None:
        return records.filter(when="")
    last = date.last or date.first
    return records.filter(when_first__lte=last, when_last__gte=date.first)
