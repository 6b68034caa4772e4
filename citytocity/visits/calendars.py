"""A programme for calendars (iCalendar, RFC 5545), each hour in the time zone of its place."""

from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event

from citytocity.design.heads import absolute
from citytocity.ledger.enums import ActivityStatus
from citytocity.visits.models import ProgrammeItem, Visit

A_MINUTE = 60
"""In seconds; how often a programme changed is not counted, but a later one has a higher number."""


def calendar(visit: Visit, items: Iterable[ProgrammeItem]) -> bytes:
    """The items in the active language; no person is named. Of a visit that was called off each is
    given as cancelled, so that calendars which have it already take it out."""
    made = Calendar()
    made.add("prodid", f"-//{settings.SITE_NAME}//City to City//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", str(visit.activity.title))
    for item in items:
        made.add_component(_event(visit, item))
    made.add_missing_timezones()
    return made.to_ical()


def _event(visit: Visit, item: ProgrammeItem) -> Event:
    changed = max(visit.changed, visit.activity.updated_at)
    address = absolute(visit.activity.get_absolute_url())
    event = Event()
    event.add("uid", f"item-{item.pk}@{visit.activity.slug}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", int(changed.timestamp()) // A_MINUTE)
    is_cancelled = visit.activity.status == ActivityStatus.CANCELLED
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("dtstart", item.begins)
    if item.finishes:
        event.add("dtend", item.finishes)
    event.add("summary", str(item.title))
    event.add("location", str(item.place))
    event.add("description", str(item.note))
    event.add("url", address)
    return event
