"""Who keeps which folder: the host office, and the registrars of the cities taking part."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.permissions import cities_touched
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import city_keys, may, may_for_any, people_who
from citytocity.visits.models import Visit


def visits_of(user: Any) -> QuerySet[Visit]:
    """The folders that the person keeps; nobody else is told of them."""
    if not may(user, Act.KEEP_VISITS):
        return Visit.objects.none()
    keys = city_keys(user, Act.KEEP_VISITS)
    if keys is None:
        return Visit.objects.all()
    rows = Participation.objects.filter(city__in=keys).order_by()
    return Visit.objects.filter(
        Q(activity__host__in=keys) | Q(activity__in=rows.values("activity"))
    )


def may_open(user: Any, activity: Activity) -> bool:
    """Whether the person may keep a folder of this activity."""
    return may_for_any(user, Act.KEEP_VISITS, cities_touched(activity))


def may_keep(user: Any, visit: Visit) -> bool:
    return may_open(user, visit.activity)


def check_may_keep(user: Any, visit: Visit) -> None:
    if not may_keep(user, visit):
        raise PermissionDenied


class VisitPolicy(BasePermissionPolicy):
    """Folders, as Wagtail asks for them: looked at, and changed by their own forms."""

    is_closed = True

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may(user, Act.KEEP_VISITS)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and may_keep(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return visits_of(user) if allowed else Visit.objects.none()

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return people_who(Act.KEEP_VISITS, city=None)
