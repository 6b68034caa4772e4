"""Whose figures are asked for: those of a city, of two cities, of a partnership, of all."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from citytocity.cities.models import City
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    PartnershipSide,
    Recognition,
    Result,
)


@dataclass(frozen=True)
class Scope:
    """A city; a city and an `other`, whether they are partners or not; or a partnership.

    Without any it is the whole register. `home` is the city from which one looks: who came to it,
    who went from it. What two cities did together stands in it once. A partnership is `seen_from`
    any of its sides, that of the host office if none is named.
    """

    city: City | None = None
    other: City | None = None
    partnership: Partnership | None = None
    seen_from: City | None = None

    @property
    def home(self) -> City | None:
        """The city; of a partnership the side from which it is seen; None for all."""
        if self.partnership is None:
            return self.city
        return self.seen_from if self.is_seen_from_a_side else self._first_side

    @property
    def is_seen_from_a_side(self) -> bool:
        return self.partnership is not None and self.seen_from in self.partnership.cities

    @property
    def _first_side(self) -> City | None:
        """The host office's among the sides, or the first; None of a partnership without sides."""
        cities = self.cities
        return next((city for city in cities if city.is_host), cities[0] if cities else None)

    @property
    def cities(self) -> list[City]:
        """The cities between which something happened; one city alone is there with any."""
        if self.partnership is not None:
            return self.partnership.cities
        return [city for city in (self.city, self.other) if city is not None]

    @property
    def keys(self) -> set[int]:
        return {city.pk for city in self.cities}

    @property
    def is_between(self) -> bool:
        """Whether only what happened between these cities counts."""
        return self.partnership is not None or self.other is not None

    @property
    def is_everything(self) -> bool:
        return self.city is None and self.partnership is None

    @property
    def query(self) -> dict[str, str]:
        """As an address names it."""
        if self.partnership is not None:
            of = {"partnership": self.partnership.slug}
            home = self.home
            return of if home is None or home == self._first_side else of | {"home": home.slug}
        named = {"city": self.city, "other": self.other}
        return {name: city.slug for name, city in named.items() if city is not None}

    def takes_part(self, path: str = "") -> Q:
        """The activities of the scope, at the end of a path; all of them of the whole register."""
        if self.partnership is not None and len(self.keys) != 2:
            among = Activity.objects.of_partnership(self.partnership).order_by()
            return Q(**{f"{path or 'pk'}__in": among.values("pk")})
        return Q(*(_takes_part(city, path) for city in self.cities))

    def activities(self) -> Any:
        return Activity.objects.filter(self.takes_part())

    def partnerships(self) -> Any:
        if self.partnership is not None:
            return Partnership.objects.filter(pk=self.partnership.pk)
        found: Any = Partnership.objects.all()
        for city in self.cities:
            found = found.of_city(city)
        return found

    def own_partnerships(self) -> Any:
        """Those of which all that came of the whole, and was paid for it, is of the scope: between
        two cities those without a third side."""
        found = self.partnerships()
        if self.other is None:
            return found
        sides = PartnershipSide.objects.filter(partnership=OuterRef("pk"))
        return found.filter(~Exists(sides.exclude(city__in=self.keys).order_by()))

    def agreements(self) -> QuerySet[Agreement]:
        found = Agreement.objects.all()
        return found if self.is_everything else _of(self.partnerships(), found)

    def results(self) -> Any:
        found: Any = Result.objects.all()
        if self.is_everything:
            return found
        came, went = Q(from_city__in=self.keys), Q(to_city__in=self.keys)
        own = came & went if self.is_between else came | went
        of_activities = Q(activity__isnull=False) & self.takes_part("activity")
        return found.filter(own | of_activities) | _of(self.own_partnerships(), found)

    def recognitions(self) -> Any:
        """Between two cities, of what is given to a partnership with a third side too, all but for
        an activity of others."""
        found: Any = Recognition.objects.all()
        if self.is_everything:
            return found
        if self.city is not None and not self.is_between:
            return found.of_city(self.city)
        given = _of(self.partnerships(), found)
        if self.other is None:
            return given
        own = Q(partnership__in=self.own_partnerships().order_by().values("pk"))
        return given.filter(own | Q(activity__isnull=True) | self.takes_part("activity"))


def _of(partnerships: Any, rows: Any) -> Any:
    return rows.filter(partnership__in=partnerships.order_by().values("pk"))


def _takes_part(city: City, path: str) -> Q:
    """Asked of each activity by itself, for figures look at those of some years: one look into the
    index of its groups. Not as EXISTS, of which PostgreSQL makes a table of all groups for each
    year.
    """
    rows = Participation.objects.filter(city=city, activity=OuterRef(path or "pk")).order_by()
    group = Subquery(rows.values("city")[:1])
    return Q(**{f"{path}__host" if path else "host": city}) | Q(IsNull(group, False))  # noqa: FBT003
