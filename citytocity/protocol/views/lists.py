"""What the lists and pages of the protocol have in common."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.design.components import Fact, Filter, FilterField, Link
from citytocity.design.furniture import Crumb
from citytocity.ledger.models import Activity
from citytocity.ledger.presentation import named, said
from citytocity.ledger.views.lists import (
    city_field,
    home_crumb,
    list_filter,
    narrow,
    narrowed,
    year_field,
)


def narrow_to(records: Any, asked: dict[str, Any]) -> Any:
    """The records that the address asks for."""
    for name in ("direction", "state", "activity"):
        if name in asked:
            records = records.filter(**{name: asked[name]})
    return narrow(records, asked)


def about(asked: dict[str, Any]) -> str:
    """What a filtered list is about, in words."""
    if activity := asked.get("activity"):
        return said(activity.title)
    return narrowed(asked)


def filter_of(request: HttpRequest, asked: dict[str, Any], *fields: FilterField) -> Filter:
    return list_filter(request, asked, city_field(asked), year_field(asked), *fields)


def crumbs(name: str, view: str, last: str = "") -> list[Crumb]:
    """The way from home to a list, or to a record in it."""
    first = [home_crumb(), Crumb(name, reverse(f"protocol:{view}") if last else "")]
    return [*first, Crumb(last)] if last else first


def activity_link(activity: Activity | None) -> Link | None:
    return Link(named(activity), activity.get_absolute_url()) if activity else None


def fact(term: str, description: Any) -> list[Fact]:
    """One fact, or none where nothing is known."""
    return [Fact(term, description)] if description else []


def unknown() -> str:
    return _("not recorded")
