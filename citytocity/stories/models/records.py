"""The records of the register that a story tells about."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyDescriptor, ParentalManyToManyField


class RecordsDescriptor(ParentalManyToManyDescriptor):
    """Keeps the records in the order given.

    modelcluster 6 sorts them by the names in their model's ordering, and fails where the ordering
    has an expression, as that of activities, results and recognitions has.
    """

    @cached_property
    def child_object_manager_cls(self) -> Any:
        sorting: Any = super().child_object_manager_cls
        relation = self.field.name

        class Records(sorting):
            def set_base(self, records: Iterable[Any], *args: Any, **kwargs: Any) -> None:
                records = list(records)
                if records and not isinstance(records[0], self.model):
                    super().set_base(records, *args, **kwargs)
                else:
                    self._get_cluster_related_objects()[relation] = records

        return Records


class RecordsField(ParentalManyToManyField):
    related_accessor_class = RecordsDescriptor

    def extract_references(
        self, records: Iterable[Model]
    ) -> Iterator[tuple[type[Model], str, str, str]]:
        """What Wagtail counts as the use of a record: its model, its key and the place here."""
        for record in records:
            yield self.related_model, str(record.pk), "item", str(record.pk)

    def deconstruct(self) -> Any:
        """Migrations know it as modelcluster's own field: its column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcluster.fields.ParentalManyToManyField", args, kwargs
