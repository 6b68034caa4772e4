"""Records of the register. Cities are given by the test, so that it reads who did what."""

import datetime
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType

from citytocity.cities.models import City
from citytocity.ledger.enums import (
    ActivityKind,
    ActivityStatus,
    AgreementKind,
    EvidenceKind,
    ParticipationRole,
    PartnershipKind,
    ProgrammeKind,
    RecognitionKind,
    ResultKind,
)
from citytocity.ledger.models import (
    Activity,
    Agreement,
    DeletedRecord,
    Evidence,
    Participation,
    Partnership,
    PartnershipSide,
    PartnershipState,
    Programme,
    Proposal,
    Recognition,
    Result,
    Theme,
)
from citytocity.ledger.snapshots import snapshot
from citytocity.people.models import User

number = count(1)


def theme(slug: str = "culture", **values: Any) -> Theme:
    return Theme.objects.create(slug=slug, **{"name": {"en": slug.capitalize()}} | values)


def partnership(*cities: City, **values: Any) -> Partnership:
    """A partnership with a side for each city."""
    defaults = {"slug": _slug("partnership"), "kind": PartnershipKind.TWINNING, "since": "2007"}
    record = Partnership.objects.create(**defaults | values)
    for position, city in enumerate(cities):
        PartnershipSide.objects.create(partnership=record, city=city, sort_order=position)
    return record


def state(of: Partnership, city: City, state: str, **values: Any) -> PartnershipState:
    """A line of the status history of one side."""
    return PartnershipState.objects.create(partnership=of, city=city, state=state, **values)


def agreement(of: Partnership, **values: Any) -> Agreement:
    defaults = {"slug": _slug("agreement"), "kind": AgreementKind.TWINNING, "signed": "2007-10-15"}
    return Agreement.objects.create(partnership=of, **defaults | values)


def programme(**values: Any) -> Programme:
    defaults = {
        "slug": _slug("programme"),
        "kind": ProgrammeKind.FESTIVAL,
        "title": {"en": "White Nights"},
    }
    return Programme.objects.create(**defaults | values)


def activity(*cities: City, host: City | None = None, **values: Any) -> Activity:
    """An activity in which the cities take part; a `host` takes part too, the others as guests."""
    defaults = {
        "slug": _slug("activity"),
        "title": {"en": "Festival"},
        "kind": ActivityKind.FESTIVAL,
        "when": "2018-09",
    }
    record = Activity.objects.create(host=host, **defaults | values)
    if host:
        participation(record, host, role=ParticipationRole.HOST)
    role = ParticipationRole.GUEST if host else ParticipationRole.PARTNER
    for city in cities:
        participation(record, city, role=role)
    return record


def call(*cities: City, **values: Any) -> Activity:
    """An activity that is ahead in a far year, and that one can take part in."""
    ahead = {
        "title": {"en": "Camp"},
        "when": "2999-01-20",
        "status": ActivityStatus.PLANNED,
        "take_part_until": datetime.date(2998, 12, 1),
        "take_part_how": {"en": "Write to the office."},
    }
    return activity(*cities, **ahead | values)


def participation(activity: Activity, city: City, **values: Any) -> Participation:
    """A group, below those that are there already."""
    place = Participation.objects.filter(activity=activity).count()
    return Participation.objects.create(
        activity=activity, city=city, **{"sort_order": place} | values
    )


def result(*, evidenced: bool = False, **values: Any) -> Result:
    """A claimed result; `evidenced` by a link."""
    defaults = {
        "slug": _slug("result"),
        "title": {"en": "A book of photographs"},
        "kind": ResultKind.PUBLICATION,
        "when": "2018",
    }
    record = Result.objects.create(**defaults | values)
    if evidenced:
        evidence(record)
    return record


def practice(from_city: City, to_city: City, *, evidenced: bool = False, **values: Any) -> Result:
    """An idea that travelled from one city to the other."""
    values = {"title": {"en": "Walks for mind and body"}, **values}
    return result(
        evidenced=evidenced,
        kind=ResultKind.PRACTICE_ADOPTED,
        from_city=from_city,
        to_city=to_city,
        **values,
    )


def evidence(of: Result, **values: Any) -> Evidence:
    defaults = {
        "kind": EvidenceKind.LINK,
        "title": {"en": "The book"},
        "url": "https://example.org/book",
    }
    return Evidence.objects.create(result=of, **defaults | values)


def recognition(**values: Any) -> Recognition:
    """An award; the test says which city, partnership or organisation received it."""
    defaults = {
        "slug": _slug("recognition"),
        "kind": RecognitionKind.AWARD,
        "title": {"en": "Best partnership of the year"},
        "when": "2018",
    }
    return Recognition.objects.create(**defaults | values)


def deleted(record: Activity, **values: Any) -> DeletedRecord:
    """Another activity of the same host, which was deleted."""
    gone = activity(host=record.host)
    kind = ContentType.objects.get_for_model(gone)
    kept = {"kind": kind, "title": str(gone), "facts": snapshot(gone)}
    gone.delete()
    made = DeletedRecord.objects.create(**kept | values)
    made.cities.add(record.host)
    return made


def proposal(record: Activity, *, by: User, **values: Any) -> Proposal:
    """That an activity was in 2031; open, and about its host city."""
    defaults = {
        "kind": ContentType.objects.get_for_model(record),
        "record_key": record.pk,
        "title": str(record),
        "before": snapshot(record),
        "after": {"when": ["2031"]},
        "reason": "The minutes say so.",
    }
    made = Proposal.objects.create(proposer=by, **defaults | values)
    made.cities.add(record.host)
    return made


def _slug(kind: str) -> str:
    return f"{kind}-{next(number)}"
