"""What a city means to tell, and the days it wants to know of."""

from citytocity.planning.models.day import DayToKnow
from citytocity.planning.models.plan import Plan

__all__ = ["DayToKnow", "Plan"]
