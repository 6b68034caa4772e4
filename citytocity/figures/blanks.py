"""Questions with blanks: put together once, and asked with other values each time.

To put a question of many conditions together takes longer than to answer it for a year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, QuerySet, Value
from django.db.models.functions import Cast


class Blank(Expression):
    """A value that is left blank in a query until it is asked; not to be grouped by."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "%s", [self]

    def get_group_by_cols(self) -> list[Any]:
        return []


class Nothing(Cast):
    """No value, of a type; not to be grouped by."""

    def __init__(self, output_field: Field) -> None:
        super().__init__(Value(None), output_field)

    def get_group_by_cols(self) -> list[Any]:
        return []


@dataclass(frozen=True)
class Question:
    """A query as the database understands it, with its blanks; `sql` is empty where it is known
    beforehand that nothing is found."""

    sql: str
    values: tuple[Any, ...]
    compiler: Any

    @classmethod
    def of(cls, rows: QuerySet) -> "Question":
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return cls("", (), compiler)
        return cls(sql, tuple(values), compiler)

    def filled(self, blanks: Mapping[str, Any]) -> list[Any]:
        """Its values, in the form in which the database takes them."""
        return [
            one.output_field.get_db_prep_value(blanks[one.name], self.compiler.connection)
            if isinstance(one, Blank)
            else one
            for one in self.values
        ]

    def read(self, row: Sequence[Any]) -> list[Any]:
        """The row as Python has it."""
        columns = [column for column, _sql, _alias in self.compiler.select]
        converters = self.compiler.get_converters(columns)
        return next(iter(self.compiler.apply_converters([row], converters)))


def ask_all(
    asked: Sequence[tuple[Question, Mapping[str, Any]]], *, at_once: int
) -> Iterator[list[Any]]:
    """What all of them find, each filled in with its blanks, in as few questions as may be. The
    first column of each is the blank `row`: a number that no other has."""
    questions = {blanks["row"]: question for question, blanks in asked}
    known = [(question, blanks) for question, blanks in asked if question.sql]
    for start in range(0, len(known), at_once):
        some = known[start : start + at_once]
        values = [value for question, blanks in some for value in question.filled(blanks)]
        with connections[some[0][0].compiler.using].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(question.sql for question, _blanks in some), values)
            for row in cursor.fetchall():
                yield questions[row[0]].read(row)
