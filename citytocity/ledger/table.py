"""Rows of a table written as plain values: quicker than of objects of the model."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

AS_THEY_ARE = (type(None), str, int)


def write_rows(
    model: type[Model],
    same: Mapping[str, Any],
    names: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """New rows with values of the named fields each, the `same` in all of them, and the model's
    defaults in the rest. No signal is sent, and no key comes back."""
    fields = {
        field.name: field
        for field in model._meta.concrete_fields
        if not (isinstance(field, AutoField) or field.generated)
    }
    rest = {name: field.get_default() for name, field in fields.items() if name not in names}
    fixed = {name: _kept(fields[name], value) for name, value in {**rest, **same}.items()}
    columns = [fields[name] for name in (*names, *fixed)]
    own, tail = columns[: len(names)], tuple(fixed.values())
    with connection.cursor() as cursor:
        cursor.executemany(
            _statement(model, columns),
            [(*map(_kept, own, row), *tail) for row in rows],
        )


def _kept(field: Field, value: Any) -> Any:
    """As the database has it."""
    return value if type(value) in AS_THEY_ARE else field.get_db_prep_save(value, connection)


def _statement(model: type[Model], columns: list[Field]) -> str:
    name = connection.ops.quote_name
    listed = ", ".join(name(str(field.column)) for field in columns)
    places = ", ".join("%s" for _field in columns)
    table = name(model._meta.db_table)
    return f"INSERT INTO {table} ({listed}) VALUES ({places})"  # noqa: S608 names of the model
