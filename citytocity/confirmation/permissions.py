"""Who asks, who answers: those who keep the register of the one city, and of the other.

Whoever stands for all cities may ask for any of them, but answers for none: nobody confirms what
the own office has recorded.
"""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from citytocity.cities.models import City
from citytocity.confirmation.models import Installation, Request, Statement
from citytocity.people.enums import Act, Role
from citytocity.people.models import User
from citytocity.people.permissions import MAY, CityPolicy, city_keys, may, memberships, people_who


def may_ask(user: Any, *, by_city: City) -> bool:
    return may(user, Act.RECORD, city=by_city)


def may_handle(user: Any, request: Request) -> bool:
    """Whether the person may send the letter again, revoke its link, or take its file along."""
    return may_ask(user, by_city=request.by_city)


def may_answer(user: Any, *, city: City) -> bool:
    """Whether the person keeps the register of this very city."""
    return any(
        held.city_id == city.pk for held in memberships(user) if Act.RECORD in MAY[Role(held.role)]
    )


def may_exchange(user: Any) -> bool:
    """Whether the person may bring signed files, and take records along in one."""
    return may(user, Act.RECORD)


def may_trust(user: Any) -> bool:
    """Whether the person may say whose signed files are believed."""
    return may(user, Act.KEEP)


def statements_of(user: Any) -> QuerySet[Statement]:
    """Those by which the person's cities ask or are asked, whichever of them asked first."""
    keys = city_keys(user, Act.RECORD)
    if keys is None:
        return Statement.objects.all()
    letters = Request.statements.through.objects.filter(request__by_city__in=keys)
    asked = Q(pk__in=letters.values("statement"))
    return Statement.objects.filter(Q(by_city__in=keys) | Q(city__in=keys) | asked)


class StatementPolicy(BasePermissionPolicy):
    """Confirmations, as Wagtail asks for them: looked at; they change by answers alone."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may(user, Act.RECORD)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and statements_of(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return statements_of(user) if allowed else Statement.objects.none()

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return people_who(Act.RECORD, city=None)


class InstallationPolicy(CityPolicy):
    """Partner installations: the host office says whose files are believed."""

    act = Act.KEEP

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may_trust(user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return Installation.objects.all() if allowed else Installation.objects.none()
