"""The papers, made once for all tests of this folder, in a world that is gone after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.papers.world import papers


@pytest.fixture(scope="session")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, bytes]]:
    with django_db_blocker.unblock(), transaction.atomic():
        found = papers()
        transaction.set_rollback(True)
    return found
