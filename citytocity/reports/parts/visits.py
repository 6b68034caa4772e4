"""Who came and who went, what the year was about, who took part, in which months and where."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Count

from citytocity.cities.models import City
from citytocity.figures.kinds import open_to_readers
from citytocity.figures.reductions import Total
from citytocity.ledger.enums import ParticipationRole
from citytocity.ledger.models import Activity
from citytocity.money.models import MoneyLine
from citytocity.reports.collecting import (
    Collecting,
    Entries,
    Parted,
    different,
    number,
    part,
    some,
)
from citytocity.reports.enums import PartOf
from citytocity.reports.told import Entry, Part, Place, Sum

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
    by_theme = [Parted(slug, n, name.data) for slug, name, n in themes if slug]
    by_kind = [Parted(kind, n) for kind, n in kinds.items()]
    broken = {"theme": by_theme, "kind": by_kind}
    return part(PartOf.FIELDS, {by: year.parted("I11", by, found) for by, found in broken.items()})


def people(year: Collecting) -> Part:
    return part(PartOf.PEOPLE, {"country": year.broken("I08", "country")})


def entry_of(year: Collecting, one: Activity) -> Entry:
    """An activity with its host, those who took part, and the heads of its guests."""
    groups = list(one.participations.all())
    guests = [
        row for row in groups if row.role == ParticipationRole.GUEST and row.city_id != one.host_id
    ]
    heads = Total("people", "certainty")
    cities = [*([one.host] if one.host else []), *(row.city for row in groups)]
    return Entry(
        ref=year.cite(one),
        when=one.when,
        kind=one.kind,
        state=one.status,
        people=number(heads.together(heads.part(row) for row in guests)),
        cities=different(year.city(city) for city in cities),
        guests=different(year.city(row.city) for row in guests) if one.host else [],
    )


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
    named: dict[tuple[float, float], Any] = {}
    for group in year.groups:
        host = year.hosts.get(group.host)
        at = group.at or (host and host.place)
        if at:
            many[at] += group.number
            named.setdefault(at, host or group.place)
    found = []
    for at, _number in many.most_common(MAPPED):
        host = named[at] if isinstance(named[at], City) else None
        name = host.name if host else named[at]
        slug = year.city(host) if host else ""
        found.append(Place(city=slug, name=name.data, latitude=at[0], longitude=at[1]))
    return found


def _with_costs(year: Collecting, entries: list[Entry]) -> list[Entry]:
    """What the city paid for each, where it shows everybody its books."""
    if year.figures["I19"].value is None:
        return entries
    keys = [entry.ref.key for entry in entries]
    lines: Any = open_to_readers(MoneyLine, year.scope).filter(activity__in=keys)
    sums: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    payers: dict[int, dict[str, None]] = defaultdict(dict)
    rows = lines.paid().order_by("pk").values_list("activity", "currency", "amount", "payer")
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
