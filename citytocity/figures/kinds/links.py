"""Who holds the links, and which addresses are dead."""

from typing import Any

from django.db.models import Q

from citytocity.contacts.models import ContactPoint
from citytocity.figures.kinds.kind import Kind, Period, rows
from citytocity.figures.scope import Scope
from citytocity.links.models import Place
from citytocity.links.models.outside import DEAD_AFTER


def _contacts(scope: Scope) -> Any:
    found = ContactPoint.objects.filter(forgotten=None)
    if scope.home is None:
        return found
    found = found.filter(city=scope.home)
    if not scope.is_between:
        return found
    return found.filter(partnership__in=scope.partnerships().order_by().values("pk"))


def _holding(period: Period) -> Q:
    begun = Q(begins_first__isnull=True) | Q(begins_first__lte=period.until)
    return begun & (Q(ends="") | Q(ends_last__gte=period.until))


def _confirmed_within_a_year(period: Period) -> Q:
    return Q(confirmed__gt=period.year_before, confirmed__lte=period.until)


def _dead(scope: Scope) -> Any:
    found = Place.objects.filter(link__failures__gte=DEAD_AFTER)
    if not scope.cities:
        return found
    return found.filter(partnership__in=scope.partnerships().order_by().values("pk"))


CONTACTS = Kind(rows(_contacts, _holding), is_public=False)
CONTACTS_CONFIRMED = Kind(
    rows(_contacts, lambda period: _holding(period) & _confirmed_within_a_year(period)),
    is_public=False,
)
DEAD = Kind(lambda scope, _period: _dead(scope), is_public=False)
