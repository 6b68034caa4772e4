"""Our partnerships: how each side sees them and who keeps them; and what comes next of them."""

import datetime
from collections.abc import Iterator
from typing import Any

from citytocity.ledger.anniversaries import round_years
from citytocity.ledger.models import Partnership
from citytocity.ledger.queries import anniversary_base, states_on
from citytocity.reports.collecting import LISTED, Collecting, Entries, part, some
from citytocity.reports.enums import PartOf
from citytocity.reports.naming import ref
from citytocity.reports.parts.visits import entry_of
from citytocity.reports.told import Entry, Part, SideState, Texts


def standing(year: Collecting) -> Part:
    """How each side sees them, since when, and which office and association keep them there."""
    found = some(year.standing, lambda one: _entry(year, one))
    return part(PartOf.PARTNERSHIPS, partnerships=found, keepers=Entries(_kept(found.entries)))


def plan(year: Collecting) -> Part:
    """What is on record for the next year, round numbers of years, papers that run out, and the
    partnerships for which nothing is on record in this one."""
    first, last = year.period.ahead
    _visits, planned = year.activities
    return part(
        PartOf.PLAN,
        planned=some(planned, lambda one: entry_of(year, one)),
        anniversaries=Entries(list(_anniversaries(year, first, last))),
        ending=Entries(list(_ending(year, first, last))),
        silent=Entries(_silent(year)),
    )


def _entry(year: Collecting, one: Partnership) -> Entry:
    states = states_on(one, year.period.until)
    sides = [_side(year, side, states.get(side.city_id)) for side in one.sides.all()]
    return Entry(
        ref=year.cite(one),
        when=one.since,
        kind=one.kind,
        sides=sides,
        cities=[side.city for side in sides],
    )


def _side(year: Collecting, side: Any, state: Any) -> SideState:
    return SideState(
        city=year.city(side.city),
        state=state.state if state else "",
        when=state.when if state else "",
        office=_named(side.office),
        association=_named(side.association),
    )


def _named(body: Any) -> Texts:
    return body.name.data if body else {}


def _kept(entries: list[Entry]) -> list[Entry]:
    """Each side that says who keeps the partnership there."""
    return [
        entry.model_copy(update={"sides": [side], "cities": [side.city]})
        for entry in entries
        for side in entry.sides
        if side.office or side.association
    ]


def _anniversaries(year: Collecting, first: datetime.date, last: datetime.date) -> Iterator[Entry]:
    for one in year.standing[:LISTED]:
        for years, when in round_years(anniversary_base(one), first, last):
            yield Entry(ref=ref(one), when=when, number=years, cities=_cities(year, one))


def _ending(year: Collecting, first: datetime.date, last: datetime.date) -> Iterator[Entry]:
    for one in year.standing[:LISTED]:
        for paper in one.agreements.all():
            if paper.valid_last and first <= paper.valid_last <= last:
                paper.partnership = one
                yield Entry(
                    ref=ref(paper),
                    when=paper.valid_last.isoformat(),
                    kind=paper.kind,
                    cities=_cities(year, one),
                )


def _silent(year: Collecting) -> list[Entry]:
    """Partnerships of which no other side took part in anything in the year."""
    if year.scope.is_between or year.scope.city is None:
        return []
    seen = {crowd.city for crowd in year.crowds} | {
        group.host.pk for group in year.groups if group.host
    }
    return [
        Entry(ref=ref(one), when=one.since, cities=_cities(year, one))
        for one in year.standing[:LISTED]
        if not seen & ({side.city_id for side in one.sides.all()} - {year.scope.city.pk})
    ]


def _cities(year: Collecting, one: Partnership) -> list[str]:
    return [year.city(city) for city in one.cities]
