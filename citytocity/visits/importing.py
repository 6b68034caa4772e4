"""Folders of visits from a file, all or nothing: for the demo, and for who moves in.

The register's own files carry no folders: those go from office to office, and a folder has persons
in it. docs/reference/register-format.md says so.
"""

import datetime
import zoneinfo
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from citytocity.cities.models import City, Organisation
from citytocity.ledger.models import Activity
from citytocity.visits.models import ProgrammeItem, Traveller, Visit


class VisitsRefusedError(Exception):
    """The file cannot be taken; the message says where and why."""


NAMED = {"activity": Activity, "asked_by": Organisation, "city": City}


@transaction.atomic
def load_visits(path: Path) -> int:
    """Makes or changes the folders of the file and gives how many; programme and travellers are
    those of the file. VisitsRefusedError if anything is wrong, and nothing is kept."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    for entry in entries:
        _load(dict(entry))
    answers = {entry["activity"]: entry["answers"] for entry in entries if "answers" in entry}
    for slug, first in answers.items():  # when all of them are there
        visit = Visit.objects.get(activity__slug=slug)
        visit.answers = Visit.objects.filter(activity__slug=first).first()
        _keep(visit, slug)
    return len(entries)


def _load(entry: dict[str, Any]) -> None:
    place = str(entry.get("activity"))
    items, travellers = entry.pop("programme", []), entry.pop("travellers", [])
    entry.pop("answers", None)
    activity = _named("activity", entry.pop("activity", None), place)
    visit = Visit.objects.filter(activity=activity).first() or Visit(activity=activity)
    _fill(visit, entry, place)
    _keep(visit, place)
    visit.items.all().delete()
    visit.travellers.all().delete()
    for number, row in enumerate(items, start=1):
        where = f"{place}, programme {number}"
        _keep(_fill(ProgrammeItem(visit=visit), _with_hours(dict(row), where), where), where)
    for number, row in enumerate(travellers, start=1):
        where = f"{place}, travellers {number}"
        _keep(_fill(Traveller(visit=visit), dict(row), where), where)


def _with_hours(row: dict[str, Any], place: str) -> dict[str, Any]:
    """`starts: 2018-06-12 10:00` is by the clocks of `zone`."""
    try:
        clocks = zoneinfo.ZoneInfo(str(row.get("zone")))
        for name in ("starts", "ends"):
            if name in row:
                row[name] = datetime.datetime.fromisoformat(str(row[name])).replace(tzinfo=clocks)
    except (ValueError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise VisitsRefusedError(f"{place}: {error}") from error
    return row


def _fill(record: Any, values: dict[str, Any], place: str) -> Any:
    for name, value in values.items():
        try:
            record._meta.get_field(name)
        except FieldDoesNotExist as error:
            told = _("there is no “%(name)s”") % {"name": name}
            raise VisitsRefusedError(f"{place}: {told}") from error
        setattr(record, name, _named(name, value, place) if name in NAMED else value)
    return record


def _named(name: str, slug: Any, place: str) -> Any:
    found = NAMED[name]._default_manager.filter(slug=str(slug)).first()
    if found is None:
        told = _("there is no record “%(id)s”") % {"id": slug}
        raise VisitsRefusedError(f"{place}: {told}")
    return found


def _keep(record: Any, place: str) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        raise VisitsRefusedError(f"{place}: {'; '.join(error.messages)}") from error
    record.save()
