"""Figures for the office: what was delivered of each issue, who came and went, what was opened.

Nothing about a single person's reading: what somebody opens is noted nowhere.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.languages.names import language_name
from citytocity.newsletter.admin.narrowing import address_of
from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.enums import DeliveryState, Turn
from citytocity.newsletter.models import Issue, Item
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.presentation import line_of
from citytocity.newsletter.queries import (
    Delivered,
    clicks_of,
    delivered,
    growth,
    issues_begun,
    newsletter,
)

A_PAGE = 30
COLUMNS = (
    (DeliveryState.HANDED,),
    (DeliveryState.DUE, DeliveryState.LEASED),
    (DeliveryState.REFUSED,),
    (DeliveryState.DROPPED,),
)


@dataclass(frozen=True)
class Cell:
    """A number, with the list of those whom it counts where there is one."""

    number: int
    url: str = ""


def index(request: HttpRequest) -> HttpResponse:
    """Issue by issue, and month by month."""
    sender(request.user)
    page = Paginator(issues_begun(), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": [(told, [*_cells(told)]) for told in delivered(page)],
        "turns": Turn.labels,
        "months": [(month, list(counted.values())) for month, counted in growth()],
        "newsletter": newsletter(),
    }
    return render(request, "newsletter/admin/figures.html", context)


def clicks(request: HttpRequest, pk: int) -> HttpResponse:
    """How often each item of an issue was opened, by the language of the letter."""
    sender(request.user)
    issue = get_object_or_404(issues_begun(), pk=pk)
    counted = clicks_of(issue)
    found = {code for _item, code, _number in counted}
    given_up = sorted(found - set(settings.CONTENT_CODES))
    codes = [*(code for code in settings.CONTENT_CODES if code in found), *given_up]
    by_item: dict[int, dict[str, int]] = {}
    items: dict[int, Item] = {}
    for item, code, number in counted:
        items[item.pk] = item
        by_item.setdefault(item.pk, {})[code] = number
    names = _names(issue, list(items.values()))
    rows = [
        (*names.get(key, (_("An item that was taken back"), "")), sum(numbers.values()),
         [numbers.get(code, 0) for code in codes])
        for key, numbers in by_item.items()
    ]  # fmt: skip
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        "issue": issue,
        "rows": sorted(rows, key=lambda row: (-row[2], row[0])),
        "languages": [language_name(code, language) for code in codes],
        "newsletter": newsletter(),
    }
    return render(request, "newsletter/admin/clicks.html", context)


def _cells(told: Delivered) -> list[Cell]:
    """In the order of the columns; the addresses behind a number as far as they are held."""
    numbers = [sum(told.by_state[state] for state in states) for states in COLUMNS]
    return [
        Cell(
            number,
            address_of(issue=told.issue.pk, delivery=",".join(states)) if number else "",
        )
        for number, states in zip(numbers, COLUMNS, strict=True)
    ]


def _names(issue: Issue, items: list[Item]) -> dict[int, tuple[str, str]]:
    """Name and address of the items as they stand now; of other issues in a letter of the month
    each by its own issue."""
    found: dict[int, tuple[str, str]] = {}
    of_issue: dict[Any, list[Item]] = {}
    for item in items:
        of_issue.setdefault(item.issue_id, []).append(item)
    issues = Issue.objects.in_bulk(of_issue) | {issue.pk: issue}
    for key, those in of_issue.items():
        for one in chosen_items(issues[key], those):
            line = line_of(one.matter)
            found[one.item] = (line.name, line.url)
    return found
