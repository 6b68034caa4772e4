"""Questions about what both sides say. They return rows, never words for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Model, Q, QuerySet

from citytocity.cities.models import City
from citytocity.confirmation.enums import DISPUTED, StatementState
from citytocity.confirmation.facts import (
    FORMS,
    cities_in,
    facts_of,
    fingerprint_of,
    records_of,
    value_of,
)
from citytocity.confirmation.models import Statement
from citytocity.ledger.models import Partnership

ONLY_THEIRS = "+"
"""Begins the name of a row that the other city has and the register has not."""
WAITING = Q(answered__isnull=True) | Q(asked__gt=F("answered"))


@dataclass(frozen=True)
class Difference:
    """One fact on which the sides differ: the names that lead to it, what the city says of it, and
    the row it stands in, if it is one of a list. Of a row that one side has alone there is one
    name, that of the list."""

    names: tuple[str, ...]
    theirs: Any
    row: Any = None


@dataclass(frozen=True)
class Standing:
    """A statement with its record as it is now. `is_current`: nothing of what was answered has
    changed since."""

    statement: Statement
    record: Any
    is_current: bool
    differences: tuple[Difference, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        return self.statement.is_confirmed and self.is_current


def statements_about(*records: Model) -> QuerySet[Statement]:
    """What cities say of the records, one query."""
    wanted = Q(pk__in=[])
    for record in records:
        kind = ContentType.objects.get_for_model(record)
        wanted |= Q(kind=kind, record_key=record.pk)
    return Statement.objects.filter(wanted).select_related("by_city", "city").order_by("pk")


def standing(statement: Statement, record: Any) -> Standing:
    """How the statement stands to the record as it is now."""
    facts = facts_of(record)
    is_current = bool(statement.fingerprint) and statement.fingerprint == fingerprint_of(facts)
    found = differences(statement.says, record) if statement.is_disputed else ()
    return Standing(statement, record, is_current, tuple(found))


def as_kept(statement: Statement, record: Any) -> Standing:
    """The same as it was when the record was last changed, without a look at its facts."""
    return Standing(statement, record, statement.state == StatementState.CONFIRMED)


def standings(statements: Iterable[Statement]) -> list[Standing]:
    """The same for many; those whose record is gone are left out."""
    shown = list(statements)
    records = records_of(shown)
    return [
        standing(statement, records[key])
        for statement in shown
        if (key := (statement.kind_id, statement.record_key)) in records
    ]


def differences(says: dict[str, Any], record: Any) -> Iterable[Difference]:
    """What the city said otherwise and the record does not hold by now."""
    form = FORMS[type(record)]
    facts = facts_of(record)
    for name, value in says.items():
        if name in form.rows:
            yield from _rows_that_differ(name, value, record)
        elif name in form.columns and not _says(facts.get(name), value):
            yield Difference((name,), value)


def is_held(says: dict[str, Any], record: Any) -> bool:
    """Whether all that a city said otherwise stands in the record by now; of a row that is gone
    nobody knows."""
    there = {
        str(row.pk) for name in FORMS[type(record)].rows for row in getattr(record, name).all()
    }
    rows = {
        key
        for name, value in says.items()
        if name in FORMS[type(record)].rows
        for key, values in value.items()
        if values is not None and not key.startswith(ONLY_THEIRS)
    }
    return bool(says) and rows <= there and not any(True for _one in differences(says, record))


def _rows_that_differ(name: str, said: dict[str, Any], record: Any) -> Iterable[Difference]:
    form, rows = FORMS[type(record)].rows[name], list(getattr(record, name).all())
    there = {str(row.pk): row for row in rows}
    for key, values in said.items():
        if key.startswith(ONLY_THEIRS):
            if not any(_holds(form, row, values) for row in rows):
                yield Difference((name,), values)
        elif (row := there.get(key)) is None:
            continue
        elif values is None:
            yield Difference((name,), None, row)
        else:
            for inner, theirs in values.items():
                if inner in form.columns and not _same(form, row, inner, theirs):
                    yield Difference((name, inner), theirs, row)


def _holds(form: Any, row: Any, values: dict[str, Any]) -> bool:
    return all(_same(form, row, name, theirs) for name, theirs in values.items())


def between(partnership: Partnership) -> QuerySet[Statement]:
    """What the sides of the partnership say of each other's records that are there."""
    cities = [side.city_id for side in partnership.sides.all()]
    return Statement.objects.filter(by_city__in=cities, city__in=cities, gone=None)


def in_state(statements: QuerySet[Statement], state: str) -> QuerySet[Statement]:
    """Those that are confirmed, disputed or waiting; one that is asked again is in two."""
    asked_for = {
        "confirmed": Q(state=StatementState.CONFIRMED),
        "disputed": Q(state__in=DISPUTED),
        "waiting": WAITING,
    }
    return statements.filter(asked_for[state])


def tally(statements: Iterable[Statement]) -> dict[str, int]:
    """How many of them are confirmed, disputed and waiting."""
    shown = list(statements)
    return {
        "confirmed": sum(one.state == StatementState.CONFIRMED for one in shown),
        "disputed": sum(one.is_disputed for one in shown),
        "waiting": sum(one.is_waiting for one in shown),
    }


def counts(statements: QuerySet[Statement]) -> dict[str, int]:
    """The same, counted in one query."""
    return statements.aggregate(
        confirmed=Count("pk", filter=Q(state=StatementState.CONFIRMED)),
        disputed=Count("pk", filter=Q(state__in=DISPUTED)),
        waiting=Count("pk", filter=WAITING),
    )


def recorder_of(record: Any) -> City | None:
    """The city whose office keeps the record: the host's, or else the first."""
    cities = cities_in(record)
    return next((city for city in cities if city.is_host), cities[0] if cities else None)


def _same(form: Any, row: Any, name: str, theirs: Any) -> bool:
    return _says(value_of(form.columns[name], row), theirs)


def _says(ours: Any, theirs: Any) -> bool:
    """Whether the record holds what was said. A text was corrected in one language."""
    if isinstance(theirs, dict) and set(theirs) == {"language", "text"}:
        texts = ours["texts"] if ours else {}
        return texts.get(theirs["language"], "") == theirs["text"]
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return ours["texts"].get(theirs["original"]) == theirs["texts"][theirs["original"]]
    return (ours if ours is not None else "") == (theirs if theirs is not None else "")
