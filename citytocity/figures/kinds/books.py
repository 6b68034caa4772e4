"""Money and hours, out of the books of the city from which one looks."""

import datetime
from typing import Any

from django.db.models import Q

from citytocity.figures.kinds.kind import Kind, Period, one_of, rows
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import TOOK_PLACE
from citytocity.ledger.models import Activity, Participation, PartnershipSide
from citytocity.ledger.querysets import maybe_of_another
from citytocity.money.enums import Category, Payer, Stage
from citytocity.money.models import Hours, MoneyLine, OpenBooks


def _with_open_books(scope: Scope, partnerships: Any) -> Any:
    """Those of the partnerships for which the city shows everybody its books."""
    opened = OpenBooks.objects.filter(city=scope.home).order_by().values("partnership")
    return partnerships.filter(pk__in=opened).order_by()


def _has_open_books(scope: Scope, _period: Period) -> Any:
    return scope.home is not None and _with_open_books(scope, scope.partnerships())


def of_open_books(lines: Any, scope: Scope) -> Any:
    """What was done for partnerships for which the city shows everybody its books; between two
    cities what these did together alone."""
    if scope.home is None:
        return lines.none()
    ours = _with_open_books(scope, scope.partnerships())
    sides = PartnershipSide.objects.filter(partnership__in=ours.values("pk"))
    partners = sides.exclude(city=scope.home).order_by().values("city")
    groups = Participation.objects.filter(city__in=partners).order_by().values("activity")
    shared: Any = Activity.objects.with_city(scope.home)
    shared = shared.filter(Q(host__in=partners) | Q(pk__in=groups))
    if scope.other is not None:
        shared = shared.filter(scope.takes_part())
    found = Q(activity__in=shared.order_by().values("pk"))
    if lines.model is MoneyLine:
        found |= Q(partnership__in=_with_open_books(scope, scope.own_partnerships()).values("pk"))
    return lines.filter(found, city=scope.home)


def _of_a_year(period: Period) -> Q:
    return _dated(period, period.until)


def _of_a_whole_year(period: Period) -> Q:
    return _dated(period, period.last)


def _dated(period: Period, until: datetime.date) -> Q:
    days = period.first, until
    own = Q(when_first__range=days) & ~maybe_of_another(period.days)
    of_the_activity = Q(when_first__isnull=True, activity__when_first__range=days)
    return own | (of_the_activity & ~maybe_of_another(period.days, field="activity__when"))


def _given_in_a_year(period: Period) -> Q:
    """On a day of their own, else at an activity that took place."""
    took_place = Q(when_first__isnull=False) | Q(activity__status__in=TOOK_PLACE)
    return _of_a_year(period) & took_place


def _in_money() -> Any:
    """What was paid. What was given in kind is told apart, as in the books: a hall at its worth is
    no money."""
    return MoneyLine.objects.paid().filter(is_in_kind=False)


def _planned(scope: Scope) -> Any:
    lines: Any = MoneyLine.objects.filter(stage=Stage.PLANNED)
    if scope.home is None:
        return lines.none()
    lines = lines.filter(city=scope.home)
    if not scope.is_between:
        return lines
    shared = scope.activities().order_by().values("pk")
    ours = scope.own_partnerships().order_by().values("pk")
    return lines.filter(Q(activity__in=shared) | Q(partnership__in=ours))


OF_MONEY = {
    "category": one_of(Category, "category"),
    "payer": one_of(Payer, "payer"),
}
MONEY = Kind(
    rows(lambda scope: of_open_books(_in_money(), scope), _of_a_year),
    OF_MONEY,
    is_known=_has_open_books,
)
MONEY_PLANNED = Kind(
    rows(_planned, _of_a_whole_year),
    OF_MONEY,
    is_public=False,
    looks_ahead=True,
    is_known=lambda scope, _period: scope.home is not None,
)
HOURS = Kind(
    rows(lambda scope: of_open_books(Hours.objects.all(), scope), _given_in_a_year),
    is_known=_has_open_books,
)
