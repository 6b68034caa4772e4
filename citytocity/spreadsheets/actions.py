"""Bringing a spreadsheet, and going on with it step by step. The rows are the worker's."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citytocity.people.models import User
from citytocity.spreadsheets import working
from citytocity.spreadsheets.enums import AT_WORK, Outcome, State
from citytocity.spreadsheets.facts import folded
from citytocity.spreadsheets.models import Layout, Spreadsheet, kept_apart
from citytocity.spreadsheets.permissions import may_bring, subjects_of

A_DAY, KEPT = datetime.timedelta(days=1), datetime.timedelta(days=30)


class NotNowError(Exception):
    """The spreadsheet is not where this can be done; the message says why."""


def bring(file: File, *, name: str, by: User) -> Spreadsheet:
    """Keeps the file, which was looked at before (`tables`); nothing is read yet. A file that no
    row can name does not stay: it may be a list of persons."""
    if not may_bring(by):
        raise PermissionDenied
    sheet = Spreadsheet(owner=by, name=name[:200])
    sheet.file.save(file.name or name, file, save=False)
    try:
        sheet.save()
    except BaseException:
        sheet.file.storage.delete(str(sheet.file.name))
        raise
    return sheet


@transaction.atomic
def describe(sheet: Spreadsheet, /, *, by: User, **said: Any) -> Spreadsheet:
    """Which sheet, in which row its headings are, what the rows are, in which language."""
    found = _own(sheet, by, State.BROUGHT, State.READ)
    if said["subject"] not in dict(subjects_of(by)):
        raise PermissionDenied
    for name, value in said.items():
        setattr(found, name, value)
    found.state, found.columns, found.common, found.decisions = State.BROUGHT, {}, {}, {}
    found.faults = []
    found.save()
    found.lines.all().delete()
    return found


@transaction.atomic
def map_columns(
    sheet: Spreadsheet, *, columns: Mapping[int, str], common: Mapping[str, Any], by: User
) -> Spreadsheet:
    """Says what each column holds, and has the rows read by that."""
    found = _own(sheet, by, State.BROUGHT, State.READ)
    found.columns = {str(place): fact for place, fact in columns.items() if fact}
    found.common = dict(common)
    found.decisions = {}
    return _hand_over(found, State.READING, working.read)


@transaction.atomic
def decide(sheet: Spreadsheet, *, answers: Mapping[str, str | list[Any]], by: User) -> Spreadsheet:
    """Keeps the answers to doubts, and has the rows read anew by them."""
    found = _own(sheet, by, State.READ)
    found.decisions = found.decisions | dict(answers)
    return _hand_over(found, State.READING, working.read)


@transaction.atomic
def take_over(sheet: Spreadsheet, *, by: User) -> Spreadsheet:
    """All rows that are new, or none. NotNowError while a doubt is open."""
    found = _own(sheet, by, State.READ)
    if found.lines.filter(outcome=Outcome.DOUBT).exists():
        raise NotNowError(_("Some rows are in doubt still. Decide on them, or leave them out."))
    return _hand_over(found, State.TAKING, working.take)


@transaction.atomic
def undo(sheet: Spreadsheet, *, by: User) -> Spreadsheet:
    """Takes out again what came of it, for a day; refused if somebody has gone on with it."""
    found = _own(sheet, by, State.TAKEN)
    if not may_undo(found):
        raise NotNowError(_("A day has passed: change the records one by one."))
    return _hand_over(found, State.UNDOING, working.undo)


@transaction.atomic
def stop(sheet: Spreadsheet, *, by: User) -> Spreadsheet:
    """Takes the spreadsheet from the worker; nothing of what it is at will stay, nor be told."""
    found = _own(sheet, by, *AT_WORK)
    before = {
        State.READING: State.BROUGHT,
        State.TAKING: State.READ,
        State.UNDOING: State.TAKEN,
    }
    found.state, found.turn = before[State(found.state)], found.turn + 1
    found.save(update_fields=["state", "turn"])
    return found


@transaction.atomic
def remove(sheet: Spreadsheet, *, by: User) -> None:
    """The file and what was read of it; records that came of it stay."""
    _remove(_own(sheet, by, *(state for state in State if state not in AT_WORK)))


def keep_layout(sheet: Spreadsheet, *, name: str, headings: list[str], by: User) -> Layout:
    """Keeps what the columns mean under a name; one of that name is written anew."""
    by_heading = {
        folded(headings[int(place)]): fact
        for place, fact in sheet.columns.items()
        if int(place) < len(headings)
    }
    layout, _is_new = Layout.objects.update_or_create(
        owner=by,
        name=name,
        defaults={
            "subject": sheet.subject,
            "language": sheet.language,
            "headings": by_heading,
            "common": sheet.common,
        },
    )
    return layout


def may_undo(sheet: Spreadsheet) -> bool:
    return bool(sheet.state == State.TAKEN and sheet.taken and timezone.now() - sheet.taken < A_DAY)


def forget_old() -> None:
    """Deletes files that were taken over a day ago, those that nobody went on with, and those that
    lost their row: a process may end between the two, and a transaction that deletes be undone."""
    now = timezone.now()
    done = Spreadsheet.objects.filter(taken__lt=now - A_DAY)
    left = Spreadsheet.objects.filter(taken=None, brought__lt=now - KEPT)
    for sheet in (*done, *left):
        _remove(sheet)
    _sweep(before=now - A_DAY)


def _own(sheet: Spreadsheet, by: User, *states: State) -> Spreadsheet:
    found = Spreadsheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if found.owner_id != by.pk or not may_bring(by):
        raise PermissionDenied
    if found.state not in states:
        raise NotNowError(
            _("This cannot be done now: the spreadsheet %(state)s.")
            % {"state": found.get_state_display()}
        )
    return found


def _hand_over(sheet: Spreadsheet, state: State, job: Any) -> Spreadsheet:
    sheet.state, sheet.faults, sheet.turn = state, [], sheet.turn + 1
    sheet.save()
    transaction.on_commit(lambda: job.enqueue(sheet.pk, sheet.turn))
    return sheet


def _remove(sheet: Spreadsheet) -> None:
    storage, name = sheet.file.storage, sheet.file.name
    sheet.delete()
    transaction.on_commit(lambda: storage.delete(str(name)))


def _sweep(*, before: datetime.datetime) -> None:
    storage = kept_apart()
    if not storage.exists(""):
        return
    _folders, names = storage.listdir("")
    old = {name for name in names if storage.get_modified_time(name) < before}
    for name in old.difference(Spreadsheet.objects.values_list("file", flat=True)):
        storage.delete(name)
