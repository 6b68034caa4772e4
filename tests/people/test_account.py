import pytest
from django.test import Client

from tests.factories.people import user

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/account/"


def posted(client: Client, **values: str) -> dict[str, str]:
    """What a browser sends when the person changes the values."""
    panels = client.get(ADDRESS).context["panels_by_tab"].values()
    fields = [field for tab in panels for panel in tab for field in panel.get_form()]
    known = {f.html_name: f.value() for f in fields if f.name != "avatar" and f.value() is not None}
    return known | values


def test_a_person_without_a_name_chooses_a_language(client: Client) -> None:
    client.force_login(user(admin=True))

    answer = client.post(ADDRESS, posted(client, **{"locale-preferred_language": "ru"}))

    assert answer.status_code == 302
    assert '<html lang="ru"' in client.get(ADDRESS).text


def test_a_person_says_a_name_of_one_word(client: Client) -> None:
    person = user(admin=True)
    client.force_login(person)

    client.post(ADDRESS, posted(client, **{"name_email-first_name": "Ойуна"}))

    person.refresh_from_db()
    assert person.get_full_name() == "Ойуна"


def test_who_is_not_signed_in_is_asked_to_first(client: Client) -> None:
    answer = client.get(ADDRESS)

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/en/account/login/?next={ADDRESS}",
    )


def test_an_account_without_a_role_has_no_page_in_the_admin(client: Client) -> None:
    client.force_login(user())

    assert client.get(ADDRESS).status_code == 302
