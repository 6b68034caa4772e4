"""What has changed on the register since a report was handed in."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from citytocity.figures.measuring import Figure
from citytocity.reports.gathering import figures_now
from citytocity.reports.models import Frozen
from citytocity.reports.told import Annual, Number, Texts

AT_A_TIME = 500
ROOMS = ("ledger", "protocol", "money", "stories", "readings")


@dataclass(frozen=True)
class Difference:
    """A figure that is another one now."""

    code: str
    name: Texts
    then: Number
    now: Figure


@dataclass(frozen=True)
class Since:
    """Figures that differ, records that are gone, and records that were edited."""

    figures: list[Difference]
    gone: list[Texts]
    edited: list[Any]

    @property
    def is_the_same(self) -> bool:
        return not (self.figures or self.gone or self.edited)


def since(frozen: Frozen, *, today: datetime.date) -> Since:
    told = frozen.annual
    scope = frozen.report.scope
    now = figures_now(scope, told.year, today=today)
    figures = [
        Difference(code, one.name, one.numbers[told.year], now[code])
        for code, one in told.measured.items()
        if code in now and _differs(one.numbers[told.year], now[code])
    ]
    gone, edited = _records(told, frozen.handed_in)
    return Since(figures, gone, edited)


def records_there(model_name: str, keys: list[int]) -> dict[int, Any]:
    """Those of the records that are still on the register, by key."""
    model = model_named(model_name)
    rows: Any = model._default_manager
    found: dict[int, Any] = {}
    for start in range(0, len(keys), AT_A_TIME):
        found |= rows.in_bulk(keys[start : start + AT_A_TIME])
    return found


def model_named(name: str) -> type[Model]:
    for room in ROOMS:
        if name in apps.all_models[room]:
            return apps.get_model(room, name)
    raise LookupError(name)


def _differs(then: Number, now: Figure) -> bool:
    return (then.value, then.certainty, then.records) != (
        now.value,
        now.certainty,
        now.number_of_records,
    )


def _records(told: Annual, handed_in: datetime.datetime) -> tuple[list[Texts], list[Any]]:
    gone: list[Texts] = []
    edited: list[Any] = []
    for kind in told.records:
        there = records_there(kind.model, list(kind.titles))
        gone += [title for key, title in kind.titles.items() if key not in there]
        edited += [
            record
            for record in there.values()
            if (changed := getattr(record, "updated_at", None)) and changed > handed_in
        ]
    return gone, edited
