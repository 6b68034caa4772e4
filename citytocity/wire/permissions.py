"""Whoever works on all stories of a city sees its wire."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import city_keys, may, people_who
from citytocity.wire.models import Feed, Lead


def may_use(user: Any, lead: Lead) -> bool:
    return may(user, Act.EDIT, city=lead.city)


class WirePolicy(BasePermissionPolicy):
    """Feeds and leads of the cities whose stories the person edits."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, Act.EDIT) and (self.model is Feed or action == "view")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and may(user, Act.EDIT, city=instance.city)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        found = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return found.none()
        keys = city_keys(user, Act.EDIT)
        return found if keys is None else found.filter(city__in=keys)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return people_who(Act.EDIT, city=None)
