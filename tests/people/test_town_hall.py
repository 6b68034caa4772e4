"""Signing in with the town hall's own sign-in: a real OpenID Connect server on this machine."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from django.test import Client
from oidc_provider_mock import User as Clerk
from oidc_provider_mock import run_server_in_thread

from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db

LOGIN = "/en/account/oidc/town-hall/login/"
CLERKS = (
    Clerk(sub="anna", claims={"email": "Anna@duisburg.example", "email_verified": True}),
    Clerk(sub="unproved", claims={"email": "anna@duisburg.example", "email_verified": False}),
    Clerk(sub="stranger", claims={"email": "boris@duisburg.example", "email_verified": True}),
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with run_server_in_thread(user_claims=CLERKS) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def town_hall(server: str, settings: Any) -> None:
    """The site as `CITYTOCITY_OIDC_SERVER` and its like would have it."""
    app = {
        "provider_id": "town-hall",
        "name": "Town hall",
        "client_id": "citytocity",
        "secret": "not a real one",
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def sign_in(client: Client, clerk: str) -> Any:
    """The way of a browser: from our button to the town hall, and back with its answer."""
    there = client.post(LOGIN)["Location"]
    answer = urllib3.request("POST", there, fields={"sub": clerk}, redirect=False)
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


@pytest.fixture
def anna() -> User:
    """Somebody who was invited and has joined."""
    return member(Role.EDITOR, city("Duisburg"), email="anna@duisburg.example")


@pytest.mark.usefixtures("town_hall")
def test_the_button_leads_to_the_town_hall(client: Client, server: str) -> None:
    page = client.get("/en/account/login/").text
    there = client.post(LOGIN)["Location"]

    assert LOGIN in page
    assert "Town hall" in page
    assert there.startswith(f"{server}/oauth2/authorize?")
    assert "code_challenge_method=S256" in there


@pytest.mark.usefixtures("town_hall")
def test_who_was_invited_signs_in_again_and_again(client: Client, anna: User) -> None:
    signed_in = []
    for _time in range(2):
        answer = sign_in(client, "anna")
        signed_in.append((answer.status_code, client.session["_auth_user_id"]))
        client.logout()

    assert signed_in == [(302, str(anna.pk))] * 2
    assert User.objects.count() == 1


@pytest.mark.usefixtures("town_hall", "anna")
@pytest.mark.parametrize("clerk", ["stranger", "unproved"])
def test_a_stranger_and_an_address_that_is_not_proved_are_refused(
    client: Client, clerk: str
) -> None:
    answer = sign_in(client, clerk)

    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1
    assert "Ask the editors of your city" in answer.text


@pytest.mark.usefixtures("town_hall", "anna")
def test_an_answer_that_was_not_asked_for_signs_nobody_in(client: Client) -> None:
    answer = client.get(f"{LOGIN}callback/?code=guessed&state=guessed")

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 401
