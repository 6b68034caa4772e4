"""The admin answers in the language of the person's account."""

import pytest
from django.test import Client, RequestFactory
from wagtail.users.models import UserProfile

from citytocity.website.errors import server_error
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def russian(client: Client) -> Client:
    account = user(officer=True)
    UserProfile.objects.create(user=account, preferred_language="ru")
    client.force_login(account)
    return client


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/pages/99999/edit/"])
def test_what_is_not_in_the_admin_is_said_there_in_the_language_of_the_person(
    russian: Client, address: str
) -> None:
    answer = russian.get(address, headers={"accept-language": "en"})

    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "ru")
    assert '<html lang="ru"' in answer.text
    assert "wagtailadmin/404.html" in [template.name for template in answer.templates]


def test_without_a_language_of_the_account_the_browser_s_is_taken(client: Client) -> None:
    client.force_login(user(officer=True))

    answer = client.get("/admin/nowhere/", headers={"accept-language": "de"})

    assert (answer.status_code, '<html lang="de"' in answer.text) == (404, True)


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/admin/nowhere/").status_code == 302


def test_readers_are_answered_in_the_language_of_the_address(russian: Client) -> None:
    assert '<html lang="en"' in russian.get("/en/nowhere/").text


def test_an_address_without_a_language_still_finds_that_of_the_reader(client: Client) -> None:
    answer = client.get("/stories/", headers={"accept-language": "it"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/it/stories/")


def test_the_page_of_a_fault_names_its_icon() -> None:
    assert '<link rel="icon" href="/static/' in server_error(RequestFactory().get("/")).text
