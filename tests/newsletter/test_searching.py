"""What the office looks for among readers lasts an hour at most, and goes with who was found."""

from typing import Any

import pytest
from django.test import Client

from citytocity.newsletter.admin import searching
from citytocity.people.models import User
from tests.factories.newsletter import newsletter, reader

pytestmark = pytest.mark.django_db
READERS = "/admin/newsletter/readers/"
OVER = "This search is over: each lasts an hour at most. Look anew."


@pytest.fixture
def office(client: Client, officer: User) -> Client:
    """Signed in, with two readers to look among."""
    newsletter()
    reader(email="anna@xn--e1aohf5d.xn--p1ai")
    reader(email="boris@example.org")
    client.force_login(officer)
    return client


def _sought(office: Client, typed: str) -> str:
    """The address of the page that follows."""
    address: str = office.post(READERS, {"q": typed})["Location"]
    return address.partition("#")[0]


def _page(office: Client, address: str) -> tuple[list[str], bool]:
    """Whose rows stand there, and whether it says that the search is over."""
    answer: Any = office.get(address)
    rows = [row["address"] for row in answer.context["rows"]]
    return rows, OVER in answer.content.decode()


def test_the_page_shows_who_is_found(office: Client) -> None:
    address = _sought(office, "Anna@Пермь.рф")

    assert _page(office, address) == (["anna@пермь.рф"], False)
    assert "anna" not in address


def test_without_a_search_all_stand_there(office: Client) -> None:
    rows, is_over = _page(office, READERS)

    assert (len(rows), is_over) == (2, False)


def test_a_search_of_another_session_shows_nobody_and_says_so(office: Client) -> None:
    assert _page(office, f"{READERS}?found=unknown") == ([], True)


def test_after_an_hour_nothing_is_kept_of_it(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = searching.time.time()
    address = _sought(office, "boris")
    before = _page(office, address)
    monkeypatch.setattr(searching.time, "time", lambda: now + 3605)

    after = _page(office, address)

    assert (before, after) == ((["boris@example.org"], False), ([], True))
    assert office.session[searching.KEPT] == {}


def test_nothing_stays_of_the_search_for_who_is_deleted(office: Client) -> None:
    gone, part, other = (_sought(office, typed) for typed in ("anna@пермь.рф", "ann", "boris"))
    pk = office.get(gone).context["rows"][0]["reader"].pk

    office.post(f"{READERS}{pk}/erase/")

    assert _page(office, gone) == _page(office, part) == ([], True)
    assert _page(office, other) == (["boris@example.org"], False)
    assert [typed for typed, _until in office.session[searching.KEPT].values()] == ["boris"]
