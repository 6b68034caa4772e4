"""Who brings spreadsheets: those who keep a register; each sees and decides on her own alone."""

from typing import Any

from django.db.models import QuerySet

from citytocity.people.enums import Act
from citytocity.people.permissions import city_keys, may
from citytocity.spreadsheets.enums import Subject
from citytocity.spreadsheets.models import Layout, Spreadsheet


def may_bring(user: Any) -> bool:
    return may(user, Act.RECORD)


def sheets_of(user: Any) -> QuerySet[Spreadsheet]:
    own = Spreadsheet.objects.filter(owner=user)
    return own if may_bring(user) else own.none()


def layouts_of(user: Any) -> QuerySet[Layout]:
    return Layout.objects.filter(owner=user)


def subjects_of(user: Any) -> list[tuple[str, Any]]:
    """Cities belong to all: the host office adds them."""
    return [
        choice for choice in Subject.choices if choice[0] != Subject.CITIES or may(user, Act.KEEP)
    ]


def keys_kept(user: Any) -> set[int] | None:
    """Of the cities whose register the person keeps; None for all."""
    return city_keys(user, Act.RECORD)
