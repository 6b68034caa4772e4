"""Requests for confirmation: who is asked, and the letter's link."""

from typing import Any

from django.urls import reverse

from citytocity.cities.models import City
from citytocity.confirmation import actions
from citytocity.confirmation.models import Request
from tests.factories.people import user


def request(*records: Any, by: City, of: City, **values: Any) -> Request:
    """A letter by which one city asks the other about the records."""
    defaults = {
        "name": "Jane",
        "email": "links@oxford.example",
        "language": "en",
        "days": 30,
        "by": values.pop("asked_by", None) or user(officer=True),
    }
    return actions.ask(records, by_city=by, city=of, **defaults | values)


def link(of: Request) -> str:
    return reverse("confirmation:answer", args=[of.token])
