"""What goes with records that are taken out, many at once: what Django and Wagtail do for each.

The rows of their lists, and what stands by them (`traces`): states, search and usage. Nothing is
fetched but the records with their lists, to keep their facts. Django's own collector was
considered: it fetches all that it deletes, as long as anybody listens to a signal.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, prefetch_related_objects
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as logs
from wagtail.models import ReferenceIndex

from citytocity.ledger.kinds import Kind
from citytocity.ledger.models import DeletedRecord
from citytocity.ledger.permissions import cities_touched
from citytocity.ledger.signals import announce_if_ours, removed
from citytocity.ledger.snapshots import facts_in
from citytocity.ledger.states import remember_rows, rows_of, state_of
from citytocity.ledger.traces import log


def remove(kind: Kind, keys: list[int]) -> None:
    """Deletes the records, within a transaction; each leaves a line in the log, and can be brought
    back for a year. That nothing else names them is for the caller to know: the database refuses
    at the end of the transaction what would hang in the air."""
    records = _whole(kind, keys)
    if not records:
        return
    _keep_facts(records)
    log(records, "wagtail.delete", {}, deleted=True)
    going = [record.pk for record in records]
    rows = {
        nested.model: [row.pk for record in records for row in rows_of(record, nested.accessor)]
        for nested in kind.nested.values()
    }
    for model, own in rows.items():
        _delete(model, own)
    removed.send(sender=kind.model, keys=going, rows=rows)
    _forget_states(records[0], going)
    _delete(kind.model, going)
    announce_if_ours(kind.model)


def _whole(kind: Kind, keys: list[int]) -> list[Any]:
    """The records with their lists, with what they are called by where that is more than a name of
    their own, and with what tells which cities they are about."""
    found = {one.pk: one for one in kind.model._base_manager.filter(pk__in=keys)}
    for nested in kind.nested.values():
        rows = nested.model._default_manager.filter(**{f"{nested.parent}__in": list(found)})
        of_each: dict[int, list[Any]] = {key: [] for key in found}
        for row in rows:
            of_each[getattr(row, f"{nested.parent}_id")].append(row)
        for key, own in of_each.items():
            remember_rows(found[key], nested.accessor, nested.model, own)
    many = [column.field.name for column in kind.columns.values() if column.is_list]
    prefetch_related_objects(list(found.values()), *many, *_beside(kind))
    return list(found.values())


def _beside(kind: Kind) -> Iterator[str]:
    if "sides" in kind.nested:
        yield "sides__city"
    if "partnership" in kind.columns:
        yield "partnership__sides__city"
    if "activity" in kind.columns:
        yield "activity__participations"


def _keep_facts(records: list[Any]) -> None:
    """As `actions.delete` keeps them of one."""
    of_one = ContentType.objects.get_for_model(records[0])
    by = get_active_log_context().user
    kept = DeletedRecord.objects.bulk_create(
        DeletedRecord(
            kind=of_one, title=str(record)[:400], facts=facts_in(state_of(record)), deleted_by=by
        )
        for record in records
    )
    beside = DeletedRecord.cities.through
    beside._default_manager.bulk_create(
        beside(deletedrecord_id=one.pk, city_id=city)
        for one, record in zip(kept, records, strict=True)
        for city in cities_touched(record)
    )


def _forget_states(record: Any, keys: list[int]) -> None:
    """The states go, and the lines of the log that told of them stay."""
    lines = logs.get_log_model_for_instance(record).objects
    of_one = ContentType.objects.get_for_model(record, for_concrete_model=False)
    lines.filter(content_type=of_one, object_id__in=map(str, keys)).update(revision=None)


def _delete(model: Any, keys: list[int]) -> None:
    """The rows of one table with those that exist by them alone, without a word to anybody."""
    if not keys:
        return
    for field in model._meta.many_to_many:
        through = field.remote_field.through._base_manager
        _drop(through.filter(**{f"{field.m2m_field_name()}__in": keys}))
    for field in _lists_with(model):
        through = field.remote_field.through._base_manager
        _drop(through.filter(**{f"{field.m2m_reverse_field_name()}__in": keys}))
    _drop(model._base_manager.filter(pk__in=keys))
    for field in model._meta.private_fields:
        if isinstance(field, GenericRelation):
            _drop(_related(field, model, keys))
    _forget_usage(model, keys)


def _lists_with(model: Any) -> list[Any]:
    """The fields of others that list records of the model: they lose those that go."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.many_to_many and relation.auto_created
    ]


def _related(field: Any, model: Any, keys: list[int]) -> QuerySet:
    of_one = ContentType.objects.get_for_model(model, for_concrete_model=field.for_concrete_model)
    found = {
        field.content_type_field_name: of_one,
        f"{field.object_id_field_name}__in": [str(key) for key in keys],
    }
    return field.related_model._base_manager.filter(**found)


def _forget_usage(model: Any, keys: list[int]) -> None:
    """Whom they named, and who named them."""
    if model not in ReferenceIndex.tracked_models:
        return
    of_one = ContentType.objects.get_for_model(model, for_concrete_model=False)
    names = [str(key) for key in keys]
    _drop(ReferenceIndex.objects.filter(base_content_type=of_one, object_id__in=names))
    _drop(ReferenceIndex.objects.filter(to_content_type=of_one, to_object_id__in=names))


def _drop(rows: QuerySet) -> None:
    rows._raw_delete(using=rows.db)
