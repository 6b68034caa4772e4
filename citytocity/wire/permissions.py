"""Whoever works on all stories of a city sees its wire."""

from typing import Any

from citytocity.people.enums import Act
from citytocity.people.permissions import CityPolicy, may
from citytocity.wire.models import Feed, Lead


def may_use(user: Any, lead: Lead) -> bool:
    return may(user, Act.EDIT, city=lead.city)


class WirePolicy(CityPolicy):
    """Feeds and leads of the cities whose stories the person edits."""

    act = Act.EDIT

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, Act.EDIT) and (self.model is Feed or action == "view")
