"""Chainable questions on contacts."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class ContactQuerySet(models.QuerySet):
    def holding(self, today: datetime.date) -> Self:
        """Those whose term is not over, and who are still known."""
        goes_on = Q(ends="") | Q(ends_last__gte=today)
        return self.filter(goes_on, forgotten=None)

    def begun(self, today: datetime.date) -> Self:
        return self.filter(Q(begins_first=None) | Q(begins_first__lte=today))

    def of_side(self, partnership: int, city: int) -> Self:
        return self.filter(partnership=partnership, city=city)

    def shown(self) -> Self:
        """With what a row shows, in three queries."""
        return self.select_related("city", "partnership", "body", "deputy").prefetch_related(
            "partnership__sides__city"
        )
