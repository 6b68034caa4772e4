"""Contacts of the sides of a partnership; the persons are invented."""

import datetime
from typing import Any

from django.utils import timezone

from citytocity.cities.models import City
from citytocity.contacts.enums import Level
from citytocity.contacts.models import ContactLanguage, ContactPoint
from citytocity.ledger.models import Partnership


def contact(
    of: Partnership, city: City, *, asked: bool = False, speaks: str = "", **values: Any
) -> ContactPoint:
    """Who heads the international office since 2010; `asked` by letter just now, and who `speaks`
    a language well."""
    defaults = {
        "name": "Vera Invented",
        "office": {"en": "Head of the international office"},
        "email": "vera@example.org",
        "language": "en",
        "begins": "2010",
        "asked": timezone.now() if asked else None,
        "times_asked": int(asked),
    }
    made = ContactPoint.objects.create(partnership=of, city=city, **defaults | values)
    if speaks:
        ContactLanguage.objects.create(contact=made, code=speaks, level=Level.C1)
    return made


def days_ago(days: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=days)).isoformat()
