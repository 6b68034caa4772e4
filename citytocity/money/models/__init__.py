"""Lines of money, hours of volunteers, and which totals readers see."""

from citytocity.money.models.hours import Hours
from citytocity.money.models.line import MoneyLine
from citytocity.money.models.open_books import OpenBooks

__all__ = ["Hours", "MoneyLine", "OpenBooks"]
