"""Tables of a sheet of a year; every number opens its list."""

from collections.abc import Callable, Iterator, Sequence

from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Column, TableOf
from citytocity.funders.lines import Cells, Table
from citytocity.funders.subjects import Subject
from citytocity.funders.tables import fields, journeys, partnerships, spent

ROWS: dict[TableOf, Callable[[Subject, Definition, Sequence[Column]], Iterator[Cells]]] = {
    TableOf.PARTNERSHIPS: partnerships.rows,
    TableOf.JOURNEYS: journeys.rows,
    TableOf.SPENT: spent.rows,
    TableOf.FIELDS: fields.rows,
}


def table_of(
    kind: TableOf, columns: Sequence[Column], subject: Subject, definition: Definition
) -> Table:
    """With these columns of it, in their order."""
    rows = ROWS[kind](subject, definition, columns)
    return Table(
        heads=tuple(str(one.label) for one in columns),
        rows=tuple(tuple(cells(one) for one in columns) for cells in rows),
    )
