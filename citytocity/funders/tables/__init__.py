"""Tables of a sheet of a year; every number opens its list."""

from collections.abc import Callable, Iterator, Sequence

from citytocity.funders.definitions import Definition, Section
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


def table_of(section: Section, subject: Subject, definition: Definition) -> Table:
    """The table of a section that has one."""
    assert section.table is not None  # noqa: S101 asked of those alone
    rows = list(ROWS[section.table](subject, definition, section.columns))
    if section.order:
        rows.sort(key=lambda cells: [cells(one).words.casefold() for one in section.order])
    return Table(
        heads=tuple(str(one.label) for one in section.columns),
        rows=tuple(tuple(cells(one) for one in section.columns) for cells in rows),
    )
