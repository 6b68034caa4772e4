"""When letters of an issue are due: at once, at one moment, or by the clocks of the readers.

A reader's clocks are those of the time zone that she chose; else those of her city, where she
chose a single one; else the newsletter's.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from citytocity.cities.models import City
from citytocity.dates.clocks import moment_at, zone_named
from citytocity.newsletter.choosing import Alike
from citytocity.newsletter.enums import Timing
from citytocity.newsletter.models import Newsletter, Wish


@dataclass(frozen=True)
class Plan:
    """When the editor wants it to go. Day and time are what the clocks show; none of them: now."""

    timing: Timing = Timing.NOW
    day: datetime.date | None = None
    time: datetime.time | None = None

    def moment(self, zone: ZoneInfo) -> datetime.datetime | None:
        """When it is so in the zone; None for now."""
        return moment_at(self.day, self.time, zone) if self.day and self.time else None


AT_ONCE = Plan()


@dataclass(frozen=True)
class Due:
    """A moment at which letters are due; whether their hour had passed when it was released."""

    moment: datetime.datetime
    is_late: bool = False


class Clocks:
    """By whose clocks which readers get an issue."""

    def __init__(self, newsletter: Newsletter, every: Iterable[Alike]) -> None:
        self.default = newsletter.zone
        cities = {city for alike in every if (city := _only_city(alike.wish))}
        zones = City.objects.filter(pk__in=cities).values_list("pk", "time_zone")
        self.of_cities = {city: zone_named(name) for city, name in zones}

    def of(self, alike: Alike) -> ZoneInfo:
        of_her_city = self.of_cities.get(_only_city(alike.wish) or 0)
        return zone_named(alike.time_zone) or of_her_city or self.default

    def due(self, alike: Alike, plan: Plan, *, now: datetime.datetime) -> tuple[Due, str]:
        """When the letters of readers alike are due, and the zone whose clocks say so."""
        if plan.timing == Timing.NOW:
            return Due(now), ""
        zone = self.of(alike) if plan.timing == Timing.LOCAL else self.default
        return due_at(plan, zone, now=now), zone.key


def due_at(plan: Plan, zone: ZoneInfo, *, now: datetime.datetime) -> Due:
    """What the clocks have shown already is due at once."""
    moment = plan.moment(zone)
    if moment is None or moment > now:
        return Due(moment or now)
    return Due(now, is_late=True)


def _only_city(wish: Wish) -> int | None:
    """The key of the city, where somebody chose a single one."""
    cities = wish.chosen_cities
    return next(iter(cities)) if cities and len(cities) == 1 else None
