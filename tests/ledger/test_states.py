"""What is written of many records at once is what Wagtail writes of one."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from modelsearch.backends import get_search_backend
from modelsearch.index import class_is_indexed
from wagtail.models import ModelLogEntry, ReferenceIndex, RevisionMixin

from citytocity.ledger.importing import import_files
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.models import Activity
from citytocity.ledger.snapshots import KEPT_BESIDE
from citytocity.ledger.states import references_of, state_of
from citytocity.ledger.table import write_rows

EXAMPLE = Path(__file__).parents[2] / "docs/examples/two-towns.yaml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> list[Any]:
    import_files([EXAMPLE])
    return [record for kind in KINDS.values() for record in kind.model.objects.all()]


def test_states_and_usage_are_those_of_wagtail(records: list[Any]) -> None:
    for record in records:
        named = set(ReferenceIndex._extract_references_from_object(record))

        assert references_of(record) == named
        if isinstance(record, RevisionMixin):
            assert _facts(state_of(record)) == _facts(record.serializable_data())
            assert record.latest_revision.content.keys() == state_of(record).keys()
        kept = ReferenceIndex.get_references_for_object(record)
        assert {(one.to_object_id, one.content_path) for one in kept} == {
            (key, path) for _type, key, _model_path, path in named
        }
    assert len(records) > 10


def _facts(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name not in KEPT_BESIDE}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has an index of its own")
def test_search_keeps_the_texts_that_modelsearch_makes(records: list[Any]) -> None:
    from modelsearch.backends.database.sqlite.sqlite import ObjectIndexer  # not on PostgreSQL

    backend = get_search_backend()
    for record in filter(lambda one: class_is_indexed(type(one)), records):
        index = backend.get_index_for_object(record)
        index.add_items(type(record), [record])

        entry = record.index_entries.get()

        made = ObjectIndexer(record, backend)
        assert (entry.title, entry.autocomplete, entry.body) == (
            made.title, made.autocomplete, made.body,
        )  # fmt: skip


def test_rows_are_written_with_the_defaults_of_the_model(records: list[Any]) -> None:
    activity = Activity.objects.first()
    made = ModelLogEntry.objects.for_instance(activity).get()

    assert (made.label, made.data, made.deleted, made.content_changed) == (
        str(activity), {}, False, True,
    )  # fmt: skip
    assert (made.action, made.revision) == ("wagtail.create", activity.latest_revision)
    write_rows(ModelLogEntry, {}, ("label",), [])
    assert ModelLogEntry.objects.get(pk=made.pk) == made
