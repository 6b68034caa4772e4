"""What the lists and pages of the protocol have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.design.components import Fact, Filter, Link, Pagination
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.text import Words
from citytocity.ledger.forms import PER_PAGE, page_of
from citytocity.ledger.models import Activity
from citytocity.ledger.presentation import knowledge, named, said, sentence, wording
from citytocity.ledger.views.lists import (
    choice_field,
    city_field,
    home_crumb,
    list_filter,
    list_meta,
    narrow,
    narrowed,
    year_field,
)
from citytocity.protocol.forms import ProtocolFilter


@dataclass(frozen=True)
class PublicList:
    """A list that readers see, and its words: `of` is its title when it is about something,
    `choice` what it is narrowed by beside city and year: name, label, values."""

    view: str
    noun: str
    records: Callable[[], QuerySet]
    name: Any
    title: Any
    of: Any
    description: Any
    empty: Any
    form: type[ProtocolFilter] = ProtocolFilter
    choice: tuple[str, Any, Any] | None = None
    per_page: int = PER_PAGE

    def crumbs(self, last: str = "") -> list[Crumb]:
        """The way from home to the list, or to a record in it."""
        door = Crumb(self.name, reverse(f"protocol:{self.view}") if last else "")
        return [home_crumb(), door, *([Crumb(last)] if last else [])]


def list_context(request: HttpRequest, of: PublicList) -> tuple[Page, dict[str, Any]]:
    """The page of records that the address asks for, and all of the list but these."""
    asked = of.form.asked(request)
    page = page_of(request, _narrow_to(of.records(), asked), per_page=of.per_page)
    about = _about(asked)
    title = sentence(of.of, about=about) if about else of.title
    return page, {
        "crumbs": of.crumbs(),
        "title": title,
        "meta": list_meta(request, asked, page, title=title, description=of.description),
        "filter": _filter_of(request, of, asked),
        "empty": of.empty,
        "pagination": Pagination.of(page, request.GET),
    }


def record_context(
    request: HttpRequest, record: Any, of: PublicList, *, facts: list[Fact]
) -> dict[str, Any]:
    """A record of the list on its own page."""
    summary: Any = getattr(record, "summary", Words())
    return {
        "record": record,
        "crumbs": of.crumbs(said(record.title)),
        "meta": page_meta(
            request, title=wording(record.title).text, description=wording(summary).text
        ),
        "facts": facts,
        "activity": _activity_link(record.activity),
        "knowledge": knowledge(record, of.noun),
    }


def fact(term: str, description: Any) -> list[Fact]:
    """One fact, or none where nothing is known."""
    return [Fact(term, description)] if description else []


def unknown() -> str:
    return _("not recorded")


def _narrow_to(records: Any, asked: dict[str, Any]) -> Any:
    for name in ("direction", "state", "activity"):
        if name in asked:
            records = records.filter(**{name: asked[name]})
    return narrow(records, asked)


def _about(asked: dict[str, Any]) -> str:
    """What a filtered list is about, in words."""
    if activity := asked.get("activity"):
        return said(activity.title)
    return narrowed(asked)


def _filter_of(request: HttpRequest, of: PublicList, asked: dict[str, Any]) -> Filter:
    fields = [city_field(asked), year_field(asked)]
    if of.choice:
        name, label, values = of.choice
        fields.append(choice_field(name, label, values.choices, asked))
    return list_filter(request, asked, *fields)


def _activity_link(activity: Activity | None) -> Link | None:
    return Link(named(activity), activity.get_absolute_url()) if activity else None
