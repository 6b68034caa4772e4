"""Who holds the links, and which addresses are dead."""

import datetime
from typing import Any

from django.db.models import Q

from citytocity.contacts.models import ContactPoint
from citytocity.figures.kinds.kind import Kind, Period
from citytocity.figures.scope import Scope
from citytocity.links.models import Place
from citytocity.links.models.outside import DEAD_AFTER


def _contacts(scope: Scope) -> Any:
    rows = ContactPoint.objects.filter(forgotten=None)
    if scope.home is None:
        return rows
    found = rows.filter(city=scope.home)
    if not scope.is_between:
        return found
    return found.filter(partnership__in=scope.partnerships().order_by().values("pk"))


def _holding(period: Period) -> Q:
    begun = Q(begins_first__isnull=True) | Q(begins_first__lte=period.until)
    return begun & (Q(ends="") | Q(ends_last__gte=period.until))


def _dead(scope: Scope) -> Any:
    rows = Place.objects.filter(link__failures__gte=DEAD_AFTER)
    if not scope.cities:
        return rows
    return rows.filter(partnership__in=scope.partnerships().order_by().values("pk"))


CONTACTS = Kind(_contacts, _holding, is_public=False)
CONTACTS_CONFIRMED = Kind(
    _contacts,
    lambda period: (
        _holding(period)
        & Q(confirmed__gt=period.until - datetime.timedelta(days=365), confirmed__lte=period.until)
    ),
    is_public=False,
)
DEAD = Kind(_dead, lambda _period: Q(), is_public=False)
