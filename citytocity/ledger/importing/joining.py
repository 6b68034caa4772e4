"""References among records of one kind, which may name one further down in the files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from citytocity.ledger.importing.ids import Ids
from citytocity.ledger.importing.problems import Problems
from citytocity.ledger.kinds import Column
from citytocity.ledger.written import Position


class Later:
    """Those that wait until all records of their kind are kept."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Any, Column, str, Position]] = []

    def add(self, record: Any, column: Column, slug: str, position: Position) -> None:
        self._waiting.append((record, column, slug, position))

    def join(self, ids: Ids, problems: Problems) -> None:
        """First those that were there are let go, so that only what these files say can be a
        circle. Nothing is joined where something is wrong already."""
        if not problems:
            for record, column, _slug, _position in self._waiting:
                _rows_of(record).update(**{column.field.name: None})
            for record, column, slug, position in self._waiting:
                if fault := _join(record, column, ids.pk(type(record), slug)):
                    problems.refuse(position, f"{column.key}: {fault}")
        self._waiting.clear()


def _join(record: Any, column: Column, key: int | None) -> str:
    """What is wrong with it; empty if it is joined."""
    joined = _rows_of(record).get()
    setattr(joined, column.field.attname, key)
    try:
        joined.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    _rows_of(record).update(**{column.field.name: key})
    return ""


def _rows_of(record: Any) -> models.QuerySet:
    return type(record)._default_manager.filter(pk=record.pk)
