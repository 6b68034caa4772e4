"""What all tests stand on: a database that is migrated once for all of them."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from citytocity.design import memory
from citytocity.operations import template


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the packed empty database is taken as it is; else one is made and migrated."""
    return settings.ON_SQLITE and template.place().exists()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_keepdb: bool
) -> None:
    if django_db_keepdb:
        database = Path(settings.DATA_DIR, "tests.sqlite3")
        template.unpack(database)
        connection.settings_dict["TEST"]["NAME"] = str(database)


@pytest.fixture(autouse=True)
def site_language() -> Iterator[None]:
    """Each test begins in the site's language, whatever page the one before it opened last."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of pages are remembered, none yet: as a request is answered, in no transaction."""
    monkeypatch.setattr(memory, "_parts", {})
    outside = SimpleNamespace(in_atomic_block=False, vendor="none")
    monkeypatch.setattr(memory, "connection", outside)


def pytest_collection_finish() -> None:
    """Rubbish is looked for less often, and not among what is loaded: a tenth of some tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_unconfigure() -> None:
    if settings.configured:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
