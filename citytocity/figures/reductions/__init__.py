"""How records become one number: in the database, and again from the records of a list.

Each reduction says what it asks the database for (`asks`), reads the answer (`reads`), and can do
the same by hand (`part` of each record, `together`): what a page lists adds up to its figure.
"""

from citytocity.figures.reductions.by_database import (
    Different,
    HowMany,
    Mean,
    Share,
    ShareOfRecords,
    Total,
)
from citytocity.figures.reductions.by_hand import Lasted, MonthsSince, Nights, Worth
from citytocity.figures.reductions.reduction import ByHand, Counted, Number, Part, Reduction

__all__ = [
    "ByHand",
    "Counted",
    "Different",
    "HowMany",
    "Lasted",
    "Mean",
    "MonthsSince",
    "Nights",
    "Number",
    "Part",
    "Reduction",
    "Share",
    "ShareOfRecords",
    "Total",
    "Worth",
]
