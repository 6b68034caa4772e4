"""What the components draw: small values, made by views from records, with words ready to read.

Texts may be safe strings, for instance names marked with the `lang` of another language. Numbers,
dates and plurals come as words in the reader's language. The templates of the same names say how
each looks: `CityMark` is drawn by design/_city.html.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict

from citytocity.design.drawings import CityLook

LONGEST_BAR = 85


@dataclass(frozen=True)
class CityMark:
    """A city's name beside a drop in its ink; `lang` where the name is in another language."""

    name: str
    url: str = ""
    look: CityLook | None = None
    lang: str = ""


@dataclass(frozen=True)
class Link:
    words: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class State:
    """How sure we are: `sure` has a tick, `claim` an open ring, `none` a dash, and words."""

    words: str
    kind: str = "sure"


@dataclass(frozen=True)
class Figure:
    """A number that is a door: its words, what it counts, and the records behind it.

    `qualifier` says how it was counted where it was not counted one by one: about, at least.
    """

    value: str
    noun: str
    url: str = ""
    link: str = ""
    qualifier: str = ""
    ink: str = ""


@dataclass(frozen=True)
class PictureSource:
    """One format of a picture: `image/avif` and a srcset."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """A photograph or drawing in a file, with what must stand beside it."""

    src: str
    width: int
    height: int
    alt: str = ""
    sources: tuple[PictureSource, ...] = ()
    srcset: str = ""
    sizes: str = "(min-width: 60rem) 50vw, 100vw"
    caption: str = ""
    credit: str = ""
    rights: str = ""
    rights_url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class StoryCard:
    """A story to be opened; without a picture a cover is drawn from its cities and its key."""

    title: str
    url: str
    text: str = ""
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
    """A dated record in a list: when in words and as `datetime`, the title, the cities."""

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
    """An event; `plain` draws the hollow drop of a milestone without an activity behind it."""

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
    """A practice that travelled from some cities to others."""

    title: str
    origins: tuple[CityMark, ...]
    destinations: tuple[CityMark, ...]
    url: str = ""
    text: str = ""
    state: State | None = None
    lang: str = ""


@dataclass(frozen=True)
class SourceLine:
    """One source as it stands in the list: who, what, when, and which facts it gives."""

    title: str
    url: str = ""
    publisher: str = ""
    published: str = ""
    accessed: str = ""
    about: str = ""
    states: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Statement:
    """What one source says; `counts` marks the statement the figures are made from."""

    value: str
    source: str
    url: str = ""
    counts: bool = False


@dataclass(frozen=True)
class Disagreement:
    """A fact that sources give differently; all statements are shown."""

    about: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Knowledge:
    """How we know what a page says; without sources the page says that too."""

    sources: tuple[SourceLine, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    url: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class FilterField:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Filter:
    """A form of choices sent by GET; `kept` goes along unseen, `clear_url` shows everything."""

    action: str
    fields: tuple[FilterField, ...]
    kept: tuple[tuple[str, str], ...] = ()
    clear_url: str = ""
    result: str = ""
    anchor: str = ""

    @property
    def is_used(self) -> bool:
        return any(
            option.chosen and option.value for field in self.fields for option in field.options
        )


@dataclass(frozen=True)
class View:
    """One of several ways to look at the same list."""

    words: str
    url: str
    current: bool = False
    lang: str = ""


@dataclass(frozen=True)
class PageLink:
    """A page of a long list; without a number it stands for those left out."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pagination:
    pages: tuple[PageLink, ...] = ()
    previous_url: str = ""
    next_url: str = ""

    @classmethod
    def of(cls, page: Page, query: QueryDict) -> "Pagination":
        """The links to a list's pages, each keeping the rest of the query."""
        link = _page_url(query)
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return cls(
            pages=tuple(
                PageLink(number=number, url=link(number), current=number == page.number)
                if isinstance(number, int)
                else PageLink(number=None)
                for number in numbers
            ),
            previous_url=link(page.previous_page_number()) if page.has_previous() else "",
            next_url=link(page.next_page_number()) if page.has_next() else "",
        )


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


@dataclass(frozen=True)
class Table:
    """Rows under columns; the caption names it, the key is unique on the page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = "table"
    hides_caption: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar with its number in words; the share is its length in percent of the room for both."""

    label: str
    words: str
    share: int
    url: str = ""
    ink: str = ""


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


@dataclass(frozen=True)
class Twin:
    """A partner city with the year it began, and the year until which the ring is filled."""

    city: CityMark
    words: str
    year: int | None = None
    until: int | None = None
    url: str = ""
    distance: str = ""


@dataclass(frozen=True)
class Fact:
    """A term and what stands beside it; the description may be a safe string."""

    term: str
    description: str = ""
    cities: tuple[CityMark, ...] = ()


@dataclass(frozen=True)
class Side:
    """What one city says, beside what the other says."""

    city: CityMark
    lines: tuple[str, ...]
    state: State | None = None


@dataclass(frozen=True)
class Video:
    """A film on another site: nothing is asked of that site before the reader wants to see it."""

    title: str
    embed_url: str
    watch_url: str
    host: str
    poster: Picture | None = None
    lang: str = ""


@dataclass(frozen=True)
class Gallery:
    pictures: tuple[Picture, ...]
    key: str = "gallery"
    words: str = ""


def bars(counts: Iterable[tuple[str, int, str, str]]) -> tuple[Bar, ...]:
    """Bars from (label, number, its words, address); the longest leaves room for the words."""
    rows = list(counts)
    longest = max((number for _label, number, _words, _url in rows), default=0) or 1
    return tuple(
        Bar(label=label, words=words, url=url, share=round(LONGEST_BAR * number / longest))
        for label, number, words, url in rows
    )


def _page_url(query: QueryDict) -> Callable[[int], str]:
    def link(number: int) -> str:
        changed = query.copy()
        changed.pop("page", None)
        if number > 1:
            changed["page"] = str(number)
        return f"?{changed.urlencode()}" if changed else "?"

    return link
