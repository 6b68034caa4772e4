"""What has changed on the register since a report was handed in."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from citytocity.figures.kinds import open_to_readers
from citytocity.figures.measuring import Figure
from citytocity.figures.scope import Scope
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
    """Figures that differ, records that are gone, that readers may not see any more (called as
    they were then), and that were edited."""

    figures: list[Difference]
    gone: list[Texts]
    closed: list[Texts]
    edited: list[Any]

    @property
    def is_the_same(self) -> bool:
        return not (self.figures or self.gone or self.closed or self.edited)


def since(frozen: Frozen, *, today: datetime.date) -> Since:
    told = frozen.annual
    scope = frozen.report.scope
    now = figures_now(scope, told.year, today=today)
    figures = [
        Difference(code, one.name, one.numbers[told.year], now[code])
        for code, one in told.measured.items()
        if code in now and _differs(one.numbers[told.year], now[code])
    ]
    gone, closed, edited = _records(told, scope, frozen.handed_in)
    return Since(figures, gone, closed, edited)


def records_for_readers(model_name: str, keys: list[int], scope: Scope) -> dict[int, Any]:
    """Those of the records that everybody may see now, by key; the only way to their words."""
    rows = open_to_readers(model_named(model_name), scope)
    found: dict[int, Any] = {}
    for start in range(0, len(keys), AT_A_TIME):
        found |= rows.in_bulk(keys[start : start + AT_A_TIME])
    return found


def keys_there(model_name: str, keys: list[int]) -> set[int]:
    """The keys of those that are still on the register, open or not."""
    rows: Any = model_named(model_name)._default_manager
    found: set[int] = set()
    for start in range(0, len(keys), AT_A_TIME):
        some = rows.filter(pk__in=keys[start : start + AT_A_TIME])
        found |= set(some.order_by().values_list("pk", flat=True))
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


def _records(
    told: Annual, scope: Scope, handed_in: datetime.datetime
) -> tuple[list[Texts], list[Texts], list[Any]]:
    gone: list[Texts] = []
    closed: list[Texts] = []
    edited: list[Any] = []
    for kind in told.records:
        seen = records_for_readers(kind.model, list(kind.titles), scope)
        unseen = {key: title for key, title in kind.titles.items() if key not in seen}
        there = keys_there(kind.model, list(unseen))
        gone += [title for key, title in unseen.items() if key not in there]
        closed += [title for key, title in unseen.items() if key in there]
        edited += [
            record
            for record in seen.values()
            if (changed := getattr(record, "updated_at", None)) and changed > handed_in
        ]
    return gone, closed, edited
