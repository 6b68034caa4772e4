"""Questions on money and hours. They return rows, never words for a page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from citytocity.cities.models import City
from citytocity.languages.money import currency_of, rounded
from citytocity.ledger.models import Partnership
from citytocity.money.models import Hours, MoneyLine, OpenBooks


@dataclass
class Sums:
    """Lines of one stage together: as they were paid, and in the office's currency as far as the
    rate is known. `unrated` lines are in no sum of the latter; `in_kind` is a part of `paid`."""

    paid: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    in_kind: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    worth: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    lines: int = 0
    unrated: int = 0


def sums(lines: QuerySet[MoneyLine]) -> dict[str, Sums]:
    """The sums of the lines by stage, in one query. Each is that of the lines as they are shown:
    what a line is worth is rounded before it is added."""
    found: dict[str, Sums] = defaultdict(Sums)
    by = ("stage", "is_in_kind", "currency", "rate", "rate_currency", "city__country")
    for (stage, is_in_kind, currency, rate, rate_currency, country), amount, number in _together(
        lines, by
    ):
        one = found[stage]
        one.lines += number
        one.paid[currency] += amount * number
        if is_in_kind:
            one.in_kind[currency] += amount * number
        if currency == currency_of(str(country)):
            one.worth[currency] += amount * number
        elif rate is None:
            one.unrated += number
        else:
            one.worth[rate_currency] += rounded(amount * rate, rate_currency) * number
    return dict(found)


@dataclass(frozen=True)
class Paid:
    """What kind of payer paid in a year out of the books of a city, in one currency."""

    city_key: int
    year: int | None
    payer: str
    is_in_kind: bool
    currency: str
    amount: Decimal


def cities_with_open_books(partnership: Partnership) -> list[City]:
    """The sides that show everybody what they paid for the partnership."""
    sides = [city.pk for city in partnership.cities]
    shown = OpenBooks.objects.filter(partnership=partnership, city__in=sides)
    return [row.city for row in shown.select_related("city").order_by("city__slug")]


def open_books(partnership: Partnership, among: list[City]) -> QuerySet:
    """The keys of those of the cities that show everybody what they paid for the partnership, for
    a question within another."""
    shown = OpenBooks.objects.filter(partnership=partnership, city__in=among)
    return shown.order_by().values("city")


def shown_lines(partnership: Partnership, cities: list[City] | QuerySet) -> QuerySet[MoneyLine]:
    """What was paid for the partnership and its activities, out of these books."""
    return MoneyLine.objects.paid().of_partnership(partnership).filter(city__in=cities)


def paid_by_year(lines: QuerySet[MoneyLine]) -> list[Paid]:
    """The lines together by year, newest first, by city, payer and currency; in one query."""
    found: dict[Any, Decimal] = defaultdict(Decimal)
    by = ("city", "year", "payer", "is_in_kind", "currency")
    for group, amount, number in _together(lines.with_year(), by):  # type: ignore[attr-defined]
        found[group] += amount * number
    return sorted(
        (Paid(*(*group, amount)) for group, amount in found.items()),
        key=lambda p: (-(p.year or 0), p.city_key, p.payer, p.is_in_kind, p.currency),
    )


def hours_given(partnership: Partnership, cities: list[City]) -> tuple[Decimal, int]:
    """The hours of volunteers of these cities in the partnership's activities, in how many rows."""
    rows = Hours.objects.of_partnership(partnership).filter(city__in=cities)
    found = rows.aggregate(hours=Sum("hours"), rows=Count("pk"))
    return found["hours"] or Decimal(0), found["rows"]


def hours_by_city(partnership: Partnership, cities: list[City] | QuerySet) -> dict[int, Decimal]:
    """The hours of volunteers in the partnership's activities, by the keys of these cities."""
    rows = Hours.objects.of_partnership(partnership).filter(city__in=cities).order_by()
    return dict(rows.values_list("city").annotate(Sum("hours")))


def _together(
    lines: QuerySet[MoneyLine], by: tuple[str, ...]
) -> Iterator[tuple[tuple, Decimal, int]]:
    """Each amount that occurs in a group, and how often: SQLite adds numbers that are not exact,
    so they are added here."""
    groups: Any = lines.order_by().values_list(*by, "amount").annotate(Count("pk"))
    return ((group[:-2], group[-2], group[-1]) for group in groups)
