"""Questions with blanks: put together once, and asked with other values each time.

To put a question of many conditions together takes longer than to answer it for a year.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.functions import Cast
from django.db.models.sql import Query


class Blank(Value):
    """A value that is left blank in a query, by a name, until it is asked."""

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "%s", [self]


class Nothing(Value):
    """No value, of a type that the database is told."""

    def __init__(self, output_field: Field) -> None:
        super().__init__(None, output_field)

    def as_sql(self, compiler: Any, _connection: Any) -> Any:
        return compiler.compile(Cast(Value(None), self.output_field))


@dataclass(frozen=True)
class Question:
    """A query as the database understands it, with its blanks; `sql` is empty where it is known
    beforehand that nothing is found. It can be asked again and again, in any thread."""

    sql: str
    values: tuple[Any, ...]
    columns: tuple[Col | Nothing, ...]
    """What it finds, as far as reading it hangs on that: a column, or the type of a number."""

    @classmethod
    def of(cls, rows: QuerySet) -> "Question":
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return cls("", (), ())
        columns = (column for column, *_sql in compiler.select)
        read = (one if isinstance(one, Col) else Nothing(one.output_field) for one in columns)
        return cls(sql, tuple(values), tuple(read))

    def filled(self, blanks: Callable[[str], Any]) -> list[Any]:
        """Its values, in the form in which the database takes them."""
        return [
            one.output_field.get_db_prep_value(blanks(one.value), connection)
            if isinstance(one, Blank)
            else one
            for one in self.values
        ]

    def read(self, rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        """The rows as Python has them."""
        compiler = Query(None).get_compiler(connection=connection)
        return compiler.apply_converters(rows, compiler.get_converters(self.columns))


def ask_all(
    asked: Mapping[int, tuple[Question, Any]], *, at_once: int
) -> Iterator[tuple[int, list[Any]]]:
    """What each finds, by its number, in as few questions as may be. Its blanks are filled with
    what an object has under their names, but for `row` in the first column, its number."""

    def filled(number: int, question: Question, of: Any) -> list[Any]:
        return question.filled(lambda name: number if name == "row" else getattr(of, name))

    known = [(number, question, of) for number, (question, of) in asked.items() if question.sql]
    for start in range(0, len(known), at_once):
        some = known[start : start + at_once]
        sql = " UNION ALL ".join(question.sql for _number, question, _of in some)
        values = [value for one in some for value in filled(*one)]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for number, rows in groupby(cursor.fetchall(), itemgetter(0)):
                for _number, *found in asked[number][0].read(rows):
                    yield number, found
