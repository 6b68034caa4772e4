"""Who sees and keeps contacts: each side its own; the others as far as the person agreed."""

from typing import Any

from django.db.models import Q, QuerySet

from citytocity.cities.models import City
from citytocity.contacts.enums import Sharing
from citytocity.contacts.models import ContactPoint, Handover
from citytocity.contacts.querysets import ContactQuerySet
from citytocity.ledger.models import Partnership
from citytocity.people.enums import Act
from citytocity.people.permissions import CityPolicy, city_keys, may


def may_keep(user: Any, city: City | None = None) -> bool:
    """Whether the person keeps the contacts of the city; without one, of any city at all."""
    return may(user, Act.RECORD, city=city)


def kept_by(user: Any) -> ContactQuerySet:
    keys = city_keys(user, Act.RECORD)
    return (
        ContactPoint.objects.all() if keys is None else ContactPoint.objects.filter(city__in=keys)
    )


def seen_by(user: Any) -> ContactQuerySet:
    """One's own, and those of the cities across who agreed to be seen."""
    keys = city_keys(user, Act.RECORD)
    if keys is None:
        return ContactPoint.objects.all()
    partnerships = Partnership.objects.filter(sides__city__in=keys)
    ours = partnerships.order_by().values("pk")
    is_shown = Q(partnership__in=ours, forgotten=None) & ~Q(sharing=Sharing.NOTHING)
    return ContactPoint.objects.filter(Q(city__in=keys) | is_shown)


def may_reach(user: Any, contact: ContactPoint) -> bool:
    """Whether the person may see addresses and languages of a contact that she may see."""
    return contact.sharing == Sharing.REACHABLE or may_keep(user, contact.city)


def handovers_of(user: Any) -> QuerySet[Handover]:
    keys = city_keys(user, Act.RECORD)
    found = Handover.objects.all()
    return found if keys is None else found.filter(contact__city__in=keys)


class ContactPolicy(CityPolicy):
    """Contacts, as Wagtail asks for them: changed by the own side, looked at as agreed."""

    act = Act.RECORD
    is_closed = True

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add", "change", "delete"} and may_keep(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "view":
            allowed = self.user_has_permission(user, action)
            return allowed and seen_by(user).filter(pk=instance.pk).exists()
        return super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        if not self.user_has_any_permission(user, actions):
            return ContactPoint.objects.none()
        return seen_by(user) if "view" in actions else kept_by(user)
