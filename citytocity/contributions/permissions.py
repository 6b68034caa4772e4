"""Who sees and decides on what came in: those who sort for a city it lies with."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from citytocity.contributions.models import Contribution
from citytocity.people.enums import Act
from citytocity.people.permissions import CityPolicy, city_keys, may, may_for_any


def inbox_of(user: Any) -> QuerySet[Contribution]:
    """What the person may see and decide on; nothing that is not confirmed yet."""
    keys = city_keys(user, Act.SORT)
    received = Contribution.objects.received()
    if keys is None:
        return received
    lying = Contribution.cities.through.objects.filter(city__in=keys).values("contribution")
    return received.filter(pk__in=lying)


def may_sort(user: Any, contribution: Contribution) -> bool:
    """Whether the person may decide; what has no city is for the host office alone."""
    return may_for_any(user, Act.SORT, {city.pk for city in contribution.cities.all()})


def check_may_sort(user: Any, contribution: Contribution) -> None:
    if not may_sort(user, contribution):
        raise PermissionDenied


class InboxPolicy(CityPolicy):
    """The inbox, as Wagtail asks for it: it is looked at, and changed by its actions alone."""

    act = Act.SORT

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may(user, Act.SORT)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and may_sort(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return inbox_of(user) if allowed else Contribution.objects.none()
