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
from django.db.models import CharField, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from modelsearch.index import class_is_indexed
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as logs
from wagtail.models import ReferenceIndex, Revision, RevisionMixin
from wagtail.signal_handlers import disable_reference_index_auto_update

from citytocity.cities.models import City
from citytocity.ledger.indexing import index_anew
from citytocity.ledger.kinds import Column, Kind, Nested
from citytocity.ledger.signals import brought
from citytocity.ledger.written import PORTION, Item

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


def keep_new(kept: "Kept", drafts: list[Draft]) -> None:
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
        _name_cities(kind, at_once)
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
        _remember(
            draft.record, name, field.related_model, [field.related_model(pk=key) for key in keys]
        )


def _keep_lists(nested: Nested, lists: list[tuple[Any, list[Any]]]) -> None:
    for record, rows in lists:
        for position, row in enumerate(rows):
            row.sort_order = position
            setattr(row, nested.parent, record)
        _remember(record, nested.accessor, nested.model, rows)
    nested.model._default_manager.bulk_create(row for _record, rows in lists for row in rows)


def _remember(record: Any, accessor: str, model: Any, rows: list[Any]) -> None:
    """The record's list as Django keeps it when it was fetched."""
    fetched = model._default_manager.all()
    fetched._result_cache, fetched._prefetch_done = rows, True
    record.__dict__.setdefault("_prefetched_objects_cache", {})[accessor] = fetched


def _name_cities(kind: Kind, records: list[Any]) -> None:
    """The rows of the records know their cities: the names of both are in the index."""
    rows = [
        row
        for nested in kind.nested.values()
        if "city" in nested.columns
        for record in records
        for row in getattr(record, nested.accessor).all()
    ]
    cities = City.objects.in_bulk({row.city_id for row in rows})
    for row in rows:
        row.city = cities[row.city_id]


# --- what stands by it ---


def usage_told_later() -> AbstractContextManager[None]:
    """Within it rows do not tell of what they use: `stand` does, for many records at once."""
    return disable_reference_index_auto_update()


@dataclass
class Kept:
    """The keys of the records of one kind that an import made, and of those that it changed, as far
    as nothing stands by them yet."""

    kind: Kind
    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    def stand(self) -> None:
        """Gives each its revision, its line in the log, and its places in search and usage."""
        for action, keys in (("wagtail.create", self.created), ("wagtail.edit", self.changed)):
            for start in range(0, len(keys), PORTION):
                stand(self.kind, self._fetched(keys[start : start + PORTION]), action)

    def _fetched(self, keys: list[int]) -> list[Any]:
        named_by = ["partnership__sides__city"] if "partnership" in self.kind.columns else []
        records = self.kind.model.objects.filter(pk__in=keys)
        return list(records.prefetch_related(*self.kind.related, *named_by))


def stand(kind: Kind, records: list[Any], action: str, *, is_new: bool = False) -> None:
    """Revision, log, search and usage of the records, which have their lists; `is_new`: usage has
    nothing of them that would have to go."""
    log(records, action, _revise(records))
    _index(kind, records)
    if is_new:
        tell_usage(records)
        return
    for record in records:
        ReferenceIndex.create_or_update_for_object(record)


def _revise(records: list[Any]) -> dict[int, Revision]:
    """A revision for each record, by the record's key; none for kinds that have no history."""
    if not isinstance(records[0], RevisionMixin):
        return {}
    now, user = timezone.now(), get_active_log_context().user
    content_type, base = records[0].get_content_type(), records[0].get_base_content_type()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=base,
            object_id=str(record.pk),
            object_str=str(record),
            content=record.serializable_data(),
            created_at=now,
            user=user,
        )
        for record in records
    )
    model, own = type(records[0]), Cast(OuterRef("pk"), CharField())
    newest = Revision.objects.filter(content_type=content_type, object_id=own).order_by("-pk")
    keys = [record.pk for record in records]
    model._default_manager.filter(pk__in=keys).update(latest_revision=newest.values("pk")[:1])
    for record, revision in zip(records, revisions, strict=True):
        record.latest_revision = revision
    return {record.pk: record.latest_revision for record in records}


def log(
    records: list[Any], action: str, revisions: dict[int, Revision], *, deleted: bool = False
) -> None:
    """A line of the log for each record, by whoever does it; for deleted ones, before they go."""
    context = get_active_log_context()
    entry = logs.get_log_model_for_instance(records[0])
    content_type = ContentType.objects.get_for_model(records[0], for_concrete_model=False)
    now = timezone.now()
    entry.objects.bulk_create(
        entry(
            content_type=content_type,
            object_id=str(record.pk),
            label=str(record),
            action=action,
            timestamp=now,
            user=context.user,
            uuid=context.uuid,
            revision=revisions.get(record.pk),
            content_changed=not deleted,
            deleted=deleted,
        )
        for record in records
    )


def _index(kind: Kind, records: list[Any]) -> None:
    """Search finds the records, and those rows that it knows."""
    found = {kind.model: records}
    for nested in kind.nested.values():
        if class_is_indexed(nested.model):
            rows = [row for record in records for row in getattr(record, nested.accessor).all()]
            found[nested.model] = rows
    for model, rows in found.items():
        index_anew(model, rows)


def tell_usage(records: list[Any]) -> None:
    """Usage knows whom the new records name, as Wagtail writes it for one at a time."""
    of_one = ContentType.objects.get_for_model(records[0], for_concrete_model=False)
    if not ReferenceIndex.is_indexed(type(records[0])):
        return
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=of_one,
            base_content_type=of_one,
            object_id=record.pk,
            to_content_type_id=to_type,
            to_object_id=to,
            model_path=model_path,
            content_path=path,
            content_path_hash=ReferenceIndex._get_content_path_hash(path),
        )
        for record in records
        for to_type, to, model_path, path in set(
            ReferenceIndex._extract_references_from_object(record)
        )
    )
