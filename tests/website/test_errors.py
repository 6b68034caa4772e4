import html
import re

import pytest
from django.test import Client

from citytocity.people.enums import Role
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/en/activities/?year=abc", "Year “abc”: Enter a whole number."),
        (
            "/en/activities/?city=nowhere",
            "City “nowhere”: There is no such record: check the address.",
        ),
    ],
)
def test_a_filter_that_is_not_there_is_named(client: Client, address: str, message: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert message in html.unescape(answer.content.decode())


def test_what_was_typed_is_shown_as_text_never_as_markup(client: Client) -> None:
    answer = client.get("/en/activities/", {"city": "<script>alert(1)</script>"})

    assert answer.status_code == 400
    assert "&lt;script&gt;alert(1)" in answer.content.decode()
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("page", ["2", "0", "-1", "last", "9" * 30])
def test_a_page_beyond_the_list_is_not_found(client: Client, page: str) -> None:
    assert client.get("/en/activities/", {"page": page}).status_code == 404


def test_a_missing_page_is_told_in_the_language_of_its_address(client: Client) -> None:
    answer = client.get("/ru/cities/nowhere/")

    assert answer.status_code == 404
    assert '<html lang="ru"' in answer.content.decode()


def test_a_zero_byte_in_a_filter_is_refused(client: Client) -> None:
    assert client.get("/en/activities/?city=%00").status_code == 400


def test_a_missing_page_is_kept_from_search_engines_and_names_no_address(client: Client) -> None:
    page = client.get("/en/cities/nowhere/").text

    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert re.findall(r'rel="alternate" hreflang', page) == []


@pytest.mark.django_db
def test_what_the_admin_refuses_to_a_script_is_a_page_and_no_fault(client: Client) -> None:
    client.force_login(member(Role.AUTHOR, city("Duisburg")))

    answer = client.get("/admin/users/", headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.status_code == 403
    assert "This page is not open to you." in answer.text
