"""Lets members into the admin; what they may do there the policies of each room ask the table."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from citytocity.people.enums import Act
from citytocity.people.permissions import may, memberships

ADMIN = "wagtailadmin.access_admin"
TRANSLATING = "wagtail_localize.submit_translation"


class MembershipBackend(BaseBackend):
    """Whoever has a role in a city may enter; editors may also begin translations."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not memberships(user_obj):
            return set()
        return {ADMIN, TRANSLATING} if may(user_obj, Act.EDIT) else {ADMIN}
