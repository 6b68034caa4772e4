"""The smallest parts: a city's mark, a link, a state, a figure, a fact."""

from dataclasses import dataclass

from citytocity.design.drawings import CityLook


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
    `is_words` draws it smaller: not recorded, a long sum of money.
    """

    value: str
    noun: str
    url: str = ""
    link: str = ""
    qualifier: str = ""
    ink: str = ""
    is_words: bool = False


@dataclass(frozen=True)
class Fact:
    """A term and what stands beside it; the description may be a safe string."""

    term: str
    description: str = ""
    cities: tuple[CityMark, ...] = ()
