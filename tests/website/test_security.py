import pytest
from django.test import Client

from citytocity.website.security import OFFICE_POLICY, PUBLIC_POLICY
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/en/activities/", "/en/nothing/", "/ru/activities/?year=x"])
def test_every_public_answer_says_what_a_browser_may_load(client: Client, address: str) -> None:
    assert client.get(address)["Content-Security-Policy"] == PUBLIC_POLICY


def test_public_pages_run_nothing_that_stands_in_the_page() -> None:
    assert "unsafe" not in PUBLIC_POLICY


def test_the_office_may_load_its_own_files_only(client: Client) -> None:
    client.force_login(user(admin=True))

    answer = client.get("/admin/")

    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == OFFICE_POLICY


def test_the_way_into_the_office_has_the_policy_of_the_office(client: Client) -> None:
    assert client.get("/admin/login/")["Content-Security-Policy"] == OFFICE_POLICY
