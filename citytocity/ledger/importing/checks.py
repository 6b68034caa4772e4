"""What the models themselves refuse, said at the key that it is about."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from citytocity.ledger.importing.ids import Ids
from citytocity.ledger.importing.problems import Problems, as_told
from citytocity.ledger.kinds import Column
from citytocity.ledger.written import Item

OF_OTHERS = (models.FileField, models.JSONField)


class Taken:
    """Values that fields have taken before, so that none looks at the same one twice: most fields
    are empty, or hold one of a few known values."""

    def __init__(self) -> None:
        self.values: dict[models.Field, set[Any]] = defaultdict(set)

    def of(self, record: Any) -> set[str]:
        """The fields of the record whose values are such."""
        here, model = record.__dict__, cast("Any", type(record))
        return {
            name
            for column, name, attname in _of_their_own(model)
            if here[attname] in self.values[column]
        }

    def learn(self, record: Any, besides: set[str]) -> None:
        """Keeps the values that have just been looked at; not those of the fields left out."""
        here, model = record.__dict__, cast("Any", type(record))
        for column, name, attname in _of_their_own(model):
            if name not in besides:
                self.values[column].add(here[attname])


@lru_cache(maxsize=200)
def _of_their_own(model: Any) -> list[tuple[Any, str, str]]:
    """Fields that look at nothing but their value: no other record, no file."""
    return [
        (one, one.name, one.attname)
        for one in model._meta.fields
        if not (one.is_relation or one.primary_key or isinstance(one, OF_OTHERS))
    ]


@dataclass
class Checks:
    """Looks at records and rows, and tells what is wrong."""

    ids: Ids
    problems: Problems
    taken: Taken = field(default_factory=Taken)

    def begin(self) -> None:
        """Forgets which values were taken, so that they do not fill the memory."""
        self.taken = Taken()

    def validate(
        self,
        record: Any,
        item: Item,
        columns: dict[str, Column],
        besides: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        """What the model itself refuses, said at the key it is about. Of a new record the
        database looks at its constraints when it is kept: that is no question for each."""
        if record.pk:
            self.validate_whole(record, item, columns, besides)
            return
        settled = {
            column.field.name
            for column in columns.values()
            if column.is_reference
            and not column.is_list
            and getattr(record, column.field.attname) is not None
        }
        exclude = {*besides, *settled, *self._left_out(item, columns)}
        exclude |= self.taken.of(record)
        try:
            record.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError:
            self.validate_whole(record, item, columns, besides)
        else:
            self.taken.learn(record, exclude)

    def validate_whole(
        self,
        record: Any,
        item: Item,
        columns: dict[str, Column],
        besides: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        try:
            record.full_clean(exclude={*besides, *self._left_out(item, columns)})
        except ValidationError as error:
            keys = {"slug": "id"} | {column.field.name: key for key, column in columns.items()}
            for name, faults in error.error_dict.items():
                key = keys.get(name, name)
                for fault in faults if key not in item.refused else ():
                    message = as_told(fault, columns.get(key))
                    says = message if name == NON_FIELD_ERRORS else f"{key}: {message}"
                    self.problems.refuse(item.at(key), says)

    def _left_out(self, item: Item, columns: dict[str, Column]) -> set[str]:
        """What was told already, and references to records that are not kept yet."""
        pending = {
            column.field.name
            for key, column in columns.items()
            if column.is_reference and not column.is_list and self.ids.is_pending(column, item, key)
        }
        return pending | {columns[key].field.name for key in item.refused if key in columns}
