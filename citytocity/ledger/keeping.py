"""What an import keeps: the record, its lists, and what stands by it from then on.

A row of a list that stays keeps its key, and with it what is known of it. What stands by a record
(`traces`) is written for many at once, when all their rows are there.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from citytocity.cities.models import City
from citytocity.ledger.kinds import Column, Kind, Nested
from citytocity.ledger.signals import brought
from citytocity.ledger.states import remember_rows, rows_of
from citytocity.ledger.traces import Kept, stand
from citytocity.ledger.written import Item

Fact = Callable[[Any], Hashable]


def values_of(columns: dict[str, Column], record: Any) -> tuple[Any, ...]:
    """The plain values of a record or row as they are now, to compare them with others."""
    plain = (column.field for column in columns.values() if not column.is_list)
    return tuple(getattr(record, column.attname) for column in plain)


def other_lists(record: Any, many: dict[str, list[int]]) -> dict[str, list[int]]:
    """Those lists of references that are not the record's already."""
    return {
        name: keys
        for name, keys in many.items()
        if not record.pk or {one.pk for one in getattr(record, name).all()} != set(keys)
    }


# --- the rows of its lists ---


@dataclass(frozen=True)
class RowChanges:
    """Rows of a list that go, that change and that come."""

    gone: list[Any]
    changed: list[Any]
    new: list[Any]

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed or self.new)


def row_changes(nested: Nested, record: Any, rows: list[Any]) -> RowChanges:
    """What makes the record's list the rows; a row that was there already gets its key."""
    old = list(getattr(record, nested.accessor).all()) if record.pk else []
    left, unequal = _paired(old, rows, lambda row: values_of(nested.columns, row))
    gone, new = _paired(left, unequal, _identity(nested))
    if [row.pk for row in rows] == [row.pk for row in old if row not in gone]:
        return RowChanges(gone, [row for row in unequal if row.pk], new)
    for position, row in enumerate(rows):
        row.sort_order = position
    return RowChanges(gone, [row for row in rows if row.pk], new)


def _identity(nested: Nested) -> Fact:
    return lambda row: tuple(getattr(row, name) for name in nested.attnames)


def _paired(old: list[Any], new: list[Any], fact: Fact) -> tuple[list[Any], list[Any]]:
    """Gives new rows the keys of old ones that are the same in a fact; returns who is left."""
    waiting: dict[Hashable, list[Any]] = defaultdict(list)
    for row in old:
        waiting[fact(row)].append(row)
    alone = []
    for row in new:
        if same := waiting.get(fact(row)):
            match = same.pop(0)
            row.pk, row.sort_order = match.pk, match.sort_order
        else:
            alone.append(row)
    left = {row.pk for rows in waiting.values() for row in rows}
    return [row for row in old if row.pk in left], alone


def keep_rows(nested: Nested, record: Any, changes: RowChanges) -> None:
    """Writes the changes, first those that make room; one by one, for rooms above heed each row of
    a record that was there."""
    nested.model.objects.filter(pk__in=[row.pk for row in changes.gone]).delete()
    for row in (*changes.changed, *changes.new):
        setattr(row, nested.parent, record)
    for row in changes.changed:
        row.save(force_update=True)
    for row in changes.new:
        row.save(force_insert=True)


# --- new records ---


@dataclass
class Draft:
    """A record as a file wants it, not kept yet. `before` are its values as they were; None if it
    is new. `moves`: it names one of its own kind, which is joined when all are there."""

    record: Any
    item: Item
    before: tuple[Any, ...] | None
    many: dict[str, list[int]]
    rows: dict[str, list[Any]]
    moves: bool


def keep_new(kept: Kept, drafts: list[Draft]) -> None:
    """Writes the records with their lists, in a few questions, and what stands by them."""
    kind, records = kept.kind, [draft.record for draft in drafts]
    kind.model._default_manager.bulk_create(records)
    for name in (column.field.name for column in kind.columns.values() if column.is_list):
        _keep_references(kind, name, drafts)
    for key, nested in kind.nested.items():
        _keep_lists(nested, [(draft.record, draft.rows.get(key, [])) for draft in drafts])
    brought.send(sender=kind.model, records=records)
    at_once = [draft.record for draft in drafts if not draft.moves]
    if "partnership" in kind.columns:  # is called by the cities of another record
        at_once = []
    done = {record.pk for record in at_once}
    kept.created += [record.pk for record in records if record.pk not in done]
    if at_once:
        _name_cities(kept, at_once)
        stand(kind, at_once, "wagtail.create", is_new=True)


def _keep_references(kind: Kind, name: str, drafts: list[Draft]) -> None:
    field = kind.model._meta.get_field(name)
    through, one, other = (
        field.remote_field.through,
        f"{field.m2m_field_name()}_id",
        f"{field.m2m_reverse_field_name()}_id",
    )
    through._default_manager.bulk_create(
        through(**{one: draft.record.pk, other: key})
        for draft in drafts
        for key in dict.fromkeys(draft.many.get(name, ()))
    )
    for draft in drafts:
        keys = dict.fromkeys(draft.many.get(name, ()))
        remember_rows(
            draft.record, name, field.related_model, [field.related_model(pk=key) for key in keys]
        )


def _keep_lists(nested: Nested, lists: list[tuple[Any, list[Any]]]) -> None:
    for record, rows in lists:
        for position, row in enumerate(rows):
            row.sort_order = position
            setattr(row, nested.parent, record)
        remember_rows(record, nested.accessor, nested.model, rows)
    nested.model._default_manager.bulk_create(row for _record, rows in lists for row in rows)


def _name_cities(kept: Kept, records: list[Any]) -> None:
    """The rows of the records know their cities: the names of both are in the index."""
    rows = [
        row
        for nested in kept.kind.nested.values()
        if "city" in nested.columns
        for record in records
        for row in rows_of(record, nested.accessor)
    ]
    kept.cities |= City.objects.in_bulk({row.city_id for row in rows} - kept.cities.keys())
    for row in rows:
        row.city = kept.cities[row.city_id]
