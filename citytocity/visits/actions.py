"""What is done with a folder. History tells who did what, never a name of a traveller.

Nothing of a package was taken for the forgetting: django-gdpr-assist (2021) and its like rewrite
fields of any model by rules, while here rows go and counts of them stay.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from citytocity.ledger.enums import Certainty, ParticipationRole
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.permissions import may_record
from citytocity.people.models import User
from citytocity.visits.enums import VISITING, Forgettable, TravellerRole
from citytocity.visits.models import Forgotten, ProgrammeItem, Traveller, Visit
from citytocity.visits.permissions import check_may_keep, may_open
from citytocity.visits.queries import CityCount, counts, heads_of, over_before


class NotAVisitError(Exception):
    """Only a visit, an exchange or a delegation has a folder; the message says so."""


class NotEmptyError(Exception):
    """Something is in the folder; the message says that it stays."""


class SeveralGroupsError(Exception):
    """The register tells of several groups of the city; the message names it."""


@transaction.atomic
def open_folder(activity: Activity, *, answers: Visit | None = None, by: User) -> Visit:
    """The folder of the activity; the one that is there, if it was opened before.

    One that answers nothing yet answers the visit that is given; ValidationError if it cannot.
    """
    if not may_open(by, activity):
        raise PermissionDenied
    if activity.kind not in VISITING:
        raise NotAVisitError(_("Only a visit, an exchange or a delegation has a folder."))
    visit, is_new = Visit.objects.get_or_create(activity=activity)
    if is_new:
        log(visit, "visits.open", user=by)
    if answers is not None and visit.answers_id is None:
        visit.answers = answers
        keep_part(visit, part="return", by=by)
    return visit


@transaction.atomic
def keep_part(visit: Visit, *, part: str, by: User) -> Visit:
    """Saves what was written into one part of the folder. ValidationError as the model has it."""
    check_may_keep(by, visit)
    if part == "return":  # two answers to each other come one by one
        both = Visit.objects.order_by("pk").select_for_update()
        locked = {one.pk: one for one in both.filter(pk__in=[visit.pk, visit.answers_id])}
        answered = visit.answers_id  # as it is now, not as the form saw it
        visit.answers = locked.get(answered) if answered else None
        visit.check_answer()
    visit.save()
    _note(visit, part, by=by)
    return visit


@transaction.atomic
def keep_programme(
    visit: Visit, *, items: Iterable[ProgrammeItem], gone: Iterable[ProgrammeItem], by: User
) -> None:
    """Saves the items that were written and deletes those that were ticked."""
    check_may_keep(by, visit)
    _write(visit, items, gone)
    _note(visit, "programme", by=by)


@transaction.atomic
def keep_travellers(
    visit: Visit, *, travellers: Iterable[Traveller], gone: Iterable[Traveller], by: User
) -> list[Traveller]:
    """Saves all travellers and deletes those that were ticked. Two may change who is the head.

    Gives those who were noted as heads meanwhile, whom the form did not know and for whose city it
    names another: they are members now, and whoever saves is to be told.
    """
    check_may_keep(by, visit)
    written, away = list(travellers), list(gone)
    Visit.objects.select_for_update().get(pk=visit.pk)  # two who save come one by one
    heads = visit.travellers.filter(role=TravellerRole.HEAD)
    known = [one.pk for one in (*written, *away) if one.pk]
    led = {one.city_id for one in written if one.role == TravellerRole.HEAD}
    replaced = list(heads.filter(city__in=led).exclude(pk__in=known).select_related("city"))
    heads.filter(pk__in=[*known, *(one.pk for one in replaced)]).update(role=TravellerRole.MEMBER)
    _write(visit, written, away)
    _note(visit, "people", by=by)
    return replaced


def _write(visit: Visit, rows: Iterable[Any], gone: Iterable[Any]) -> None:
    for row in gone:
        row.delete()
    for row in rows:
        row.visit = visit
        row.save()
    visit.save(update_fields=["changed"])  # what was just written is not forgotten tonight


@transaction.atomic
def take_counts_over(visit: Visit, *, by: User) -> list[CityCount]:
    """Makes the numbers of travellers those that the register tells, city by city.

    A number that is not known of every traveller leaves the register's as it is.
    PermissionDenied for who may not change the activity; SeveralGroupsError where the register
    tells of several groups of a city; ValidationError where the numbers cannot be.
    """
    check_may_keep(by, visit)
    activity = Activity.objects.select_for_update().get(pk=visit.activity_id)
    if not may_record(by, activity):
        raise PermissionDenied
    visit.activity = activity
    found = counts(visit, visit.travellers.select_related("city"))
    for count in found:
        _take_over(count, activity)
    if found:
        fresh = Activity.objects.get(pk=activity.pk)
        revision = fresh.save_revision(user=by)
        log(fresh, "visits.counts", user=by, revision=revision, content_changed=True)
    return found


def _take_over(count: CityCount, activity: Activity) -> None:
    if len(count.groups) > 1:
        told = _("The register tells of several groups from %(city)s: write their numbers there.")
        raise SeveralGroupsError(told % {"city": count.city})
    is_host = count.city.pk == activity.host_id
    role = ParticipationRole.HOST if is_host else ParticipationRole.GUEST
    new = Participation(activity=activity, city=count.city, role=role)
    group = count.groups[0] if count.groups else new
    for name in ("people", "youth", "women", "men", "nonbinary"):
        if (number := getattr(count.heads, name)) is not None:
            setattr(group, name, number)
    group.certainty = Certainty.COUNTED
    try:
        group.full_clean(exclude=["activity"])
    except ValidationError as error:
        told = _(
            "%(city)s: the numbers of this folder do not go with those that the register has and "
            "the folder does not know. %(fault)s Change the register’s own, then take them over."
        )
        fault = " ".join(error.messages)
        raise ValidationError(told % {"city": count.city, "fault": fault}) from error
    group.save()


@transaction.atomic
def discard(visit: Visit, *, by: User) -> None:
    """Takes away a folder that was opened by mistake. NotEmptyError once something is in it."""
    check_may_keep(by, visit)
    if not is_empty(visit):
        raise NotEmptyError(_("Something is in this folder: it stays."))
    log(visit, "visits.discard", user=by)
    visit.delete()


def is_empty(visit: Visit) -> bool:
    """Whether nothing was written in the folder since it was opened."""
    empty = Visit(activity=visit.activity)
    kept = {"id", "opened", "changed", "wished_first", "wished_last"}
    names = [f.attname for f in Visit._meta.concrete_fields if f.attname not in kept]
    is_filled = any(getattr(visit, name) != getattr(empty, name) for name in names)
    related = (visit.items, visit.travellers, visit.answered_by, visit.forgotten)
    return not is_filled and not any(rows.exists() for rows in related)


def forget_travellers(*, today: datetime.date) -> int:
    """Deletes the personal data of visits that were over long enough ago; counts stay.

    Gives the number of folders. Done again it finds nothing.
    """
    before = today - datetime.timedelta(days=settings.VISIT_DATA_DAYS)
    old = Visit.objects.filter(over_before(before)).order_by("pk")
    told = ~Q(contact="", asked_by_words="", lodging="", transport="")
    in_hours = Q(items__attends__gt="") | Q(items__transport__gt="")
    with_data = old.filter(Q(travellers__isnull=False) | in_hours | told)
    keys = list(with_data.distinct().values_list("pk", flat=True))
    for key in keys:
        _forget(key)
    return len(keys)


@transaction.atomic
def _forget(key: int) -> None:
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=key)
    by_city: dict[Any, list[Traveller]] = {}
    for traveller in visit.travellers.select_related("city"):
        by_city.setdefault(traveller.city, []).append(traveller)
    for city, found in by_city.items():
        heads = heads_of(found)
        _prove(visit, Forgettable.TRAVELLERS, city=city, people=heads.people, youth=heads.youth)
    visit.travellers.all().delete()
    if visit.contact or visit.asked_by_words:
        Visit.objects.filter(pk=key).update(contact="", asked_by_words="")
        _prove(visit, Forgettable.CONTACT, people=1)
    if attended := visit.items.filter(attends__gt="").update(attends=""):
        _prove(visit, Forgettable.ATTENDS, people=attended)
    _forget_stay(visit)


def _forget_stay(visit: Visit) -> None:
    """Lists of rooms, flights and cars have names in them, and nobody looks for them there."""
    texts = sum(1 for text in (visit.lodging, visit.transport) if text)
    Visit.objects.filter(pk=visit.pk).update(lodging="", transport="")
    texts += visit.items.filter(transport__gt="").update(transport="")
    if texts:
        _prove(visit, Forgettable.STAY, people=texts)


def _prove(visit: Visit, what: Forgettable, **numbers: Any) -> None:
    Forgotten.objects.create(visit=visit, what=what, **numbers)


def _note(visit: Visit, part: str, *, by: User) -> None:
    log(visit, "visits.edit", user=by, data={"part": part})
