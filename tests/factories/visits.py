"""Folders of visits, with hours and travellers."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from citytocity.cities.models import City
from citytocity.visits.models import ProgrammeItem, Traveller, Visit
from tests.factories import ledger

PERM = "Asia/Yekaterinburg"


def visit(
    *guests: City, to: City | None, when: str = "2018-06-11/2018-06-14", **values: Any
) -> Visit:
    """The folder of a visit of the guests to a city; `values` are the folder's own."""
    named = {name: values.pop(name) for name in ("title", "slug", "status") if name in values}
    named = {"kind": "visit", "title": {"en": "Visit"}} | named
    return Visit.objects.create(
        activity=ledger.activity(*guests, host=to, when=when, **named), **values
    )


def item(of: Visit, starts: str, ends: str = "", **values: Any) -> ProgrammeItem:
    """Hours by the clocks of Perm: `2018-06-12 10:00`."""
    defaults = {"title": {"en": "Reception", "ru": "Приём"}, "zone": PERM}
    return ProgrammeItem.objects.create(
        visit=of, starts=_moment(starts), ends=_moment(ends) if ends else None, **defaults | values
    )


def traveller(of: Visit, city: City, name: str = "ANNA EXAMPLE", **values: Any) -> Traveller:
    return Traveller.objects.create(visit=of, city=city, passport_name=name, **values)


def _moment(written: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(PERM))
