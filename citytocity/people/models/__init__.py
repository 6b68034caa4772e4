"""Who signs in, and in which role for which city."""

from citytocity.people.models.invitation import Invitation
from citytocity.people.models.membership import Membership
from citytocity.people.models.user import User, UserManager

__all__ = ["Invitation", "Membership", "User", "UserManager"]
