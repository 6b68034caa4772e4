"""What is done beside other work comes to the same, and leaves nothing open."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from citytocity.cities.models import City
from citytocity.design import beside as module
from citytocity.design.beside import begin
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a request is answered: in no transaction."""
    monkeypatch.setattr(module, "connection", SimpleNamespace(in_atomic_block=False))


@pytest.mark.usefixtures("outside")
def test_both_are_done_at_the_same_time() -> None:
    """Each waits for the other; one after the other, neither would end."""
    meet = threading.Barrier(2, timeout=20)

    found = begin(meet.wait)
    meet.wait()

    assert found() in {0, 1}
    assert found() == found()


@pytest.mark.usefixtures("outside")
def test_it_has_a_connection_of_its_own_and_closes_it() -> None:
    wrappers: list[Any] = []

    def look() -> int:
        wrappers.append(connections["default"])
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 7")
            (seven,) = cursor.fetchone()
        return int(seven)

    assert begin(look)() == 7

    (its_own,) = wrappers
    assert its_own is not connections["default"]
    assert its_own.connection is None or its_own.is_in_memory_db()


@pytest.mark.usefixtures("outside")
def test_it_reads_in_the_language_of_the_page() -> None:
    with translation.override("ru"):
        assert begin(translation.get_language)() == "ru"


def fails() -> None:
    raise ZeroDivisionError


@pytest.mark.usefixtures("outside")
def test_what_fails_is_told_to_who_asks() -> None:
    found = begin(fails)

    with pytest.raises(ZeroDivisionError):
        found()


def test_in_a_transaction_it_is_done_at_once_and_sees_what_that_wrote() -> None:
    threads: list[int] = []

    def count() -> int:
        threads.append(threading.get_ident())
        return City.objects.filter(slug="perm").count()

    city("Perm")
    found = begin(count)

    assert threads == [threading.get_ident()]
    assert (found(), found()) == (1, 1)
    assert len(threads) == 1
