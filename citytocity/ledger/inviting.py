"""What an activity says to those who would take part: until when, and how."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from citytocity.dates.wording import day_in_words
from citytocity.languages.text import Words
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity


@dataclass(frozen=True)
class Invitation:
    """The last day, in words of the active language; `is_open` until it is over."""

    day: str
    is_open: bool
    how: Words
    url: str


def invitation_of(record: Activity) -> Invitation | None:
    """None where nobody is invited, and where the activity was called off."""
    if record.take_part_until is None or record.status == ActivityStatus.CANCELLED:
        return None
    return Invitation(
        day=day_in_words(record.take_part_until, get_language() or "en"),
        is_open=record.take_part_until >= timezone.localdate(),
        how=record.take_part_how,
        url=record.take_part_at,
    )
