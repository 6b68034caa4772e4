"""What has changed on the register since a report was handed in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import (
    DateField,
    Exists,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import TruncDate

from citytocity.figures.kinds import open_to_readers
from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import in_words
from citytocity.figures.scope import Scope
from citytocity.money.models import Hours, MoneyLine
from citytocity.protocol.models import Gift, Honour, Letter, Promise
from citytocity.readings.models import Reading
from citytocity.reports import wording
from citytocity.reports.gathering import figures_again
from citytocity.reports.models import Frozen, FrozenRecord
from citytocity.reports.told import Measured, Number, Texts
from citytocity.stories.models import StoryPage

LISTED = 200
ROOMS = ("ledger", "protocol", "money", "stories", "readings")
CAN_CLOSE: tuple[Any, ...] = (Gift, Honour, Letter, Promise, MoneyLine, Hours, StoryPage)
"""Kinds of which readers see only what is open to them: of these no word is shown of one that is
not open any more, or gone."""
NEVER_GONE = (*CAN_CLOSE, Reading)
"""Of readings too nothing is told: they are kept for a while only, by rule."""


@dataclass(frozen=True)
class Difference:
    """A figure that reads otherwise now."""

    code: str
    name: Texts
    year: int
    then: Number
    now: Figure


class Then(NamedTuple):
    """A record as it was called then, and the day on which it was changed since."""

    title: Texts
    path: str
    changed: datetime.date | None


@dataclass(frozen=True)
class Some:
    """How many records there are, and the first of them. What is called the same and stands on the
    same page, as an activity and its groups, is one."""

    number: int = 0
    records: list[Then] = field(default_factory=list)


@dataclass(frozen=True)
class Since:
    """Figures that differ, records that are gone, that were edited, and those that readers may
    not see any more, by kind."""

    figures: list[Difference]
    gone: Some
    edited: Some
    closed: dict[str, set[int]]

    @property
    def is_the_same(self) -> bool:
        return not (self.figures or self.gone.number or self.edited.number or self.closed)


def since(frozen: Frozen, *, today: datetime.date) -> Since:
    told = frozen.annual
    now = figures_again(told, frozen.report.scope, today=today)
    figures = [
        Difference(code, one.name, year, then, figure)
        for code, one in told.measured.items()
        for year, then in sorted(one.numbers.items(), reverse=True)
        if (figure := now[year].get(code))
        and _reads_otherwise(one, then, figure)
        and not _is_forgotten(then, figure)
    ]
    kinds = [model_named(name) for name in told.kinds]
    return Since(
        figures,
        gone=_some(_gone(frozen, kind) for kind in kinds if kind not in NEVER_GONE),
        edited=_some(_edited(frozen, kind) for kind in kinds if _changed(kind)),
        closed=closed(frozen),
    )


def closed(frozen: Frozen) -> dict[str, set[int]]:
    """The keys of the records that readers may not see any more, by kind; in one question."""
    scope = frozen.report.scope
    asked = [
        _kept(frozen, kind).exclude(Exists(_open(kind, scope))).values_list("model", "key")
        for kind in CAN_CLOSE
        if _name(kind) in frozen.annual.marks
    ]
    found: dict[str, set[int]] = {}
    for name, key in _union(asked):
        found.setdefault(name, set()).add(key)
    return found


def open_keys(model_name: str, keys: list[int], scope: Scope) -> set[int]:
    """Those of the keys whose records everybody may see now."""
    rows = open_to_readers(model_named(model_name), scope).filter(pk__in=keys)
    return set(rows.order_by().values_list("pk", flat=True))


def model_named(name: str) -> type[Model]:
    for room in ROOMS:
        if name in apps.all_models[room]:
            return apps.get_model(room, name)
    raise LookupError(name)


def _reads_otherwise(one: Measured, then: Number, now: Figure) -> bool:
    """Whether the figure has other words now: the same number of more records, or none on record
    still, is no change to who reads it."""
    if (then.value, then.certainty) == (now.value, now.certainty):
        return False
    return wording.in_words(one, then) != in_words(now)


def _is_forgotten(then: Number, now: Figure) -> bool:
    """Whether the figure is less because its records are kept for a while only."""
    if now.indicator.measure is None or now.records.model is not Reading:
        return False
    return now.value is None or (then.value is not None and now.value < then.value)


def _kept(frozen: Frozen, kind: Any) -> QuerySet[FrozenRecord]:
    return FrozenRecord.objects.filter(frozen=frozen, model=_name(kind))


def _gone(frozen: Frozen, kind: Any) -> QuerySet[FrozenRecord]:
    there = kind._default_manager.filter(pk=OuterRef("key"))
    never = Value(None, output_field=DateField())
    return _kept(frozen, kind).exclude(Exists(there.order_by())).annotate(day=never)


def _edited(frozen: Frozen, kind: Any) -> QuerySet[FrozenRecord]:
    column = _changed(kind)
    rows = _open(kind, frozen.report.scope).filter(**{f"{column}__gt": frozen.handed_in})
    day = Subquery(rows.values(day=TruncDate(column))[:1])
    return _kept(frozen, kind).annotate(day=day).filter(day__isnull=False)


def _open(kind: Any, scope: Scope) -> Any:
    return open_to_readers(kind, scope).filter(pk=OuterRef("key")).order_by()


def _changed(kind: Any) -> str:
    """The column that says when a record of the kind was changed; empty if it has none."""
    names = {one.name for one in kind._meta.get_fields()}
    return next((name for name in ("updated_at", "last_published_at") if name in names), "")


def _some(asked: Iterable[Any]) -> Some:
    rows = [one.values_list("title", "path", "day") for one in asked]
    if not rows or not (number := _union(rows).count()):
        return Some()
    return Some(number, [Then(*row) for row in _union(rows).order_by("path", "title")[:LISTED]])


def _union(asked: list[Any]) -> Any:
    if not asked:
        return FrozenRecord.objects.none()
    first, *rest = asked
    return first.distinct().union(*rest)


def _name(kind: Any) -> str:
    return kind._meta.model_name or ""
