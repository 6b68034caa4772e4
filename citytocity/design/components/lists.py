"""What stands around a list: filters, ways to look at it, its pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    chosen: bool = False
    lang: str = ""


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


def _page_url(query: QueryDict) -> Callable[[int], str]:
    def link(number: int) -> str:
        changed = query.copy()
        changed.pop("page", None)
        if number > 1:
            changed["page"] = str(number)
        return f"?{changed.urlencode()}" if changed else "?"

    return link
