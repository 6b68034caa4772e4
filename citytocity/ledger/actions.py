"""Proposing a change of the register and deciding on it; keeping what is deleted for a while.

How a change is written is known by the form that it was typed into (`ledger.admin.changes`): who
accepts one hands in that writing, and it happens here, together with all that belongs to it.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.log_actions import registry as logs
from wagtail.models import RevisionMixin

from citytocity.cities.models import City
from citytocity.ledger.enums import ProposalState
from citytocity.ledger.letters import decision_letter
from citytocity.ledger.models import Activity, DeletedRecord, Participation, Proposal
from citytocity.ledger.permissions import (
    cities_touched,
    deleted_records_of,
    may_decide,
    may_make,
    may_propose,
    may_record,
)
from citytocity.ledger.snapshots import forget_what_is_gone, gone_from, restored, snapshot
from citytocity.mail.letters import send
from citytocity.people.models import User
from citytocity.sources.models import Citation, Source

WHY = "why"
"""Under which name the reason of a change stands in the data of the log."""
KEPT_FOR = timedelta(days=365)
"""How long what was deleted can be brought back."""


class DecidedError(Exception):
    """It was decided otherwise meanwhile; the message says how it stands."""


class GoneError(Exception):
    """The record was deleted meanwhile: nothing of it can be changed any more."""


class OutOfReachError(Exception):
    """What was written touches none of the cities whose register the person keeps. `may_propose`:
    it touches one for which she may propose it."""

    def __init__(self, *, may_propose: bool = False) -> None:
        super().__init__()
        self.may_propose = may_propose


@transaction.atomic
def propose(
    record: Model,
    *,
    before: dict[str, Any],
    after: dict[str, list[str]],
    reason: str,
    link: str = "",
    by: User,
) -> Proposal:
    """Keeps what is asked for; the record itself is not touched. The same twice is one.

    `record` is the record as it stands; a new one as it would be. PermissionDenied if it touches
    none of the cities for which the person may propose.
    """
    if not may_propose(by, record):
        raise PermissionDenied
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks come one by one
    return _keep(record, before=before, after=after, reason=reason, link=link, by=by)


@transaction.atomic
def propose_for_city(
    record: Model,
    *,
    before: dict[str, Any],
    after: dict[str, list[str]],
    reason: str,
    by: User | None = None,
) -> Proposal:
    """Keeps what a partner city says of a record, as a proposal of nobody with an account. The
    caller has looked whether it is the city that speaks: by a signed link, a file or a role."""
    return _keep(record, before=before, after=after, reason=reason, link="", by=by)


@transaction.atomic
def accept(
    proposal: Proposal,
    *,
    write: Callable[[Proposal], Model],
    taken: Iterable[str],
    is_whole: bool,
    note: str = "",
    by: User,
) -> Proposal:
    """Has the record written, tells its history who proposed it and who accepted, and thanks.

    `write` gets the proposal with its record as it stands now, both kept from others until all is
    written; what it raises leaves everything as it was. `taken` names the parts that are accepted.
    DecidedError if it is decided already, GoneError if
    the record is not there any more; OutOfReachError if, as it would be, it touches none of the
    person's cities.
    """
    opened = _open(proposal, by=by)
    is_new, record = opened.is_of_new_record, _locked_record(opened)
    if not is_new and record is None:
        raise GoneError
    if record is not None:
        if not may_record(by, record):
            raise PermissionDenied
        opened.record = record
    written = write(opened)
    may_write = may_make if is_new else may_record
    if not may_write(by, type(written)._default_manager.get(pk=written.pk)):
        raise OutOfReachError
    opened.record_key, opened.taken = written.pk, sorted(taken)
    opened.state = ProposalState.ACCEPTED if is_whole else ProposalState.PARTLY
    _decide(opened, note=note, by=by)
    _note_in_history(opened, written, by=by)
    return opened


@transaction.atomic
def refuse(proposal: Proposal, *, note: str, by: User) -> Proposal:
    """Leaves the record as it is and tells the proposer why."""
    opened = _open(proposal, by=by)
    opened.state = ProposalState.REFUSED
    return _decide(opened, note=note, by=by)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User) -> Proposal:
    """The proposer takes it back. PermissionDenied for everybody else."""
    found = _locked(proposal)
    if found.proposer_id != by.pk:
        raise PermissionDenied
    if found.state == ProposalState.WITHDRAWN:
        return found
    _check_open(found)
    found.state, found.decided, found.decided_by = ProposalState.WITHDRAWN, timezone.now(), by
    found.save()
    return found


@transaction.atomic
def supersede(proposal: Proposal) -> None:
    """Takes it back for whoever has said something else since; one that is decided stays."""
    found = _locked(proposal)
    if found.state == ProposalState.OPEN:
        found.state, found.decided = ProposalState.WITHDRAWN, timezone.now()
        found.save()


@transaction.atomic
def delete(record: Model, *, by: User) -> None:
    """Deletes the record and keeps its facts for `KEPT_FOR`; a second time nothing happens.

    PermissionDenied for those who do not keep the record; ProtectedError if others stand on it.
    """
    found = type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
    if found is None:
        return
    if not may_record(by, found):
        raise PermissionDenied
    kept = DeletedRecord.objects.create(
        kind=ContentType.objects.get_for_model(found),
        title=str(found)[:400],
        facts=snapshot(found),
        deleted_by=by,
    )
    kept.cities.set(City.objects.filter(pk__in=cities_touched(found)))
    log(found, "wagtail.delete", user=by, deleted=True)
    logs.get_logs_for_instance(found).update(revision=None)  # its states go with it
    whole = whole_of(found)
    found.delete()
    note_whole(whole, by=by)


@transaction.atomic
def bring_back(deleted: DeletedRecord, *, by: User) -> Model:
    """Puts the record back with its rows and old keys; a line in its history says so.

    PermissionDenied if it is back already or not the person's to keep, as it was or as it would
    be; ValidationError if it does not fit what the register has by now. What it may do without and
    is gone since stays away, as sources do: `left_behind` tells of it before.
    """
    found = deleted_records_of(by).select_for_update().filter(pk=deleted.pk).first()
    if found is None:
        raise PermissionDenied
    record, _left = _as_it_can_be(found)
    rows = [
        (row, relation.field.name)
        for relation in get_all_child_relations(record)
        for row in getattr(record, relation.get_accessor_name()).all()
    ]
    for one in (record, *(row for row, _name in rows)):
        one._state.adding = True
    record.full_clean()
    for row, parent in rows:
        row.full_clean(exclude=[parent])
    record.save(force_insert=True)
    if not may_record(by, type(record)._default_manager.get(pk=record.pk)):
        raise PermissionDenied
    revision = record.save_revision(user=by) if isinstance(record, RevisionMixin) else None
    log(record, "ledger.bring_back", user=by, revision=revision, content_changed=True)
    note_whole(whole_of(record), by=by)
    found.brought_back = timezone.now()
    found.save(update_fields=["brought_back"])
    return record


def left_behind(deleted: DeletedRecord) -> list[str]:
    """What of the record cannot be brought back, as it is gone: names of fields, and sources."""
    _record, left = _as_it_can_be(deleted)
    return left


def _as_it_can_be(deleted: DeletedRecord) -> tuple[Any, list[str]]:
    record = restored(deleted.model, deleted.facts)
    left = _emptied(record)
    for relation in get_all_child_relations(record):
        rows = getattr(record, relation.get_accessor_name())
        for row in list(rows.all()):
            left += _emptied(row, but=relation.field.name)
            if isinstance(row, Citation) and gone_from(row, but=relation.field.name):
                rows.remove(row)
                left.append(str(Source._meta.verbose_name))
    return record, list(dict.fromkeys(left))


def _emptied(state: Any, *, but: str = "") -> list[str]:
    """What is empty now, as it named what is gone."""
    names = [str(key.verbose_name) for key in gone_from(state, but=but) if key.null]
    forget_what_is_gone(state, but=but)
    return names


def whole_of(record: Any) -> Activity | None:
    """The activity that a participation is part of: a change of it is a change of that, too."""
    if not isinstance(record, Participation):
        return None
    return Activity.objects.filter(pk=record.activity_id).first()


def note_whole(*activities: Activity | None, by: User, why: str = "") -> None:
    """Keeps a state of each activity, with a line in its history: a part of it was changed."""
    for activity in {one.pk: one for one in activities if one}.values():
        as_it_is = Activity.objects.get(pk=activity.pk)
        revision = as_it_is.save_revision(user=by)
        data = {WHY: why} if why else {}
        log(as_it_is, "wagtail.edit", user=by, revision=revision, content_changed=True, data=data)


def forget_deleted() -> int:
    """Lets go of what was deleted longer ago than `KEPT_FOR`; the number of records."""
    long_ago = timezone.now() - KEPT_FOR
    _rows, by_kind = DeletedRecord.objects.filter(deleted__lt=long_ago).delete()
    return by_kind.get(DeletedRecord._meta.label, 0)


def _keep(
    record: Model,
    *,
    before: dict[str, Any],
    after: dict[str, list[str]],
    reason: str,
    link: str,
    by: User | None,
) -> Proposal:
    known = {
        "kind": ContentType.objects.get_for_model(record),
        "record_key": record.pk,
        "after": after,
        "proposer": by,
    }
    if same := Proposal.objects.filter(state=ProposalState.OPEN, **known).first():
        return same
    said = {"title": str(record)[:400], "before": before, "reason": reason, "link": link}
    proposal = Proposal.objects.create(**known, **said)
    proposal.cities.set(City.objects.filter(pk__in=cities_touched(record)))
    return proposal


def _decide(proposal: Proposal, *, note: str, by: User) -> Proposal:
    proposal.note, proposal.decided, proposal.decided_by = note, timezone.now(), by
    proposal.save()
    if person := proposal.proposer:
        send(lambda: decision_letter(proposal), to=person.email, language=person.language)
    return proposal


def _note_in_history(proposal: Proposal, record: Model, *, by: User) -> None:
    revision = record.save_revision(user=by) if isinstance(record, RevisionMixin) else None
    log(
        record,
        "ledger.accept",
        user=by,
        revision=revision,
        content_changed=True,
        data={"proposer_key": proposal.proposer_id},
    )
    note_whole(whole_of(record), by=by)


def _open(proposal: Proposal, *, by: User) -> Proposal:
    found = _locked(proposal)
    if not may_decide(by, found):
        raise PermissionDenied
    _check_open(found)
    return found


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, kept from others until the transaction ends."""
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _locked_record(proposal: Proposal) -> Model | None:
    """The record likewise; None if there is none, yet or any more."""
    return proposal.model._base_manager.select_for_update().filter(pk=proposal.record_key).first()


def _check_open(proposal: Proposal) -> None:
    if not proposal.is_open:
        raise DecidedError(
            _("This proposal is decided already: %(state)s.")
            % {"state": proposal.get_state_display()}
        )
