"""Activities, and who took part in them."""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from citytocity.figures.kinds.kind import (
    Filter,
    Kind,
    Period,
    begun,
    during,
    either,
    one_of,
    rows,
)
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import (
    TOOK_PLACE,
    ActivityKind,
    ActivityStatus,
    Mode,
    ParticipationRole,
)
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.queries import heads_once, is_above


def _themes(values: list[str], _scope: Scope, _period: Period) -> Q:
    tagged = Activity.themes.through.objects.filter(theme__slug__in=values)
    return Q(pk__in=tagged.values("activity"))


def _in_year(period: Period) -> Q:
    return during(period) & Q(status__in=TOOK_PLACE)


def _groups(scope: Scope, period: Period) -> Any:
    """All groups at the activities of a city; between cities, their own groups. The activities are
    found first: so are their groups, in every database."""
    activities = scope.activities().filter(_in_year(period)).order_by()
    found = Participation.objects.filter(activity__in=activities.values("pk"))
    return found.filter(city__in=scope.keys) if scope.is_between else found


def _together(scope: Scope) -> Any:
    """Activities in which another city took part as well."""
    found = scope.activities().filter(status__in=TOOK_PLACE)
    if scope.is_between or scope.city is None:
        return found
    others = Participation.objects.filter(activity=OuterRef("pk")).exclude(city=scope.city)
    elsewhere = Q(host__isnull=False) & ~Q(host=scope.city)
    return found.filter(elsewhere | Exists(others.order_by()))


def _audience_once(activities: Any) -> Q:
    """No part of an activity that is counted with its whole, or with the whole of that."""
    wholes = activities.filter(is_above("part_of"), attendance__isnull=False)
    return Q(part_of__isnull=True) | ~Q(Exists(wholes.order_by()))


OF_ACTIVITIES = {
    "kind": one_of(ActivityKind),
    "theme": Filter(None, _themes, "themes__slug"),
    "ends": either(
        **{
            "in-the-year": lambda _scope: Q(status=ActivityStatus.HELD),
            "later": lambda _scope: Q(status=ActivityStatus.ONGOING),
        }
    ),
}
ACTIVITIES = Kind(rows(lambda scope: scope.activities(), _in_year), OF_ACTIVITIES)
PARTICIPATIONS = Kind(
    _groups,
    {
        "country": Filter(
            None,
            lambda values, _scope, _period: Q(
                city__country__in=[value.upper() for value in values]
            ),
            "city__country",
        ),
        "from": either(
            abroad=lambda _scope: (
                Q(activity__host__isnull=False) & ~Q(city__country=F("activity__host__country"))
            )
        ),
        "role": one_of(ParticipationRole, "role"),
        "mode": one_of(Mode, "mode"),
        "kind": one_of(ActivityKind, "activity__kind"),
    },
)
HEADS = replace(PARTICIPATIONS, once=heads_once)
AUDIENCE = replace(ACTIVITIES, once=_audience_once)
TOGETHER = Kind(rows(_together, begun("when_first")))
