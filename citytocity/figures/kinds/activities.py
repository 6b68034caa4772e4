"""Activities, and who took part in them."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from citytocity.figures.kinds.kind import Filter, Kind, Period, begun, either, one_of
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import ActivityKind, ActivityStatus, Mode, ParticipationRole
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.querysets import overlapping

TOOK_PLACE = (ActivityStatus.HELD, ActivityStatus.ONGOING)


def _themes(values: list[str], _scope: Scope) -> Q:
    tagged = Activity.themes.through.objects.filter(theme__slug__in=values)
    return Q(pk__in=tagged.values("activity"))


def _in_year(period: Period) -> Q:
    return overlapping(period.year) & Q(status__in=TOOK_PLACE)


def _participations(scope: Scope) -> Any:
    """All groups at the activities of a city; between cities, their own groups."""
    rows: Any = Participation.objects.filter(activity__status__in=TOOK_PLACE)
    if not scope.cities:
        return rows
    found = rows.filter(activity__in=scope.activities().order_by().values("pk"))
    return found.filter(city__in=scope.keys) if scope.is_between else found


def _together(scope: Scope) -> Any:
    """Activities in which another city took part as well."""
    found = scope.activities().filter(status__in=TOOK_PLACE)
    if scope.is_between or scope.city is None:
        return found
    others = Participation.objects.filter(activity=OuterRef("pk")).exclude(city=scope.city)
    elsewhere = Q(host__isnull=False) & ~Q(host=scope.city)
    return found.filter(elsewhere | Exists(others.order_by()))


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
ACTIVITIES = Kind(lambda scope: scope.activities(), _in_year, OF_ACTIVITIES)
PARTICIPATIONS = Kind(
    _participations,
    lambda period: overlapping(period.year, field="activity__when"),
    {
        "country": Filter(
            None,
            lambda values, _scope: Q(city__country__in=[value.upper() for value in values]),
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
TOGETHER = Kind(_together, begun("when_first"))
