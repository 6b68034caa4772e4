"""A chart of columns, drawn as SVG on the server, with its twin in words: a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from citytocity.design.components.charts import Cell, Column, Table

WIDTH, HEIGHT, FOOT, HEAD = 720, 260, 34, 26
BAR = 0.62  # of the room that a column has


@dataclass(frozen=True)
class ColumnOf:
    """One column: its label, its number, its words, the address of its records. Without a number
    it is not recorded, and there is no column."""

    label: str
    number: float | None
    words: str
    url: str = ""


@dataclass(frozen=True)
class DrawnColumn:
    label: str
    words: str
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True)
class Columns:
    """What design/_columns.html draws. `title` and `told` name and describe the picture to those
    who do not see it; the table has the same numbers, each a door."""

    key: str
    title: str
    told: str
    columns: tuple[DrawnColumn, ...]
    table: Table

    width, height, base = WIDTH, HEIGHT, HEIGHT - FOOT


def columns(
    given: Sequence[ColumnOf], *, key: str, title: str, told: str, heads: tuple[str, str]
) -> Columns:
    """The chart; the highest column has the whole height. `heads` are those of the table."""
    highest = max((one.number or 0 for one in given), default=0) or 1
    room = WIDTH / max(len(given), 1)
    drawn = []
    for place, one in enumerate(given):
        height = (HEIGHT - FOOT - HEAD) * float(one.number or 0) / float(highest)
        drawn.append(
            DrawnColumn(
                one.label,
                one.words if one.number else "",
                round(room * (place + (1 - BAR) / 2), 1),
                round(HEIGHT - FOOT - height, 1),
                round(room * BAR, 1),
                round(height, 1),
                round(room * (place + 0.5), 1),
            )
        )
    return Columns(
        key=key,
        title=title,
        told=told,
        columns=tuple(drawn),
        table=Table(
            caption=title,
            columns=(Column(heads[0]), Column(heads[1], is_number=True)),
            rows=tuple(
                (
                    Cell(one.label, is_heading=True),
                    Cell(one.words, one.url, is_number=True),
                )
                for one in given
            ),
            key=f"{key}-table",
            hides_caption=True,
        ),
    )
