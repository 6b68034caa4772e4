"""Stories on the slides of a partnership: their pictures with credits, and what people say."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from citytocity.ledger.models import Partnership
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.stories import picture, story

pytestmark = pytest.mark.django_db
QUOTE = [("quote", {"text": "We rowed for a week.", "by": "the cox"})]


@pytest.fixture
def links() -> Partnership:
    return ledger.partnership(*cities("Perm", "Oxford"), slug="links")


def told(title: str, of: Partnership, year: int = 2018, **values: Any) -> None:
    page = story(title, of=of.cities[0], dated=datetime.date(year, 9, 1), **values)
    page.partnerships.add(of)
    page.save()


def slides(client: Client, language: str = "en") -> dict[str, BeautifulSoup]:
    """Those that stories add, by their titles."""
    address = f"/{language}/partnerships/links/presentation/?from_year=2018&to_year=2018"
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return {slide.h2.text: slide for slide in soup.select(".slide:has(.photos, .voices)")}


def test_pictures_of_stories_are_shown_with_their_credits(
    client: Client, links: Partnership
) -> None:
    credited = {"picture_alt": "Eight rowers", "picture_credit": "A. Oarsman"}
    told("The regatta", links, picture=picture(), **credited)

    shown = slides(client)["In pictures"]

    assert [image["alt"] for image in shown.select("img")] == ["Eight rowers"]
    assert [credit.text for credit in shown.select(".credit")] == ["Picture: A. Oarsman."]
    assert [link.text for link in shown.select(".photos a")] == ["The regatta"]


def test_voices_are_quotations_or_the_first_words_of_a_story(
    client: Client, links: Partnership
) -> None:
    told("The choir", links, standfirst="A choir sang.")
    told("The regatta", links, body=QUOTE)

    shown = slides(client)["In their words"]

    assert [voice.text for voice in shown.select("blockquote")] == [
        "We rowed for a week.",
        "A choir sang.",
    ]


def test_stories_of_other_years_and_drafts_stay_out(client: Client, links: Partnership) -> None:
    told("Long ago", links, year=1996)
    told("Not out yet", links, live=False)

    assert slides(client) == {}


def test_words_of_another_language_are_marked(client: Client, links: Partnership) -> None:
    told("The choir", links, standfirst="A choir sang.")

    quote = slides(client, "ru").popitem()[1].select_one("blockquote")

    assert quote is not None
    assert quote["lang"] == "en"
