"""The way in: a letter's link, a name, a password; and the second proof for those who publish."""

from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from citytocity.people.actions import invite
from citytocity.people.enums import Role
from citytocity.people.models import Invitation, User
from tests.factories.cities import cities, city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db
PASSWORD = "rivers meet in autumn"


@pytest.fixture
def invited() -> str:
    """The path of an invitation to be an editor of Duisburg."""
    invitation = invite(
        "anna@example.org", role=Role.EDITOR, city=city("Duisburg"), by=member(Role.HOST)
    )
    return invitation.url.partition("127.0.0.1:8000")[2]


def test_a_newcomer_chooses_a_password_and_is_in(client: Client, invited: str) -> None:
    assert "Welcome: city editor, Duisburg" in client.get(invited).content.decode()

    answer = client.post(invited, {"name": "Anna", "password": PASSWORD})

    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_weak_password_is_told_beside_its_field(client: Client, invited: str) -> None:
    answer = client.post(invited, {"name": "Anna", "password": "1234"})

    page = answer.content.decode()
    assert "<title>Error: Welcome" in page
    assert '<a href="#id_password">A password: This password is too short.' in page
    assert 'value="Anna"' in page


def test_who_has_an_account_signs_in_and_accepts(client: Client, invited: str) -> None:
    anna = user(email="anna@example.org")

    assert f'href="/en/account/login/?next={quote(invited)}' in client.get(invited).content.decode()
    client.force_login(anna)
    client.post(invited)

    assert anna.memberships.get().role == Role.EDITOR


def test_another_person_cannot_accept(client: Client, invited: str) -> None:
    user(email="anna@example.org")
    client.force_login(user(email="boris@example.org"))

    client.post(invited)

    assert Invitation.objects.get().accepted is None


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1vNkXa:AAAA", "../../admin"])
def test_a_forged_link_says_that_it_does_not_hold(client: Client, token: str) -> None:
    answer = client.get(f"/en/invitation/{token}/")

    assert answer.status_code == 404


def test_people_sign_in_by_address_in_any_capitals(client: Client) -> None:
    member(Role.HOST, email="anna@example.org", password=PASSWORD)

    answer = client.post("/en/account/login/", {"login": "Anna@Example.org", "password": PASSWORD})

    assert answer["Location"] == "/admin/"


def test_nobody_makes_an_account_by_himself(client: Client) -> None:
    client.post("/en/account/signup/", {"email": "eve@example.org", "password1": PASSWORD})

    assert not User.objects.filter(email="eve@example.org").exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGISTRAR])
def test_who_publishes_or_keeps_the_register_needs_a_second_proof(
    client: Client, settings, role: Role
) -> None:
    settings.SECOND_PROOF = True
    somebody = member(role, city("Duisburg"))
    client.force_login(somebody)

    assert client.get("/admin/")["Location"] == "/en/account/2fa/"
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/admin/").status_code == 200


def test_an_author_needs_no_second_proof(client: Client, settings) -> None:
    settings.SECOND_PROOF = True
    client.force_login(member(Role.AUTHOR, city("Duisburg")))

    assert client.get("/admin/").status_code == 200


def test_an_editor_sees_the_team_of_the_own_city_and_invites_for_it(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    member(Role.AUTHOR, oxford, email="oxford@example.org")
    member(Role.AUTHOR, duisburg, email="author@example.org")
    client.force_login(member(Role.EDITOR, duisburg, email="editor@example.org"))

    page = client.get("/admin/membership/").content.decode()
    answer = client.post(
        "/admin/membership/new/",
        {"email": "new@example.org", "role": "author", "city": duisburg.pk, "language": "de"},
    )

    assert "author@example.org" in page
    assert "oxford@example.org" not in page
    assert answer.status_code == 302
    assert Invitation.objects.get().email == "new@example.org"


def test_an_editor_cannot_end_what_is_another_citys(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    held = member(Role.AUTHOR, oxford).memberships.get()
    client.force_login(member(Role.EDITOR, duisburg))

    client.post(f"/admin/membership/delete/{held.pk}/")

    held.refresh_from_db()
    assert held.city == oxford


def test_authors_find_no_team_in_the_menu(client: Client) -> None:
    client.force_login(member(Role.AUTHOR, city("Duisburg")))

    assert client.get("/admin/membership/")["Location"] == "/admin/"


@pytest.mark.parametrize("way", ["/admin/login/", "/en/_util/login/"])
def test_no_other_way_in_passes_by_the_second_proof(client: Client, way: str) -> None:
    somebody = member(Role.HOST, email="anna@example.org", password=PASSWORD)
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = client.post(way, {"username": "anna@example.org", "password": PASSWORD})

    assert answer["Location"].startswith("/en/account/login/")
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/")["Location"].startswith("/en/account/login/")


def test_a_password_alone_does_not_open_an_account_with_a_second_proof(client: Client) -> None:
    somebody = member(Role.HOST, email="anna@example.org", password=PASSWORD)
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = client.post("/en/account/login/", {"login": somebody.email, "password": PASSWORD})

    assert answer["Location"] == "/en/account/2fa/authenticate/"
    assert client.get("/admin/")["Location"].startswith("/en/account/login/")


def test_nobody_takes_another_address_for_the_own_one(client: Client) -> None:
    somebody = member(Role.AUTHOR, city("Duisburg"), email="anna@example.org")
    client.force_login(somebody)

    answer = client.post("/en/account/email/", {"action_add": "", "email": "mayor@example.org"})

    assert answer.status_code == 404
    assert [known.email for known in EmailAddress.objects.all()] == ["anna@example.org"]


def test_the_address_of_an_account_is_confirmed_from_the_start() -> None:
    somebody = user(email="Anna@Example.org")

    (known,) = EmailAddress.objects.filter(user=somebody)
    assert (known.email, known.verified, known.primary) == ("anna@example.org", True, True)
