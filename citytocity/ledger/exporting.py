"""The whole register as plain data, and as a YAML file that the importer reads again.

What only those see who keep it, `closed`, goes out when it is asked for, and not otherwise.
"""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from citytocity.languages.text import Words
from citytocity.ledger.kinds import KINDS, Column, Kind, Nested

Plain = dict[str, Any]


def register_as_data(
    told: Callable[[int], None] = lambda _count: None, *, closed: bool = False
) -> dict[str, list[Plain]]:
    """Every record of the register by kind; `told` hears how many more are done."""
    return {key: list(_records(kind, told, closed=closed)) for key, kind in KINDS.items()}


def write_yaml(
    path: Path, told: Callable[[int], None] = lambda _count: None, *, closed: bool = False
) -> None:
    """The register in one YAML file that a person can read and the importer takes back."""
    data = register_as_data(told, closed=closed)
    text = yaml.dump(data, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, encoding="utf-8")


def record_as_data(kind: Kind, record: Any, *, closed: bool = False) -> Plain:
    """One record with its lists; what is empty is left out, but neither `no` nor zero is empty."""
    data = {"id": record.slug} | _filled(kind.told(closed=closed), record)
    for key, nested in kind.nested.items():
        if rows := [row_as_data(nested, row) for row in getattr(record, nested.accessor).all()]:
            data[key] = rows
    return data


def row_as_data(nested: Nested, row: Any) -> Plain | str:
    """One row of a list; a citation that says no more than its source is just the source's id."""
    data = {
        key: value
        for key, value in _filled(nested.columns, row).items()
        if value != nested.columns[key].field.default
    }
    return data["source"] if nested.short_key and set(data) == {"source"} else data


def _records(kind: Kind, told: Callable[[int], None], *, closed: bool) -> Iterator[Plain]:
    records = kind.records(closed=closed).order_by("slug").prefetch_related(*kind.related)
    for record in records.iterator(chunk_size=500):
        yield record_as_data(kind, record, closed=closed)
        told(1)


def _filled(columns: dict[str, Column], record: Any) -> Plain:
    values = {key: value_as_data(column, record) for key, column in columns.items()}
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def value_as_data(column: Column, record: Any) -> Any:
    """The value of one column as text, number, list of ids or mapping of languages."""
    value = getattr(record, column.field.name)
    if column.is_list:
        return sorted(related.slug for related in value.all())
    if column.is_reference:
        return (value and getattr(value, "slug", None)) or (value and value.filename)
    if isinstance(value, Words):
        return dict(value.data)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, int | bool) or value is None else str(value)


class _Readable(yaml.SafeDumper):
    """Indented lists, and no anchors: a person reads this file."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        return super().increase_indent(flow=flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True
