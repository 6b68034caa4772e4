"""Records that are taken out many at once leave what those leave that are deleted one by one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from citytocity.cities.models import City
from citytocity.confirmation.enums import StatementState
from citytocity.confirmation.facts import FORMS, facts_of, fingerprint_now
from citytocity.confirmation.models import Statement
from citytocity.ledger.actions import delete
from citytocity.ledger.importing import import_files
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.models import Activity, DeletedRecord
from citytocity.ledger.removing import remove
from citytocity.ledger.signals import announce
from citytocity.people.models import User
from citytocity.translation.actions import take_in_records
from citytocity.translation.models import Job, Text
from tests.factories.people import user

EXAMPLE = Path(__file__).parents[2] / "docs/examples/two-towns.yaml"
TAKEN_OUT = ("recognitions", "results", "activities", "agreements", "programmes", "partnerships")
NOT_THE_SAME = {
    ModelLogEntry: {"id", "uuid", "timestamp", "gone"},
    DeletedRecord: {"id", "deleted"},
    DeletedRecord.cities.through: {"id", "deletedrecord_id"},
}

pytestmark = pytest.mark.django_db
Contents = dict[str, list[str]]


@pytest.fixture
def officer() -> User:
    """Of a host office whose register is kept, waits at the desk, and was confirmed by a city."""
    import_files([EXAMPLE])
    for kind in (KINDS[key] for key in TAKEN_OUT):
        take_in_records(kind.model, [record.pk for record in kind.model.objects.all()])
    by_city, other = City.objects.all()[:2]
    for model in FORMS:
        for record in model.objects.all():
            Statement.objects.create(
                kind=ContentType.objects.get_for_model(model), record_key=record.pk,
                title=str(record), by_city=by_city, city=other, state=StatementState.CONFIRMED,
                shown=facts_of(record), fingerprint=fingerprint_now(record),
                answered=timezone.now(),
            )  # fmt: skip
    return user(admin=True)


def test_many_at_once_leave_the_database_as_one_by_one(officer: User) -> None:
    before = contents()

    def one_by_one(key: str) -> None:
        for record in KINDS[key].model.objects.order_by("-pk"):
            delete(record, by=officer)

    def at_once(key: str) -> None:
        with LogContext(user=officer):
            remove(KINDS[key], [one.pk for one in KINDS[key].model.objects.order_by("-pk")])

    single, many = left_by(one_by_one), left_by(at_once)

    assert many == single
    changed = {name for name, rows in before.items() if many[name] != rows}
    went = (Activity, Activity.themes.through, Text, Job, Revision, ReferenceIndex, ModelLogEntry)
    kept = (Statement, DeletedRecord, DeletedRecord.cities.through)
    assert {model._meta.label for model in (*went, *kept)} <= changed
    assert any("IndexEntry" in name for name in changed)


def left_by(removes: Callable[[str], None]) -> Contents:
    with transaction.atomic():
        for key in TAKEN_OUT:
            removes(key)
        left = contents()
        transaction.set_rollback(True)
    return left


def contents() -> Contents:
    """All rows of the database, but for what is never twice the same."""
    return {model._meta.label: sorted(map(str, rows_of(model))) for model in tables()}


def tables() -> Iterator[Any]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            yield model


def rows_of(model: Any) -> Any:
    names = [field.attname for field in model._meta.concrete_fields]
    other = NOT_THE_SAME.get(model, set())
    rows = model._base_manager.values(*(name for name in names if name not in other))
    return [row | ({"gone": bool(row["gone"])} if "gone" in row else {}) for row in rows]


def test_readers_are_told_of_it_once(officer: User) -> None:
    waiting = transaction.get_connection().run_on_commit
    waiting.clear()  # what the import had to tell
    awards = [one.pk for one in KINDS["recognitions"].model.objects.all()]

    remove(KINDS["recognitions"], [])
    assert waiting == []
    for key in (*awards, *awards):
        remove(KINDS["recognitions"], [key])

    assert [entry[1] for entry in waiting].count(announce) == 1
