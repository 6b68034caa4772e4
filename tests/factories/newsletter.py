"""Readers of the newsletter, and a newsletter that is switched on."""

from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from citytocity.newsletter.enums import ItemKind, ReaderState, Way
from citytocity.newsletter.models import Consent, Issue, Item, Newsletter, Reader, Wish
from citytocity.stories.models import StoryPage

number = count(1)


def newsletter(**values: Any) -> Newsletter:
    """That is switched on, and made by somebody alone."""
    defaults: dict[str, Any] = {
        "is_on": True,
        "is_looked_at": False,
        "name": {"en": "Twinned Cities", "ru": "Города-побратимы"},
        "about": {"en": "What the cities do together."},
        "imprint": {"en": "International office, Lenina 1, Perm"},
    }
    made = Newsletter(pk=Newsletter.ONE, **defaults | values)
    made.save()
    return made


def reader(*, cities: Any = (), topics: Any = (), left: bool = False, **values: Any) -> Reader:
    """Somebody who reads every issue in English, of all cities and topics."""
    defaults: dict[str, Any] = {"email": f"reader{next(number)}@example.org", "language": "en"}
    if left:
        defaults |= {"state": ReaderState.LEFT, "ended": timezone.now()}
    made = Reader.objects.create(wish=Wish.of(cities, topics), **defaults | values)
    Consent.objects.create(
        reader=made, way=Way.SIGN_UP, given=timezone.now(), words="I want it.", page="/en/"
    )
    return made


def issue(*records: Any, **values: Any) -> Issue:
    """An issue that is being made, with these stories and activities in their order."""
    made = next(number)
    defaults = {"number": made, "since": "2018-10-01", "until": "2018-12-31"}
    issue = Issue.objects.create(**defaults | values)
    for position, record in enumerate(records):
        Item.objects.create(
            issue=issue,
            position=position,
            kind=_kind_of(record),
            of=ContentType.objects.get_for_model(record),
            key=record.pk,
        )
    issue.refresh_from_db()
    return issue


def _kind_of(record: Any) -> ItemKind:
    if isinstance(record, StoryPage):
        return ItemKind.STORY
    return ItemKind.INVITATION if record.take_part_until else ItemKind.ACTIVITY
