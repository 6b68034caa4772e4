"""Who makes the newsletter and keeps its readers: the host office alone."""

from typing import Any

from django.core.exceptions import PermissionDenied

from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import may, signed_in


def may_send(user: Any) -> bool:
    return may(user, Act.SEND)


def sender(user: Any) -> User:
    """The person, if she may; PermissionDenied for all others."""
    if not may_send(user):
        raise PermissionDenied
    return signed_in(user)
