"""Annual reports, and those that were handed in."""

from citytocity.reports.models.frozen import Frozen
from citytocity.reports.models.report import Report

__all__ = ["Frozen", "Report"]
