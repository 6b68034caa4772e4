"""What a newsroom keeps about its stories: checks, corrections, and how often it reminds."""

from citytocity.newsroom.models.check import Check
from citytocity.newsroom.models.correction import Correction
from citytocity.newsroom.models.reminder import Reminder

__all__ = ["Check", "Correction", "Reminder"]
