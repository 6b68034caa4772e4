"""The two cities, made once for all roles."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.access.walking import undone
from tests.access.world import World, world


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Nothing stays of what a walk does, so that each role finds it as the one before did."""
    with django_db_blocker.unblock(), undone():
        yield world()
