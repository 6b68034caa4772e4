"""Who may do what: one table, and the questions that are asked of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from citytocity.cities.models import City
from citytocity.people.enums import Act, Role
from citytocity.people.models import Membership, User

MAY: dict[Role, frozenset[Act]] = {
    Role.HOST: frozenset(Act),
    Role.EDITOR: frozenset(
        {
            Act.WRITE,
            Act.READ_DRAFTS,
            Act.EDIT,
            Act.CHECK,
            Act.PUBLISH,
            Act.SORT,
            Act.PROPOSE,
            Act.INVITE,
        }
    ),
    Role.AUTHOR: frozenset({Act.WRITE, Act.PROPOSE}),
    Role.TRANSLATOR: frozenset({Act.TRANSLATE, Act.APPROVE}),
    Role.CHECKER: frozenset({Act.READ_DRAFTS, Act.CHECK, Act.PROPOSE}),
    Role.REGISTRAR: frozenset({Act.PROPOSE, Act.RECORD, Act.KEEP_VISITS}),
}
"""What a role allows for its city. Administrators may do everything, everywhere."""

INVITED_BY: dict[Role, frozenset[Role]] = {
    Role.HOST: frozenset(Role),
    Role.EDITOR: frozenset({Role.AUTHOR, Role.CHECKER, Role.TRANSLATOR}),
}
"""Which roles somebody may invite to and end, for the own city."""


def signed_in(user: Any) -> User:
    """Who is signed in, as verbs ask for it. PermissionDenied for readers."""
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def memberships(user: Any) -> list[Membership]:
    """The person's memberships; asked once for each user object, that is for each request.

    The same question brings what every page of the admin asks for as well: the profile with her
    language, and whether she `was_given_more` than her roles.
    """
    if not isinstance(user, User) or not user.is_active:
        return []
    if not hasattr(user, "memberships_held"):
        _ask(user)
    return user.memberships_held


def was_given_more(user: Any) -> bool:
    """Whether an administrator gave the person anything beside her roles: a group of Wagtail's, or
    a permission by itself. Nearly all have neither, and need not be asked for what these allow."""
    memberships(user)
    if not hasattr(user, "was_given_more"):
        user.was_given_more = User.objects.filter(_was_given(OuterRef("pk")), pk=user.pk).exists()
    return user.was_given_more


def is_everywhere(user: Any) -> bool:
    """Whether the person stands for all cities: an administrator, or of the host office."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or any(held.role == Role.HOST for held in memberships(user))


def may(user: Any, act: Act, *, city: City | None = None) -> bool:
    """Whether the person may do it for the city; without one, for any city at all."""
    if is_everywhere(user):
        return True
    holding = [held for held in memberships(user) if act in MAY[Role(held.role)]]
    return any(city is None or held.city_id in (None, city.pk) for held in holding)


def may_for_any(user: Any, act: Act, cities: set[int]) -> bool:
    """Whether the person may do it for one of the cities, given by their keys.

    What belongs to two cities is touched by both: either side may speak for itself.
    """
    if is_everywhere(user):
        return True
    return any(held.city_id in cities for held in memberships(user) if act in MAY[Role(held.role)])


def city_keys(user: Any, act: Act) -> set[int] | None:
    """The keys of the cities the person may do it for; None for all of them."""
    if is_everywhere(user):
        return None
    held = [held for held in memberships(user) if act in MAY[Role(held.role)]]
    if any(membership.city_id is None for membership in held):
        return None
    return {membership.city_id for membership in held if membership.city_id}


def cities_where(user: Any, act: Act) -> QuerySet[City]:
    keys = city_keys(user, act)
    return City.objects.all() if keys is None else City.objects.filter(pk__in=keys)


def cities_held(user: Any, act: Act) -> list[City]:
    """Those of `cities_where`, the host first; asks nothing if only some are the person's."""
    if city_keys(user, act) is None:
        return list(City.objects.order_by("-is_host", "slug"))
    held = [one.city for one in memberships(user) if one.city and act in MAY[Role(one.role)]]
    return sorted(set(held), key=lambda city: (not city.is_host, city.slug))


def only_city(user: Any, act: Act) -> City | None:
    """The one city that the person may do it for; None where there are none or several."""
    found = list(cities_where(user, act)[:2])
    return found[0] if len(found) == 1 else None


def pairs(user: Any, act: Act = Act.TRANSLATE) -> set[tuple[str, str]] | None:
    """The language pairs the person may do it in, as (from, into); None for all of them."""
    if is_everywhere(user):
        return None
    return {
        (held.from_language, held.to_language)
        for held in memberships(user)
        if act in MAY[Role(held.role)]
    }


def people_who(*acts: Act, city: City | None) -> QuerySet[User]:
    """The active people who may do one of the acts for the city, the host office among them.

    Without a city they are the host office alone. Administrators are not looked for.
    """
    roles = [role for role, allowed in MAY.items() if allowed.intersection(acts)]
    held = Membership.objects.filter(role__in=roles)
    everywhere = Q(role=Role.HOST) if city is None else Q(city=city) | Q(city=None)
    return User.objects.filter(is_active=True, pk__in=held.filter(everywhere).values("user"))


def may_give(user: Any, role: Role, *, city: City | None) -> bool:
    """Whether the person may invite to this role for the city, or end such a membership."""
    if is_everywhere(user):
        return True
    return any(
        role in INVITED_BY.get(Role(held.role), frozenset())
        and city is not None
        and held.city_id == city.pk
        for held in memberships(user)
    )


def _ask(user: Any) -> None:
    rows = user.memberships.select_related("city", "user__wagtail_userprofile")
    user.memberships_held = list(rows.annotate(was_given_more=_was_given(OuterRef("user"))))
    for held in user.memberships_held[:1]:
        user.was_given_more = held.was_given_more
        profile: Any = User._meta.get_field("wagtail_userprofile")
        if not profile.is_cached(user):
            profile.set_cached_value(user, getattr(held.user, "wagtail_userprofile", None))


def _was_given(user: OuterRef) -> Q:
    """In a group, or with permissions of one's own."""
    in_group = User.groups.through.objects.filter(user=user)
    by_itself = User.user_permissions.through.objects.filter(user=user)
    return Q(Exists(in_group)) | Q(Exists(by_itself))


class CityPolicy(BasePermissionPolicy):
    """What belongs to a city each, as Wagtail asks for it: for those who may do the act there.

    A room says `user_has_permission`, and what else differs.
    """

    act: Act

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and self._is_allowed_for(user, instance.city)

    def _is_allowed_for(self, user: Any, city: City | None) -> bool:
        """What is of no city is for who stands for all of them, as in the lists."""
        if city is None:
            return city_keys(user, self.act) is None
        return may(user, self.act, city=city)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        found = super().instances_user_has_any_permission_for(user, actions)
        keys = city_keys(user, self.act)
        return found if keys is None else found.filter(city__in=keys)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return people_who(self.act, city=None)


class TeamPolicy(CityPolicy):
    """Memberships and invitations, as Wagtail asks for them: those of the cities one invites for.

    A role that somebody may not give is shown and not touched.
    """

    act = Act.INVITE

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "add", "delete"} and may(user, Act.INVITE)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete":
            return may_give(user, Role(instance.role), city=instance.city)
        return self.user_has_permission(user, action)
