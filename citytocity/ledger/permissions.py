"""Who may change which record: those who keep the register of a city that the record touches."""

from functools import singledispatch
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from citytocity.cities.models import City, Organisation
from citytocity.ledger.enums import ProposalState
from citytocity.ledger.models import (
    Activity,
    Agreement,
    DeletedRecord,
    Participation,
    Partnership,
    Programme,
    Proposal,
    Recognition,
    Result,
    Theme,
)
from citytocity.people.enums import Act
from citytocity.people.models import User
from citytocity.people.permissions import (
    CityPolicy,
    city_keys,
    is_everywhere,
    may,
    may_for_any,
    memberships,
    people_who,
)
from citytocity.sources.models import Source

SHARED = (City, Programme, Theme)
"""Kinds whose records the host office makes: they belong to all cities."""


@singledispatch
def cities_touched(record: Model | None) -> set[int]:
    """The keys of the cities a record is about; none for what belongs to no city."""
    return set()


@cities_touched.register
def _(record: City) -> set[int]:
    return _known(record.pk)


@cities_touched.register
def _(record: Organisation) -> set[int]:
    return _known(record.city_id)


@cities_touched.register
def _(record: Partnership) -> set[int]:
    return {side.city_id for side in record.sides.all()}


@cities_touched.register
def _(record: Agreement) -> set[int]:
    return cities_touched(record.partnership)


@cities_touched.register
def _(record: Activity) -> set[int]:
    return _known(record.host_id, *(part.city_id for part in record.participations.all()))


@cities_touched.register
def _(record: Participation) -> set[int]:
    return _known(record.city_id) | cities_touched(record.activity)


@cities_touched.register
def _(record: Result) -> set[int]:
    ends = _known(record.from_city_id, record.to_city_id)
    return ends | cities_touched(record.activity) | cities_touched(record.partnership)


@cities_touched.register
def _(record: Recognition) -> set[int]:
    return _known(record.city_id) | cities_touched(record.partnership)


def _known(*keys: int | None) -> set[int]:
    return {key for key in keys if key is not None}


def may_record(user: Any, record: Model) -> bool:
    """Whether the person may change the record as it stands.

    What touches no city is kept for all of them: nobody of one city may change it.
    """
    touched = cities_touched(record)
    return may_for_any(user, Act.RECORD, touched) if touched else may(user, Act.KEEP)


def may_make(user: Any, record: Model) -> bool:
    """Whether the person may add the record. Sources are for all to cite, so each keeper of a
    register adds them; changing what others cite is another thing."""
    return may(user, Act.RECORD) if isinstance(record, Source) else may_record(user, record)


def may_propose(user: Any, record: Model) -> bool:
    """Whether the person may ask for a change of the record."""
    touched = cities_touched(record)
    return may_for_any(user, Act.PROPOSE, touched) if touched else may(user, Act.PROPOSE)


def may_decide(user: Any, proposal: Proposal) -> bool:
    """Whether the person may accept or refuse it: who keeps the register of a city it touches, or
    the host office where it touches none."""
    keys = {city.pk for city in proposal.cities.all()}
    return may_for_any(user, Act.RECORD, keys) if keys else may(user, Act.KEEP)


def proposals_of(user: Any) -> QuerySet[Proposal]:
    """What the person proposed herself, and what she may decide on."""
    return Proposal.objects.filter(_is_in_hands_of(user) | Q(proposer=user))


def proposals_waiting_for(user: Any) -> QuerySet[Proposal]:
    """What is open, and hers to accept or refuse."""
    return Proposal.objects.filter(_is_in_hands_of(user), state=ProposalState.OPEN)


def deleted_records_of(user: Any) -> QuerySet[DeletedRecord]:
    """What was deleted of the register that the person keeps, and is not back yet."""
    deleted = DeletedRecord.objects.filter(brought_back=None)
    keys = city_keys(user, Act.RECORD)
    if keys is None:
        return deleted
    touching = DeletedRecord.cities.through.objects.filter(city__in=keys)
    return deleted.filter(pk__in=touching.values("deletedrecord"))


def _is_in_hands_of(user: Any) -> Q:
    keys = city_keys(user, Act.RECORD)
    if keys is None:
        return Q(pk__isnull=False)
    return Q(pk__in=Proposal.cities.through.objects.filter(city__in=keys).values("proposal"))


class RegisterPolicy(BasePermissionPolicy):
    """The table of `people.permissions`, as Wagtail asks it for the records of one kind.

    Whoever has a role may look at all records: they are public. What may be changed depends on
    the record, so the answer without one is only whether it is worth looking.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in {"view", "choose"}:
            return is_everywhere(user) or bool(memberships(user))
        if action == "propose":
            return may(user, Act.PROPOSE)
        makes_shared = self.model in SHARED and action in {"add", "delete"}
        return may(user, Act.KEEP if makes_shared else Act.RECORD)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        if action == "propose":
            return may_propose(user, instance)
        return action in {"view", "choose", "add"} or may_record(user, instance)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return User.objects.filter(is_active=True, is_superuser=True) | people_who(
            Act.RECORD, city=None
        )


def kept_by(user: Any, records: Any) -> Any:
    """Those of closed records that touch a city whose register the person keeps. Their queryset
    knows which those are: `touching` gets the keys of cities."""
    keys = city_keys(user, Act.RECORD)
    return records if keys is None else records.touching(keys)


def named_for(user: Any, record: Any) -> str:
    """What the record is called; its kind alone, where it is closed to the person."""
    policy = policy_registry.get_by_type(type(record))
    is_closed = getattr(policy, "is_closed", False)
    if is_closed and not policy.user_has_permission_for_instance(user, "view", record):
        return capfirst(str(record._meta.verbose_name))
    return str(record)


class ClosedPolicy(BasePermissionPolicy):
    """Records that are not public as they stand: only those who keep the register of a city that
    one touches may look at it, and nobody proposes what he may not see."""

    is_closed = True

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "propose" and may(user, Act.RECORD)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and may_record(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return kept_by(user, self.model._default_manager.all()) if allowed else self._none()

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return people_who(Act.RECORD, city=None)

    def _none(self) -> QuerySet:
        return self.model._default_manager.none()


class ProposalPolicy(CityPolicy):
    """Proposals, as Wagtail asks for them: looked at, and changed by what is decided on them."""

    act = Act.RECORD

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may(user, Act.PROPOSE)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and proposals_of(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return proposals_of(user) if allowed else Proposal.objects.none()


class DeletedPolicy(CityPolicy):
    """What was deleted, as Wagtail asks for it: looked at, and brought back."""

    act = Act.RECORD

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may(user, Act.RECORD)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and deleted_records_of(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        allowed = self.user_has_any_permission(user, actions)
        return deleted_records_of(user) if allowed else DeletedRecord.objects.none()
