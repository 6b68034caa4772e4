"""What stands by a record from when it is kept: revision, log, search and usage.

Written for many records at once; they have their lists, so that nothing is asked for each. Usage
alone is compared with what it has, one record after the other, where a record was there before, or
had to wait for others that it names.
"""

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
from citytocity.ledger.kinds import Kind
from citytocity.ledger.states import references_of, rows_of, state_of
from citytocity.ledger.table import write_rows
from citytocity.ledger.written import PORTION


def usage_told_later() -> AbstractContextManager[None]:
    """Within it rows do not tell of what they use: `stand` does, for many records at once."""
    return disable_reference_index_auto_update()


@dataclass
class Kept:
    """The keys of the records of one kind that an import made, and of those that it changed, as far
    as nothing stands by them yet; and the cities that were named on the way."""

    kind: Kind
    cities: dict[int, City] = field(default_factory=dict)
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
            content=state_of(record),
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
    write_rows(
        entry,
        {
            "content_type": _type_of(records[0]),
            "action": action,
            "timestamp": timezone.now(),
            "user": context.user and context.user.pk,
            "uuid": context.uuid,
            "content_changed": not deleted,
            "deleted": deleted,
        },
        ("object_id", "label", "revision"),
        [
            (str(record.pk), str(record), revision.pk if revision else None)
            for record in records
            for revision in [revisions.get(record.pk)]
        ],
    )


def _index(kind: Kind, records: list[Any]) -> None:
    """Search finds the records, and those rows that it knows."""
    found = {kind.model: records}
    for nested in kind.nested.values():
        if class_is_indexed(nested.model):
            rows = [row for record in records for row in rows_of(record, nested.accessor)]
            found[nested.model] = rows
    for model, rows in found.items():
        index_anew(model, rows)


def tell_usage(records: list[Any]) -> None:
    """Usage knows whom the new records name, as Wagtail writes it for one at a time."""
    if not ReferenceIndex.is_indexed(type(records[0])):
        return
    of_one = _type_of(records[0])
    write_rows(
        ReferenceIndex,
        {"content_type": of_one, "base_content_type": of_one},
        (
            "object_id",
            "to_content_type",
            "to_object_id",
            "model_path",
            "content_path",
            "content_path_hash",
        ),
        [
            (str(record.pk), *reference, ReferenceIndex._get_content_path_hash(reference[-1]))
            for record in records
            for reference in references_of(record)
        ],
    )


def _type_of(record: Any) -> int:
    return ContentType.objects.get_for_model(record, for_concrete_model=False).pk
