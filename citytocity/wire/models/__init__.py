"""What partner newspapers and town halls publish, as leads for our own stories."""

from citytocity.wire.models.feed import Feed
from citytocity.wire.models.lead import Lead

__all__ = ["Feed", "Lead"]
