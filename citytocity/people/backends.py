"""Lets members into the admin; what they may do there the policies of each room ask the table."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from citytocity.people.enums import Act
from citytocity.people.permissions import may, memberships, was_given_more

ADMIN = "wagtailadmin.access_admin"
TRANSLATING = "wagtail_localize.submit_translation"


class MembershipBackend(ModelBackend):
    """Whoever has a role in a city may enter; editors may also begin translations.

    It stands before Django's own, which goes by what it found: who was given no group and no
    permission of her own, as nearly all, has nothing there to look for.
    """

    def authenticate(self, *args: Any, **credentials: Any) -> None:
        """Signs nobody in: the others do."""

    async def aauthenticate(self, *args: Any, **credentials: Any) -> None:
        """Nor here: Django's own would look at the password by itself."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        given = super().get_user_permissions(user_obj, obj)
        if obj is not None or not memberships(user_obj):
            return given
        return given | ({ADMIN, TRANSLATING} if may(user_obj, Act.EDIT) else {ADMIN})

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        given = super()._get_user_permissions(user_obj)  # type: ignore[misc]
        return given if was_given_more(user_obj) else given.none()

    def _get_group_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        given = super()._get_group_permissions(user_obj)  # type: ignore[misc]
        return given if was_given_more(user_obj) else given.none()
