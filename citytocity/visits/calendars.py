"""A programme for calendars (iCalendar, RFC 5545), each hour in the time zone of its place."""

from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event

from citytocity.design.heads import absolute
from citytocity.visits.models import ProgrammeItem, Visit


def calendar(visit: Visit, items: Iterable[ProgrammeItem]) -> bytes:
    """The items in the active language; no person is named."""
    made = Calendar()
    made.add("prodid", f"-//{settings.SITE_NAME}//City to City//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", str(visit.activity.title))
    for item in items:
        made.add_component(_event(visit, item))
    made.add_missing_timezones()
    return made.to_ical()


def _event(visit: Visit, item: ProgrammeItem) -> Event:
    address = absolute(visit.activity.get_absolute_url())
    event = Event()
    event.add("uid", f"item-{item.pk}@{visit.activity.slug}")
    event.add("dtstamp", visit.changed)
    event.add("dtstart", item.begins)
    if item.finishes:
        event.add("dtend", item.finishes)
    event.add("summary", str(item.title))
    event.add("location", str(item.place))
    event.add("description", str(item.note))
    event.add("url", address)
    return event
