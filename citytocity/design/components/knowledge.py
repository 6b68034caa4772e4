"""How we know what a page says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceLine:
    """One source as it stands in the list: who, what, when, for which fact, and what to note."""

    title: str
    url: str = ""
    publisher: str = ""
    published: str = ""
    accessed: str = ""
    about: str = ""
    note: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Statement:
    """What one source says; `counts` marks the statement the figures are made from.

    `lang` is the language of the source's name; a value in words carries its own.
    """

    value: str
    source: str
    url: str = ""
    published: str = ""
    note: str = ""
    counts: bool = False
    lang: str = ""


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
