"""Annual reports, those that were handed in, and the records behind these."""

from citytocity.reports.models.frozen import Frozen, FrozenFigure, FrozenRecord
from citytocity.reports.models.report import Report

__all__ = ["Frozen", "FrozenFigure", "FrozenRecord", "Report"]
