"""Chainable questions on lines of money, hours, and what is shown of them."""

from typing import Any, Self

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from citytocity.ledger.querysets import rows_of
from citytocity.money.enums import Stage


class OfActivities(QuerySet):
    """Rows of a city's books, of an activity or of a partnership."""

    def touching(self, keys: set[int]) -> Self:
        """Rows in the books of the cities, given by their keys."""
        return self.filter(city__in=keys)

    def of_city(self, city: Any) -> Self:
        return self.filter(city=city)

    def of_partnership(self, partnership: Any) -> Self:
        """Of the partnership as a whole, and of its activities."""
        activities = rows_of(self.model, "activity").of_partnership(partnership).order_by()
        whole = Q(partnership=partnership) if hasattr(self.model, "partnership") else Q()
        return self.filter(whole | Q(activity__in=activities.values("pk")))

    def with_year(self) -> Self:
        """With the year in which it falls: its own date counts before that of its activity."""
        return self.annotate(year=ExtractYear(Coalesce("when_first", "activity__when_first")))

    def in_year(self, year: int | None) -> Self:
        """Those of the year; None stands for a year that is not recorded."""
        return self.with_year().filter(year=year)

    def shown(self) -> Self:
        """With all that a row of a list shows, in one query."""
        return self.select_related("city", "activity")


class MoneyLineQuerySet(OfActivities):
    def paid(self) -> Self:
        return self.filter(stage=Stage.ACTUAL)

    def shown(self) -> Self:
        return super().shown().select_related("partnership", "payer_body")


class HoursQuerySet(OfActivities):
    pass


class OpenBooksQuerySet(QuerySet):
    def touching(self, keys: set[int]) -> Self:
        return self.filter(city__in=keys)

    def shown(self) -> Self:
        return self.select_related("city").prefetch_related("partnership__sides__city")
