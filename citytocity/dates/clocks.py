"""What clocks show where."""

import datetime
import zoneinfo
from functools import lru_cache


def moment_at(
    day: datetime.date, time: datetime.time, zone: zoneinfo.ZoneInfo
) -> datetime.datetime:
    """The moment (UTC) at which the clocks of the zone show it.

    What they show twice on a day when they are put back counts the first time; what they leave out
    when they are put forward comes as much later as they leave out (PEP 495).
    """
    wall = datetime.datetime.combine(day, time.replace(fold=0), tzinfo=zone)
    return wall.astimezone(datetime.UTC)


def is_shown(day: datetime.date, time: datetime.time, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether the clocks of the zone show it on that day."""
    shown = moment_at(day, time, zone).astimezone(zone)
    return shown.replace(tzinfo=None, fold=0) == datetime.datetime.combine(day, time)


def zone_named(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of this name; None where this machine knows none, and for no name."""
    return zoneinfo.ZoneInfo(name) if name in known_zones() else None


@lru_cache
def known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
