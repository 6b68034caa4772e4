"""Chainable questions on one kind of record of the protocol."""

from typing import Any, Self

from django.db.models import F, Prefetch, Q, QuerySet
from wagtail.images import get_image_model

from citytocity.design.photographs import SHOWN
from citytocity.ledger.querysets import PaperQuerySet, overlapping
from citytocity.protocol.enums import Direction, PromiseState


class BetweenCities(PaperQuerySet):
    """Records of two cities; `ends` names the columns that hold them."""

    ends: tuple[str, str] = ("from_city", "to_city")

    def seen_by_all(self) -> Self:
        """Those that readers see."""
        return self.filter(is_public=True)

    def touching(self, keys: set[int]) -> Self:
        """Those of which one end is among the cities, given by their keys."""
        first, second = self.ends
        return self.filter(Q(**{f"{first}__in": keys}) | Q(**{f"{second}__in": keys}))

    def of_city(self, city: Any) -> Self:
        return self.touching({city.pk})

    def of_partnership(self, partnership: Any) -> Self:
        """Those from one side of it to another."""
        return self.among({side.city_id for side in partnership.sides.all()})

    def among(self, keys: set[int] | QuerySet) -> Self:
        """Those from one of the cities, given by their keys, to another of them."""
        return self.filter(**{f"{end}__in": keys for end in self.ends})

    def in_year(self, year: int) -> Self:
        return self.filter(overlapping(year))

    def shown(self) -> Self:
        """With all that a row shows, in one query."""
        return self.select_related(*self.ends, "activity")

    def for_a_page(self) -> Self:
        """Those that readers see, with all that a page of one has in common with others."""
        return self.seen_by_all().shown().prefetch_related("citations__source")


class GiftQuerySet(BetweenCities):
    ends = ("city", "partner")

    def given_by(self, city: Any) -> Self:
        return self.filter(direction=Direction.GIVEN, city=city)

    def shown(self) -> Self:
        return super().shown().select_related("body", "picture")

    def with_pictures(self) -> Self:
        """With all that a card shows, in three queries."""
        pictures = get_image_model().objects.prefetch_renditions(*SHOWN)
        return self.select_related(*self.ends).prefetch_related(Prefetch("picture", pictures))


class PromiseQuerySet(BetweenCities):
    def open(self) -> Self:
        return self.filter(state=PromiseState.OPEN)

    def kept(self) -> Self:
        return self.filter(state=PromiseState.KEPT)

    def soonest_first(self) -> Self:
        """What is due first; without a date at the end."""
        return self.order_by(F("due_last").asc(nulls_last=True), "slug")

    def shown(self) -> Self:
        return super().shown().select_related("from_body", "to_body")


class LetterQuerySet(BetweenCities):
    pass


class HonourQuerySet(BetweenCities):
    ends = ("city", "of_city")

    def shown(self) -> Self:
        return super().shown().select_related("body")
