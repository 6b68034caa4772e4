"""What a sheet asks of an event, a city or a partnership, and what it is made after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from citytocity.funders.enums import About, Column, Measure, Part, TableOf
from citytocity.languages.text import Words


@dataclass(frozen=True)
class Check:
    """A number that is wanted: at least, at most, or both; of what an event has, or of a figure."""

    measure: Measure | None
    least: Fraction | None
    most: Fraction | None
    figure: str = ""


@dataclass(frozen=True)
class Bands:
    """Limits, growing, each of which is the last number of its band; above the last there is one
    more. `currency` is that of money."""

    code: str
    limits: tuple[int, ...]
    currency: str = ""


@dataclass(frozen=True)
class Assumption:
    """What is taken for one of something, where nobody counted it; whoever opens the sheet may
    take another number. `currency` is that of money."""

    code: str
    name: Words
    value: Fraction
    currency: str = ""


@dataclass(frozen=True)
class Entry:
    """A line: a figure; the band in which it is, or else the city's population; the figure times
    an assumption; or, with nothing but a name, a line left open for the hand."""

    name: Words
    figure: str = ""
    where: Mapping[str, list[str]] = field(default_factory=dict)
    bands: str = ""
    times: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.figure and not self.bands


@dataclass(frozen=True)
class Section:
    """A part that the definition makes itself: lines, or a table; a list of partnerships may be in
    the `order` of what stands in some of its columns."""

    code: str
    name: Words
    note: Words
    entries: tuple[Entry, ...]
    table: TableOf | None
    columns: tuple[Column, ...]
    order: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Definition:
    """`members` are codes of the countries that the programme names, `blanks` the lines that the
    register cannot fill, `categories` what a kind of partnership is called there."""

    code: str
    name: Words
    about: About
    made_after: Words
    sources: tuple[str, ...]
    parts: tuple[Part | Section, ...]
    checks: tuple[Check, ...]
    members: frozenset[str]
    blanks: tuple[Words, ...]
    bands: Mapping[str, Bands]
    assumptions: Mapping[str, Assumption]
    categories: Mapping[str, Words]

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(one for one in self.parts if isinstance(one, Section))

    @property
    def figures(self) -> list[str]:
        """Codes of the figures that are asked for as they stand."""
        lines = [one.figure for section in self.sections for one in section.entries]
        wanted = [one.figure for one in self.checks]
        return list(dict.fromkeys(filter(None, [*wanted, *lines])))
