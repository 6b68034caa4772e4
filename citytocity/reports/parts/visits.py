"""Who came and who went, what the year was about, who took part, in which months and where."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Count

from citytocity.ledger.enums import Mode, ParticipationRole
from citytocity.ledger.models import Activity, Participation
from citytocity.reports.collecting import (
    HEADS,
    Collecting,
    Entries,
    Group,
    Parted,
    different,
    number,
    part,
    some,
)
from citytocity.reports.enums import PartOf
from citytocity.reports.told import Entry, Number, Part, Place, Sum

MAPPED = 60  # places on the map, those with most activities first


def visits(year: Collecting) -> Part:
    """Visits both ways, as they were, with the heads of the groups that came and what was paid."""
    found = some(year.activities[0], lambda one: entry_of(year, one))
    return part(PartOf.VISITS, visits=Entries(_with_costs(year, found.entries), found.has_more))


def fields(year: Collecting) -> Part:
    records = year.records("I11").order_by()
    themes = records.values_list("themes__slug", "themes__name").annotate(n=Count("pk"))
    kinds: Counter[str] = Counter()
    for group in year.groups:
        kinds[group.kind] += group.number
    by_theme = [Parted(slug, _many(n), name.data) for slug, name, n in themes if slug]
    by_kind = [Parted(kind, _many(n)) for kind, n in kinds.items()]
    broken = {"theme": by_theme, "kind": by_kind}
    return part(PartOf.FIELDS, {by: year.parted("I11", by, found) for by, found in broken.items()})


def people(year: Collecting) -> Part:
    """By country: the sums of its cities, as sure as the least sure of them."""
    asked: dict[str, dict[str, Any]] = {}
    for crowd in year.crowds:
        known = asked.get(crowd.country)
        asked[crowd.country] = _together(known, crowd.asked) if known else crowd.asked
    found = [Parted(country, number(HEADS.reads(one))) for country, one in asked.items()]
    return part(PartOf.PEOPLE, {"country": year.parted("I08", "country", found)})


def _many(records: int) -> Number:
    return Number(value=Decimal(records), records=records)


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What the database would say of both; of what neither says, nothing."""
    both = {name: [n for n in (one[name], other[name]) if n is not None] for name in one}
    return {
        name: (max if name == "sureness" else sum)(found) if found else None
        for name, found in both.items()
    }


def entry_of(year: Collecting, one: Activity) -> Entry:
    """An activity with its host, those who took part, and the heads of its guests."""
    groups = list(one.participations.all())
    guests = [row for row in groups if _travelled(year, one, row)]
    cities = [*([one.host] if one.host else []), *(row.city for row in groups)]
    return Entry(
        ref=year.cite(one),
        when=one.when,
        kind=one.kind,
        state=one.status,
        people=number(HEADS.together(HEADS.part(row) for row in guests)),
        cities=different(year.city(city) for city in cities),
        guests=different(year.city(row.city) for row in guests) if one.host else [],
    )


def _travelled(year: Collecting, one: Activity, group: Participation) -> bool:
    """Whether they came as guests and in person, as figure I05 counts them: from a city that is
    not the host its own alone, between cities theirs."""
    is_guest = group.role == ParticipationRole.GUEST and group.city_id != one.host_id
    home = year.scope.home
    if year.scope.is_between:
        is_ours = group.city_id in year.scope.keys
    else:
        is_ours = home is None or home.pk in (one.host_id, group.city_id)
    return is_guest and is_ours and group.mode != Mode.ONLINE


def months(year: Collecting) -> tuple[dict[int, int], int]:
    """How many activities lie within each month, and how many in none."""
    within: Counter[str] = Counter()
    for group in year.groups:
        within[group.begins if group.begins == group.ends else ""] += group.number
    found = {m: within.pop(f"{year.year:04}-{m:02}", 0) for m in range(1, 13)}
    return found, sum(within.values())


def places(year: Collecting) -> list[Place]:
    """Where the activities were, as far as that is known; most of them first."""
    many: Counter[tuple[float, float]] = Counter()
    first: dict[tuple[float, float], Group] = {}
    for group in year.groups:
        if group.at:
            many[group.at] += group.number
            first.setdefault(group.at, group)
    return [_place(year, first[at]) for at, _number in many.most_common(MAPPED)]


def _place(year: Collecting, group: Group) -> Place:
    latitude, longitude = group.at or (0.0, 0.0)
    name = group.host.name if group.host else group.place
    slug = year.city(group.host) if group.host else ""
    return Place(city=slug, name=name.data, latitude=latitude, longitude=longitude)


def _with_costs(year: Collecting, entries: list[Entry]) -> list[Entry]:
    """What the city paid for each in the year, where it shows everybody its books: of the lines
    that the figure counts, which are kept with what is handed in."""
    lines = year.records("I19").filter(activity__in=[entry.ref.key for entry in entries])
    sums: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    payers: dict[int, dict[str, None]] = defaultdict(dict)
    rows = lines.order_by("pk").values_list("activity", "currency", "amount", "payer")
    for key, currency, amount, payer in rows:
        sums[key][currency] += amount
        payers[key][payer] = None
    return [
        entry.model_copy(
            update={
                "cost": [Sum(amount=n, currency=c) for c, n in sums[entry.ref.key].items()],
                "payers": list(payers[entry.ref.key]),
            }
        )
        for entry in entries
    ]
