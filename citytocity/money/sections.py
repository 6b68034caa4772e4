"""What was paid for a partnership, on its page, if one of its cities shows it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import get_language

from citytocity.design.memory import remembered
from citytocity.ledger.models import Partnership
from citytocity.ledger.sections import Section, may_have
from citytocity.money.models import OpenBooks
from citytocity.money.presentation import hours_figure, hours_url, lines_url, paid_table
from citytocity.money.queries import (
    cities_with_open_books,
    hours_given,
    paid_by_year,
    shown_lines,
)


def books_are_there(key: str) -> dict[str, Exists]:
    return {"books": Exists(OpenBooks.objects.filter(partnership=OuterRef(key)))}


def money_of_partnership(request: HttpRequest, partnership: Partnership) -> list[Section]:
    if not may_have(partnership, "books"):
        return []
    key = ("money of a partnership", partnership.pk, get_language())
    return remembered(key, lambda: _section(partnership))


def _section(partnership: Partnership) -> list[Section]:
    """Sums that open their lines; nothing where no city shows its books."""
    cities = cities_with_open_books(partnership)
    if not cities:
        return []
    paid = paid_by_year(shown_lines(partnership, cities))
    hours, rows = hours_given(partnership, cities)
    context: dict[str, Any] = {
        "table": paid_table(partnership, paid, cities) if paid else None,
        "all_url": lines_url(partnership),
        "figures": [hours_figure(hours, hours_url(partnership))] if rows else [],
    }
    return [Section("money/_section.html", context)]
