"""Who has to wait while somebody else writes is told so, and what to do then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from citytocity.planning.models import Plan
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = pytest.mark.django_db
LOCKED = "database is locked"
CITIES = 'SELECT "cities_city"'


@contextmanager
def database_that_says(words: str, *, of: str) -> Iterator[None]:
    """It refuses every statement that begins so."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(of):
            raise OperationalError(words)
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def officer(client: Client) -> Client:
    """A browser that shows the page of a fault, as people's do."""
    client.force_login(user(officer=True))
    client.raise_request_exception = False
    return client


def opened(client: Client, error: str) -> HttpResponse:
    with database_that_says(error, of=CITIES):
        return client.get("/admin/planning/mine/")


def test_who_only_reads_is_told_to_load_the_page_again(officer: Client) -> None:
    answer = opened(officer, LOCKED)

    assert (answer.status_code, answer["Retry-After"]) == (503, "180")
    assert "Load it again in a few minutes." in answer.text
    assert "what you sent" not in answer.text


def test_who_sends_is_told_to_look_first_whether_it_is_there(officer: Client) -> None:
    perm = city("Perm", host=True)

    with database_that_says(LOCKED, of='INSERT INTO "planning_plan"'):
        answer = officer.post(f"/admin/planning/city/{perm.slug}/add/", {"title": "A plan"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "180")
    assert "look in another window whether what you sent is there" in answer.text
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("of", ['SELECT "django_session"', 'UPDATE "django_session"'])
def test_it_is_said_too_where_the_session_cannot_be_read_or_kept(
    officer: Client, settings: Any, of: str
) -> None:
    """Middlewares do that, before the view and after it."""
    settings.SESSION_SAVE_EVERY_REQUEST = True

    with database_that_says(LOCKED, of=of):
        answer = officer.get("/admin/planning/mine/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "180")
    assert "Load it again in a few minutes." in answer.text


@pytest.mark.parametrize(
    ("address", "of", "headers"),
    [
        ("/admin/api/main/pages/", 'SELECT "wagtailcore_page"', {}),
        ("/admin/planning/mine/", CITIES, {"X-Requested-With": "XMLHttpRequest"}),
    ],
)
def test_a_script_is_told_in_json(
    officer: Client, address: str, of: str, headers: dict[str, str]
) -> None:
    with database_that_says(LOCKED, of=of):
        answer = officer.get(address, headers=headers)

    assert (answer.status_code, answer["Retry-After"]) == (503, "180")
    assert answer.json() == {
        "detail": "A large list is being written just now. "
        "This page has to wait for it. Load it again in a few minutes."
    }


def test_another_fault_stays_one(officer: Client) -> None:
    answer = opened(officer, "disk I/O error")

    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
