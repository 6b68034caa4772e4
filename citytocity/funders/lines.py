"""What a sheet is made of, whatever it is about."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import gaps, in_words
from citytocity.funders.definitions import Definition
from citytocity.funders.enums import Column
from citytocity.ledger.models import Result
from citytocity.ledger.presentation import wording


@dataclass(frozen=True)
class Line:
    """What it is, and what stands there; `number` where that is a sum over the register, `url`
    the page of what it counts. A blank has nothing but its name."""

    name: str
    words: str = ""
    number: int | Decimal | None = None
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """Of a table; a number stands with its words."""

    words: str
    number: int | Decimal | None = None
    url: str = ""


Cells = Callable[[Column], Cell]
"""A row: the cell in each column that is asked for."""


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class PartOfSheet:
    """Lines, or a table; `note` says how to read it."""

    code: str
    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    note: str = ""


def blanks_of(definition: Definition) -> Iterator[Line]:
    """What is left open for the hand."""
    yield from (Line(wording(one).text) for one in definition.blanks)


def result_line(result: Result, title: str) -> Line:
    """The kind of the result, with its title in words."""
    return Line(capfirst(str(result.get_kind_display())), title, url=result.get_absolute_url())


def each(words: Iterable[str]) -> str:
    """All that are known, each once."""
    return ", ".join(dict.fromkeys(filter(None, words))) or _("not on record")


def figure_cell(one: Figure) -> Cell:
    """The number, and how many of its records do not say theirs."""
    return Cell(with_gaps(one), one.value, one.address)


def with_gaps(one: Figure) -> str:
    missing = gaps(one) if one.is_recorded else ""
    return f"{in_words(one)} ({missing})" if missing else in_words(one)
