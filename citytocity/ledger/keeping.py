"""What an import keeps: the record, its lists, and what stands by it from then on.

A row of a list that stays keeps its key, and with it what is known of it. Revisions, log, search
and the index of usage are written for many records at once, when all their rows are there.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from modelsearch.index import class_is_indexed
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as logs
from wagtail.models import ReferenceIndex, Revision, RevisionMixin
from wagtail.signal_handlers import disable_reference_index_auto_update

from citytocity.ledger.indexing import index_anew
from citytocity.ledger.kinds import Column, Kind, Nested

BATCH = 200

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
        if not record.pk or set(getattr(record, name).values_list("pk", flat=True)) != set(keys)
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
    """Writes the changes, first those that make room."""
    nested.model.objects.filter(pk__in=[row.pk for row in changes.gone]).delete()
    for row in (*changes.changed, *changes.new):
        setattr(row, nested.parent, record)
    for row in changes.changed:
        row.save(force_update=True)
    nested.model.objects.bulk_create(changes.new)


# --- what stands by it ---


def usage_told_later() -> AbstractContextManager[None]:
    """Within it rows do not tell of what they use: `Kept.stand` does, once for each record."""
    return disable_reference_index_auto_update()


@dataclass
class Kept:
    """The keys of the records of one kind that an import made, and of those that it changed."""

    kind: Kind
    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    def stand(self) -> None:
        """Gives each its revision, its line in the log, and its places in search and usage."""
        for action, keys in (("wagtail.create", self.created), ("wagtail.edit", self.changed)):
            for start in range(0, len(keys), BATCH):
                records = self._fetched(keys[start : start + BATCH])
                _log(records, action, _revise(records))
                _index(self.kind, records)

    def _fetched(self, keys: list[int]) -> list[Any]:
        named_by = ["partnership__sides__city"] if "partnership" in self.kind.columns else []
        records = self.kind.model.objects.filter(pk__in=keys)
        return list(records.prefetch_related(*self.kind.related, *named_by))


def _revise(records: list[Any]) -> dict[int, Revision]:
    """A revision for each record, by the record's key; none for kinds that have no history."""
    if not isinstance(records[0], RevisionMixin):
        return {}
    revisions = [
        Revision(
            content_type=record.get_content_type(),
            base_content_type=record.get_base_content_type(),
            object_id=str(record.pk),
            object_str=str(record),
            content=record.serializable_data(),
            created_at=timezone.now(),
            user=get_active_log_context().user,
        )
        for record in records
    ]
    Revision.objects.bulk_create(revisions)
    for record, revision in zip(records, revisions, strict=True):
        record.latest_revision = revision
    type(records[0]).objects.bulk_update(records, ["latest_revision"])
    return {record.pk: record.latest_revision for record in records}


def _log(records: list[Any], action: str, revisions: dict[int, Revision]) -> None:
    context = get_active_log_context()
    entry = logs.get_log_model_for_instance(records[0])
    content_type = ContentType.objects.get_for_model(records[0], for_concrete_model=False)
    entry.objects.bulk_create(
        entry(
            content_type=content_type,
            object_id=str(record.pk),
            label=str(record),
            action=action,
            timestamp=timezone.now(),
            user=context.user,
            uuid=context.uuid,
            revision=revisions.get(record.pk),
            content_changed=True,
        )
        for record in records
    )


def _index(kind: Kind, records: list[Any]) -> None:
    """Search finds the records, and those rows that it knows; usage knows whom they name."""
    found = {kind.model: records}
    for nested in kind.nested.values():
        if class_is_indexed(nested.model):
            rows = [row for record in records for row in getattr(record, nested.accessor).all()]
            found[nested.model] = rows
    for model, rows in found.items():
        index_anew(model, rows)
    for record in records:
        ReferenceIndex.create_or_update_for_object(record)
