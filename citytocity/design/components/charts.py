"""Tables and charts, every mark of which is a record."""

from collections.abc import Iterable
from dataclasses import dataclass

from citytocity.design.components.marks import CityMark, State

LONGEST_BAR = 85


@dataclass(frozen=True)
class Column:
    words: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """A field of a table: text, perhaps a link, or cities, or a state."""

    text: str = ""
    url: str = ""
    cities: tuple[CityMark, ...] = ()
    state: State | None = None
    is_number: bool = False
    is_heading: bool = False

    @property
    def is_filled(self) -> bool:
        return bool(self.text or self.cities or self.state)


@dataclass(frozen=True)
class Table:
    """Rows under columns; the caption names it, the key is unique on the page.

    One that `stacks` sets its fields one under the other, each under its column's name, where
    there is no room beside: for words; numbers that are compared stay side by side and scroll.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = "table"
    hides_caption: bool = False
    stacks: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar with its number in words; the share is its length in percent of the room for both."""

    label: str
    words: str
    share: int
    url: str = ""
    ink: str = ""


def bars(counts: Iterable[tuple[str, int, str, str]]) -> tuple[Bar, ...]:
    """Bars from (label, number, its words, address); the longest leaves room for the words."""
    rows = list(counts)
    longest = max((number for _label, number, _words, _url in rows), default=0) or 1
    return tuple(
        Bar(label=label, words=words, url=url, share=round(LONGEST_BAR * number / longest))
        for label, number, words, url in rows
    )


@dataclass(frozen=True)
class Journey:
    """One journey of a group: a drop that opens its record."""

    title: str
    url: str
    ink: str = ""


@dataclass(frozen=True)
class Exchange:
    """Who came and who went with one city, or in one year."""

    label: str
    city: CityMark | None = None
    came: tuple[Journey, ...] = ()
    went: tuple[Journey, ...] = ()


@dataclass(frozen=True)
class Reciprocity:
    """The table of who came and who went."""

    came: str
    went: str
    exchanges: tuple[Exchange, ...]
    note: str = ""
