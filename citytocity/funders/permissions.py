"""Whose sheets a person may open: those of the cities whose register it keeps."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from citytocity.cities.models import City
from citytocity.funders.subjects import Subject
from citytocity.ledger.models import Activity
from citytocity.ledger.permissions import may_record
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_where, may


def may_open_any(user: Any) -> bool:
    return may(user, Act.RECORD)


def cities_for(user: Any) -> QuerySet[City]:
    return cities_where(user, Act.RECORD)


def ask_event(user: Any, activity: Activity) -> None:
    """PermissionDenied for an event of other cities."""
    if not may_record(user, activity):
        raise PermissionDenied


def ask_subject(user: Any, subject: Subject) -> None:
    """PermissionDenied for another city, whose books the sheet would tell of, and for a
    partnership of others."""
    if subject.partnership is not None:
        allowed = may_record(user, subject.partnership)
    else:
        allowed = may(user, Act.RECORD, city=subject.city)
    if not allowed:
        raise PermissionDenied
