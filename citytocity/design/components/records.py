"""Records in lists: rows, events on a timeline, ideas that travelled, stories, partners."""

from dataclasses import dataclass

from citytocity.design.components.marks import CityMark, Fact, Link, State
from citytocity.design.components.pictures import Picture


@dataclass(frozen=True)
class StoryCard:
    """A story to be opened; without a picture a cover is drawn from its cities and its key.

    `lang` is the language of title and text; `kind` is in the page's.
    """

    title: str
    url: str
    text: str = ""
    kind: str = ""
    topic: Link | None = None
    cities: tuple[CityMark, ...] = ()
    picture: Picture | None = None
    symbol: str = ""
    when: str = ""
    note: str = ""
    lang: str = ""
    key: str = ""


@dataclass(frozen=True)
class CityCard:
    city: CityMark
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """A dated record in a list: when in words and as `datetime`, the title, the cities.

    `lang` is the language of the title, where it is not the page's; the detail carries its own.
    """

    title: str
    url: str = ""
    when: str = ""
    datetime: str = ""
    cities: tuple[CityMark, ...] = ()
    state: State | None = None
    detail: str = ""
    lang: str = ""


@dataclass(frozen=True)
class TimelineItem:
    """An event; `plain` draws the hollow drop of a milestone without an activity behind it.

    `lang` is the language of the title; the text carries its own.
    """

    title: str
    url: str = ""
    when: str = ""
    datetime: str = ""
    text: str = ""
    ink: str = ""
    plain: bool = False
    state: State | None = None
    cities: tuple[CityMark, ...] = ()
    anchor: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Idea:
    """A practice that travelled from some cities to others; `lang` is the language of the title.

    `facts` are told where a page has room for more than its name.
    """

    title: str
    origins: tuple[CityMark, ...]
    destinations: tuple[CityMark, ...]
    url: str = ""
    text: str = ""
    state: State | None = None
    lang: str = ""
    facts: tuple[Fact, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Twin:
    """A partner city with the year it began, and the year until which the ring is filled.

    `newest` is the latest that is known of it, where a page has room for that.
    """

    city: CityMark
    words: str
    year: int | None = None
    until: int | None = None
    url: str = ""
    distance: str = ""
    newest: Row | None = None


@dataclass(frozen=True)
class SideLine:
    """One thing that a city says, with the page of the source that tells it."""

    words: str
    source: Link | None = None


@dataclass(frozen=True)
class Side:
    """What one city says, beside what the other says."""

    city: CityMark
    lines: tuple[SideLine, ...]
    state: State | None = None


@dataclass(frozen=True)
class Month:
    """A month of a calendar with its records; an empty one says so."""

    name: str
    rows: tuple[Row, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Calendar:
    title: str
    months: tuple[Month, ...]
    undated: tuple[Row, ...] = ()
    previous: Link | None = None
    next: Link | None = None
