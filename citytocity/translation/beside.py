"""What stands beside a passage to help its translator: known words, doubts, what was made."""

from dataclasses import dataclass, field

from citytocity.people.models import User
from citytocity.translation.doubts import Doubt, doubts
from citytocity.translation.glossary import Entry, glossary_of
from citytocity.translation.memory import Suggestion, suggestions
from citytocity.translation.models import Job
from citytocity.translation.segments import Segment


@dataclass(frozen=True)
class Beside:
    """Of one passage."""

    entries: list[Entry] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def beside(job: Job, found: list[Segment], *, by: User, writes: bool) -> dict[str, Beside]:
    """By passage; what was made before only for who `writes`. Eight queries, however many."""
    known = glossary_of(job, found)
    doubtful = doubts(job, found, known)
    made = suggestions(job, found, by=by) if writes else {}
    return {
        segment.key: Beside(
            entries=known.found_in(segment.plain_source),
            doubts=doubtful.get(segment.key, []),
            suggestions=made.get(segment.key, []),
        )
        for segment in found
    }
