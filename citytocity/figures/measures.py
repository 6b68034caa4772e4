"""The measures: what is counted, and how it becomes a number. Definitions only name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from citytocity.figures import kinds
from citytocity.figures.enums import Unit
from citytocity.figures.kinds import Kind
from citytocity.figures.reductions import (
    Different,
    HowMany,
    Lasted,
    Mean,
    MonthsSince,
    Nights,
    Reduction,
    Share,
    ShareOfRecords,
    Total,
    Worth,
)


@dataclass(frozen=True)
class Measure:
    """Records of a kind, made one number in a unit."""

    kind: Kind
    reduction: Reduction
    unit: Unit = Unit.RECORDS


NOT_RECORDED = "not-recorded"
"""The measure of what the register cannot hold yet: it says so, and never gives a number."""

MEASURES: Mapping[str, Measure] = {
    # partnerships and their papers
    "partnerships": Measure(kinds.PARTNERSHIPS, HowMany()),
    "partnerships-with-anniversaries": Measure(kinds.ANNIVERSARIES, HowMany()),
    "agreements-in-force": Measure(kinds.AGREEMENTS, HowMany()),
    "agreements-signed": Measure(kinds.AGREEMENTS_SIGNED, HowMany()),
    "agreements-ending": Measure(kinds.AGREEMENTS_ENDING, HowMany()),
    "months-since-contact": Measure(kinds.TOGETHER, MonthsSince("when_first"), Unit.MONTHS),
    "months-since-visit": Measure(kinds.LAST_VISITS, MonthsSince("when_first"), Unit.MONTHS),
    "months-since-result": Measure(kinds.LAST_RESULTS, MonthsSince("when_first"), Unit.MONTHS),
    # visits
    "visits": Measure(kinds.VISITS, HowMany()),
    "person-trips": Measure(kinds.JOURNEYS, Total("people", "certainty"), Unit.TRIPS),
    "guest-nights": Measure(kinds.JOURNEYS, Nights(), Unit.NIGHTS),
    "share-of-journeys-in": Measure(kinds.JOURNEYS, ShareOfRecords("comes_in"), Unit.PERCENT),
    # those who took part
    "groups": Measure(kinds.PARTICIPATIONS, HowMany()),
    "people": Measure(kinds.HEADS, Total("people", "certainty"), Unit.PEOPLE),
    "young-people": Measure(kinds.HEADS, Total("youth", "certainty"), Unit.PEOPLE),
    "women": Measure(kinds.HEADS, Total("women", "certainty"), Unit.PEOPLE),
    "men": Measure(kinds.HEADS, Total("men", "certainty"), Unit.PEOPLE),
    "non-binary": Measure(kinds.HEADS, Total("nonbinary", "certainty"), Unit.PEOPLE),
    "young-share": Measure(kinds.HEADS, Share("youth", "people", "certainty"), Unit.PERCENT),
    "women-share": Measure(kinds.HEADS, Share("women", "people", "certainty"), Unit.PERCENT),
    "people-per-activity": Measure(
        kinds.PARTICIPATIONS, Mean("people", per="activity_id", certainty="certainty"), Unit.PEOPLE
    ),
    "institutions": Measure(kinds.PARTICIPATIONS, Different("organisation_id")),
    "countries": Measure(kinds.PARTICIPATIONS, Different("city__country")),
    # activities
    "activities": Measure(kinds.ACTIVITIES, HowMany()),
    "audience": Measure(kinds.AUDIENCE, Total("attendance", "attendance_certainty"), Unit.PEOPLE),
    # results
    "results": Measure(kinds.RESULTS, HowMany()),
    "results-so-far": Measure(kinds.RESULTS_SO_FAR, HowMany()),
    "recognitions": Measure(kinds.RECOGNITIONS, HowMany()),
    # money and hours
    "money-paid": Measure(kinds.MONEY, Worth(), Unit.MONEY),
    "money-planned": Measure(kinds.MONEY_PLANNED, Worth(), Unit.MONEY),
    "volunteers": Measure(kinds.HOURS, Total("people"), Unit.PEOPLE),
    "volunteer-hours": Measure(kinds.HOURS, Total("hours"), Unit.HOURS),
    # protocol
    "gifts": Measure(kinds.GIFTS, HowMany()),
    "letters": Measure(kinds.LETTERS, HowMany()),
    "honours": Measure(kinds.HONOURS, HowMany()),
    "promises-open": Measure(kinds.PROMISES_OPEN, HowMany()),
    "promises-kept": Measure(kinds.PROMISES_KEPT, HowMany()),
    # stories and readers
    "stories": Measure(kinds.STORIES, HowMany()),
    "story-pages": Measure(kinds.STORY_PAGES, HowMany()),
    "stories-in-all-languages": Measure(kinds.STORIES, ShareOfRecords("in_all"), Unit.PERCENT),
    "translation-delay": Measure(
        kinds.TRANSLATIONS, Lasted("original_out", "first_published_at"), Unit.DAYS
    ),
    "page-views": Measure(kinds.READINGS, Total("times"), Unit.READINGS),
    # health
    "contacts": Measure(kinds.CONTACTS, HowMany()),
    "contacts-confirmed": Measure(kinds.CONTACTS_CONFIRMED, HowMany()),
    "dead-links": Measure(kinds.DEAD, HowMany()),
}
