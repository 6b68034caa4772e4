"""What rooms above add to a record's page and to its slides: stories about it, an album of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model
from django.http import HttpRequest
from wagtail import hooks

from citytocity.design.furniture import Feed
from citytocity.ledger.models import Partnership


@dataclass(frozen=True)
class Section:
    """A part of a page: its template, what the template needs, and feeds for the page's head."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()


def sections(noun: str, request: HttpRequest, record: Model) -> list[Section]:
    """What the hook `ledger_<noun>_sections` brings together for this record's page."""
    return [
        section
        for hook in hooks.get_hooks(f"ledger_{noun}_sections")
        for section in hook(request, record)
    ]


@dataclass(frozen=True)
class Years:
    """Some years of a partnership, the first and the last included."""

    partnership: Partnership
    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))


@dataclass(frozen=True)
class Slide:
    """A part of a presentation: its place on the page, its title, and a section below that."""

    key: str
    title: str
    section: Section


def slides(request: HttpRequest, years: Years) -> list[Slide]:
    """What the hook `ledger_partnership_slides` brings together for these years."""
    return [
        slide
        for hook in hooks.get_hooks("ledger_partnership_slides")
        for slide in hook(request, years)
    ]


def presence(noun: str, key: str) -> dict[str, Exists]:
    """What rooms above may have to tell of a record, for `annotate`: asked with the record itself.

    The hook `ledger_<noun>_presence` gets the name of the record's key in that query.
    """
    return {
        f"has_{name}": exists
        for hook in hooks.get_hooks(f"ledger_{noun}_presence")
        for name, exists in hook(key).items()
    }


def may_have(record: Model, name: str) -> bool:
    """False if the query of the record has found that there is nothing of the kind."""
    return getattr(record, f"has_{name}", True)
