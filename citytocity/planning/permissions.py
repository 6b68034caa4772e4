"""Who sees a city's planning, who plans, who begins a draft, who keeps the days to know."""

from typing import Any

from wagtail.permission_policies import BasePermissionPolicy

from citytocity.cities.models import City
from citytocity.people.enums import Act
from citytocity.people.permissions import may, people_who
from citytocity.planning.models import Plan


def may_see(user: Any, city: City | None = None) -> bool:
    """Planning shows drafts: to those who may read them."""
    return may(user, Act.READ_DRAFTS, city=city)


def may_plan(user: Any, city: City) -> bool:
    return may(user, Act.EDIT, city=city)


def may_add(user: Any, city: City) -> bool:
    """Who plans for the city, and who writes for it: an idea of one's own."""
    return may_plan(user, city) or writes_for(user, city)


def may_keep(user: Any, plan: Plan) -> bool:
    """Who plans for the city, and who is to write it, while she writes for the city: they begin
    the draft, and say when and of what."""
    return may_plan(user, plan.city) or (plan.who_id == user.pk and writes_for(user, plan.city))


def writes_for(user: Any, city: City) -> bool:
    return may(user, Act.WRITE, city=city)


class DaysPolicy(BasePermissionPolicy):
    """Days to know belong to no single city: the host office keeps them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, Act.KEEP)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return may(user, Act.KEEP)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return may(user, Act.KEEP)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return may(user, Act.KEEP)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        found = self.model._default_manager.all()
        return found if may(user, Act.KEEP) else found.none()

    def users_with_any_permission(self, actions: Any) -> Any:
        return people_who(Act.KEEP, city=None)
