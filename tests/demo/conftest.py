"""The demo as a site to open pages of, loaded once for all tests of a file."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from citytocity.operations import demo


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In a database that is migrated already, around the transaction of each test."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(demo, "upgrade", lambda *, if_changed: None)
        demo.load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def site(loaded: None) -> Client:
    """With the page cache out of the way."""
    return Client()
