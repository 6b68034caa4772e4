"""The form of the register in files: which kinds, which columns, which lists inside a record.

Read off the models, so that a new column is in every file format, and in its reference, at once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from modelcluster.fields import ParentalKey

from citytocity.cities.models import City, Organisation
from citytocity.dates.fields import FirstDayField, LastDayField
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Partnership,
    Programme,
    Recognition,
    Result,
    Theme,
)
from citytocity.sources.models import Citation, Source

NEVER = {"id", "slug", "sort_order", "updated_at", "latest_revision", "search_terms"}
RENAMED = {"is_host": "host", "is_public": "public", "is_on_show": "on_show"}


@dataclass(frozen=True)
class Column:
    """One fact of a record: its key in files and the model field that holds it."""

    key: str
    field: Any

    @property
    def is_list(self) -> bool:
        return self.field.many_to_many is True

    @property
    def is_reference(self) -> bool:
        return self.field.is_relation

    @property
    def required(self) -> bool:
        return not self.field.blank and not self.field.has_default()


def columns_of(model: Any) -> Iterator[Column]:
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        left_out = isinstance(field, FirstDayField | LastDayField | ParentalKey | GenericRelation)
        if field.name not in NEVER and not left_out:
            yield Column(RENAMED.get(field.name, field.name), field)


@dataclass(frozen=True)
class Nested:
    """A list inside a record, such as the participations of an activity; its rows have no id."""

    key: str
    accessor: str
    model: Any

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {column.key: column for column in columns_of(self.model)}

    @cached_property
    def parent(self) -> str:
        """The name of the field that leads to the record."""
        return next(f.name for f in self.model._meta.fields if isinstance(f, ParentalKey))

    @cached_property
    def attnames(self) -> list[str]:
        """The attributes that tell a row from the others: what must be unique, or the first."""
        unique = [
            self.model._meta.get_field(name).attname
            for constraint in self.model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
            for name in constraint.fields
            if name != self.parent
        ]
        return list(dict.fromkeys(unique)) or [next(iter(self.columns.values())).field.attname]

    @property
    def short_key(self) -> str | None:
        """The column that a bare id stands for: `- perm-2018` in a list of sources."""
        return "source" if issubclass(self.model, Citation) else None


@dataclass(frozen=True)
class Kind:
    """A kind of record: a section of the YAML file, a sheet of the workbook.

    `shown` gives those of its records that readers see; without it they see all. `office` are the
    columns that readers see of no record.
    """

    key: str
    model: Any
    shown: Callable[[], models.QuerySet] | None = None
    office: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {column.key: column for column in columns_of(self.model)}

    @cached_property
    def nested(self) -> dict[str, Nested]:
        lists = {}
        for relation in self.model._meta.related_objects:
            if isinstance(relation.field, ParentalKey):
                accessor = relation.get_accessor_name()
                key = "sources" if accessor == "citations" else accessor
                lists[key] = Nested(key, accessor, relation.related_model)
        return lists

    def records(self, *, closed: bool) -> models.QuerySet:
        """Those that readers see; with the `closed` ones all there are."""
        return self.model.objects.all() if closed or self.shown is None else self.shown()

    def told(self, *, closed: bool) -> dict[str, Column]:
        """The columns that readers see; with the `closed` ones all there are."""
        left_out = frozenset() if closed else self.office
        return {key: column for key, column in self.columns.items() if key not in left_out}

    @cached_property
    def related(self) -> list[str]:
        """What to fetch with many records, so that none asks for its lists by itself."""
        many = [column.field.name for column in self.columns.values() if column.is_list]
        references = [
            f"{nested.accessor}__{column.field.name}"
            for nested in self.nested.values()
            for column in nested.columns.values()
            if column.is_reference
        ]
        return [*many, *(nested.accessor for nested in self.nested.values()), *references]

    def with_lists(self) -> models.QuerySet:
        """Its records with their lists, in a few questions however many there are."""
        many = [column.field.name for column in self.columns.values() if column.is_list]
        lists = [nested.accessor for nested in self.nested.values()]
        return self.model._default_manager.prefetch_related(*many, *lists)


KINDS = {
    kind.key: kind
    for kind in (
        Kind("sources", Source),
        Kind("themes", Theme),
        Kind("cities", City),
        Kind("organisations", Organisation),
        Kind("programmes", Programme),
        Kind("partnerships", Partnership),
        Kind("agreements", Agreement),
        Kind("activities", Activity),
        Kind("results", Result),
        Kind("recognitions", Recognition),
    )
}
"""In the order in which they lean on each other: a record names only records of kinds above it."""


def join(*kinds: Kind) -> None:
    """Adds the kinds of a room above to the files of the register, and to what sources lead to."""
    KINDS.update({kind.key: kind for kind in kinds})
