"""What a document for a word processor is made of: words in their language, and blocks of them.

A room makes a `Document` out of what it has to tell; `word` writes it. Knows no city.
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Note:
    """A footnote: a source, and where it is."""

    words: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Piece:
    """Words in one language, the document's own where `lang` is empty; a line break in them stays.

    `url` makes a link of them, `note` stands at the foot of the page.
    """

    words: str
    lang: str = ""
    url: str = ""
    is_strong: bool = False
    note: Note | None = None


Line = str | Piece | tuple[Piece, ...]


class Look(Enum):
    """How a paragraph looks: the names of the styles that officers find in their program."""

    PLAIN = "Normal"
    KICK = "Subtitle"
    TITLE = "Title"
    SOFT = "Aside"
    CAPTION = "Caption"
    BULLET = "ListBullet"
    NUMBER = "ListNumber"


@dataclass(frozen=True)
class Heading:
    words: Line
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    words: Line
    look: Look = Look.PLAIN


@dataclass(frozen=True)
class Table:
    """Rows under heads, which come again on each page. `caption` names it to those who do not see
    it, and `has_caption` shows that above it; `widths` are shares of the line."""

    caption: str
    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: tuple[bool, ...] = ()
    widths: tuple[float, ...] = ()
    has_caption: bool = False


@dataclass(frozen=True)
class Picture:
    """PNG or JPEG, as wide as the share of the line; `alt` says what is to be seen on it."""

    content: bytes
    alt: str
    caption: Line = ""
    width: float = 1.0


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Paragraph | Table | Picture | PageBreak


@dataclass(frozen=True)
class Document:
    """`title` and `lang` are also those that the file itself names; `by` is whose it is.

    The cover has a page of its own. `contents` is the heading of the list of headings, which
    follows it; without one there is none.
    """

    title: str
    lang: str
    by: str
    cover: tuple[Block, ...]
    blocks: tuple[Block, ...]
    contents: str = ""


def pieces_of(line: Line) -> tuple[Piece, ...]:
    if isinstance(line, str):
        return (Piece(line),)
    return (line,) if isinstance(line, Piece) else line
