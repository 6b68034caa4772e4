"""Cards for other sites: any of them may show one, and it takes nothing of their readers."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from citytocity.ledger.models import Activity
from tests.factories import ledger
from tests.factories.cities import cities

pytestmark = pytest.mark.django_db
NOUNS = ("partnerships", "activities", "results")


@pytest.fixture(autouse=True)
def year() -> Activity:
    """One record of each kind, by the id `one`."""
    here, there = cities("Perm", "Oxford")
    ledger.partnership(here, there, slug="one")
    ledger.practice(there, here, slug="one", title={"ru": "Парк"}, cost={"en": "1 million"})
    return ledger.activity(there, host=here, slug="one", summary={"en": "A week of rowing."})


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


@pytest.mark.parametrize("noun", NOUNS)
def test_any_site_may_show_a_card_and_no_other_page(client: Client, noun: str) -> None:
    card, page = client.get(f"/en/embed/{noun}/one/"), client.get(f"/en/{noun}/one/")

    assert card.headers["Content-Security-Policy"].endswith("; frame-ancestors *")
    assert "X-Frame-Options" not in card.headers
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_card_is_small_and_has_no_script_and_no_cookie(client: Client, noun: str) -> None:
    answer = client.get(f"/en/embed/{noun}/one/")

    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert b"<script" not in answer.content
    assert not answer.cookies
    assert len(answer.content) < 6_000


@pytest.mark.parametrize("noun", NOUNS)
def test_the_code_on_a_page_shows_the_card_of_its_record(client: Client, noun: str) -> None:
    code = soup(client, f"/en/{noun}/one/").find(id="embed-code")
    assert isinstance(code, Tag)

    frame = BeautifulSoup(code.text, "html.parser").iframe

    assert frame is not None
    assert str(frame["src"]).endswith(f"/en/embed/{noun}/one/")
    assert frame["title"]


def test_the_title_in_the_code_cannot_break_out_of_it(client: Client) -> None:
    ledger.result(slug="sly", title={"en": '"><script>alert(1)</script>'})

    code = soup(client, "/en/results/sly/").find(id="embed-code")
    assert isinstance(code, Tag)

    frame = BeautifulSoup(code.text, "html.parser")
    assert [tag.name for tag in frame.find_all()] == ["iframe"]


def test_a_card_opens_its_record_beside_the_other_site(client: Client) -> None:
    card = soup(client, "/en/embed/partnerships/one/")

    assert card.base is not None
    assert card.base["target"] == "_blank"
    assert [link["href"] for link in card.select("a")] == [
        "/en/partnerships/one/",
        "/en/activities/?partnership=one",
        "/en/results/?partnership=one",
    ]


def test_words_of_another_language_are_marked_on_a_card(client: Client) -> None:
    title = soup(client, "/en/embed/results/one/").select_one("h1 a span")

    assert title is not None
    assert (title["lang"], title.text) == ("ru", "Парк")


def test_the_code_marks_a_title_in_another_language(client: Client) -> None:
    code = soup(client, "/en/results/one/").find(id="embed-code")
    assert isinstance(code, Tag)

    frame = BeautifulSoup(code.text, "html.parser").iframe

    assert frame is not None
    assert (frame["title"], frame["lang"]) == ("Парк", "ru")


@pytest.mark.parametrize("address", ["embed/gifts/one/", "embed/results/none/"])
def test_there_is_no_card_of_what_is_not_public_or_not_there(client: Client, address: str) -> None:
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
def test_a_card_asks_few_questions(
    client: Client, noun: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        client.get(f"/en/embed/{noun}/one/")
