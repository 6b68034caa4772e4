"""What can be counted: the records of a scope, when they are of a year, how they are narrowed.

Readers may see all of it, but for what is kept for those who keep the register (`is_public`): of
closed records, as money and promises, only what its city shows everybody is here.
"""

from citytocity.figures.kinds.activities import (
    ACTIVITIES,
    AUDIENCE,
    HEADS,
    PARTICIPATIONS,
    TOGETHER,
)
from citytocity.figures.kinds.books import HOURS, MONEY, MONEY_PLANNED
from citytocity.figures.kinds.kind import AnyPeriod, Filter, Kind, Period
from citytocity.figures.kinds.links import CONTACTS, CONTACTS_CONFIRMED, DEAD
from citytocity.figures.kinds.partnerships import (
    AGREEMENTS,
    AGREEMENTS_ENDING,
    AGREEMENTS_SIGNED,
    ANNIVERSARIES,
    PARTNERSHIPS,
    with_round_years,
)
from citytocity.figures.kinds.protocol import GIFTS, HONOURS, LETTERS, PROMISES_KEPT, PROMISES_OPEN
from citytocity.figures.kinds.readers import open_to_readers
from citytocity.figures.kinds.results import LAST_RESULTS, RECOGNITIONS, RESULTS, RESULTS_SO_FAR
from citytocity.figures.kinds.told import READINGS, STORIES, STORY_PAGES, TRANSLATIONS
from citytocity.figures.kinds.visits import JOURNEYS, LAST_VISITS, VISITS, visits_both_ways

__all__ = [
    "ACTIVITIES",
    "AGREEMENTS",
    "AGREEMENTS_ENDING",
    "AGREEMENTS_SIGNED",
    "ANNIVERSARIES",
    "AUDIENCE",
    "CONTACTS",
    "CONTACTS_CONFIRMED",
    "DEAD",
    "GIFTS",
    "HEADS",
    "HONOURS",
    "HOURS",
    "JOURNEYS",
    "LAST_RESULTS",
    "LAST_VISITS",
    "LETTERS",
    "MONEY",
    "MONEY_PLANNED",
    "PARTICIPATIONS",
    "PARTNERSHIPS",
    "PROMISES_KEPT",
    "PROMISES_OPEN",
    "READINGS",
    "RECOGNITIONS",
    "RESULTS",
    "RESULTS_SO_FAR",
    "STORIES",
    "STORY_PAGES",
    "TOGETHER",
    "TRANSLATIONS",
    "VISITS",
    "AnyPeriod",
    "Filter",
    "Kind",
    "Period",
    "open_to_readers",
    "visits_both_ways",
    "with_round_years",
]
