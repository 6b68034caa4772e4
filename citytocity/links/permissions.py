"""Who sees how the links are, and who opens the accounts of a side to the public."""

from typing import Any

from django.db.models import Q, QuerySet

from citytocity.cities.models import City
from citytocity.ledger.models import PartnershipSide
from citytocity.people.enums import Act, Role
from citytocity.people.models import Membership, User
from citytocity.people.permissions import MAY, city_keys, may, memberships


def may_see(user: Any) -> bool:
    return may(user, Act.RECORD)


def may_open(user: Any, city: City) -> bool:
    """Each side decides for itself: only who keeps the register of this very city, and nobody who
    stands for all of them."""
    return any(
        held.city_id == city.pk for held in memberships(user) if Act.RECORD in MAY[Role(held.role)]
    )


def sides_seen(user: Any) -> QuerySet[PartnershipSide]:
    """All sides of the partnerships that have a side whose register the person keeps."""
    keys = city_keys(user, Act.RECORD)
    sides = PartnershipSide.objects.all()
    if keys is None:
        return sides
    ours = PartnershipSide.objects.filter(city__in=keys).order_by().values("partnership")
    return sides.filter(partnership__in=ours)


def officers() -> QuerySet[User]:
    """Those who keep a register, with the settings by which letters go out."""
    roles = [role for role, acts in MAY.items() if Act.RECORD in acts]
    held = Membership.objects.filter(role__in=roles).order_by().values("user")
    return User.objects.filter(Q(pk__in=held), is_active=True).select_related("wagtail_userprofile")
