"""A report tells each story in its reader's language, where it is out in that."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation as languages
from wagtail.models import PageViewRestriction

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.reports.exporting import on_paper
from citytocity.reports.gathering import gathered
from citytocity.reports.models import Report
from citytocity.reports.pictures import for_the_paper
from citytocity.reports.presentation import reading
from citytocity.stories.models import StoryPage
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.reports import handed_in, report
from tests.factories.stories import picture, story, translation

pytestmark = pytest.mark.django_db

TODAY = date(2019, 2, 1)
ENGLISH = ("On the Kama", "What it is about.", "The river", "")
RUSSIAN = ("На Каме", "О чём она.", "Река", "")


@pytest.fixture
def perm() -> City:
    return city("Perm")


@pytest.fixture
def registrar(perm: City) -> User:
    return member(Role.REGISTRAR, perm)


@pytest.fixture
def made(perm: City, registrar: User) -> Report:
    return report(city=perm, by=registrar, published=True)


@pytest.fixture
def original(perm: City) -> StoryPage:
    shown = {"picture": picture(), "picture_alt": "The river"}
    return story("On the Kama", of=perm, cities=[perm], dated="2018-05-01", **shown)


@pytest.fixture
def russian(original: StoryPage) -> StoryPage:
    shown = {"picture": original.picture, "picture_alt": "Река", "standfirst": "О чём она."}
    return translation(original, "На Каме", language="ru", **shown)


def test_page_and_frozen_copy_tell_a_story_in_the_language_of_the_reader(
    client: Client, registrar: User, made: Report, original: StoryPage, russian: StoryPage
) -> None:
    handed_in(made, by=registrar)

    for below in _addresses(made):
        assert _cards(client, f"/en/{below}") == [(*ENGLISH, original.url)]
        assert _cards(client, f"/ru/{below}") == [(*RUSSIAN, russian.url)]
        assert _cards(client, f"/de/{below}") == [
            (*ENGLISH[:3], "en", original.url.replace("/en/", "/de/"))
        ]


def test_files_tell_it_so_too(
    client: Client, registrar: User, made: Report, original: StoryPage, russian: StoryPage
) -> None:
    handed_in(made, by=registrar)
    told, _figures = gathered(made, today=TODAY)

    for below in _addresses(made):
        document = docx.Document(BytesIO(client.get(f"/ru/{below}report.docx").content))
        book = openpyxl.load_workbook(BytesIO(client.get(f"/ru/{below}report.xlsx").content))
        rows = [row for row in book["Записи"].iter_rows(values_only=True) if row[0] == "I21"]
        names = [one.text for p in document.paragraphs for one in p.hyperlinks]
        assert {"На Каме", "On the Kama"} & set(names) == {"На Каме"}
        assert [(row[2], row[3]) for row in rows] == [(original.pk, "На Каме")]
    with languages.override("ru"):
        paper = on_paper(reading(told), photographs=for_the_paper(told))
    [card] = [card for chapter in paper["chapters"] for card in chapter["cards"]]
    assert (card["title"], card["text"], card["alt"], card["lang"]) == (*RUSSIAN[:3], "ru")
    assert card["url"].endswith(russian.url)


@pytest.mark.parametrize("way", ["taken back", "for some readers"])
def test_only_what_everybody_may_read_is_told(
    client: Client, made: Report, original: StoryPage, russian: StoryPage, way: str
) -> None:
    _close(russian, way)

    [card] = _cards(client, made.get_absolute_url().replace("/en/", "/ru/"))

    assert card[:4] == (*ENGLISH[:3], "en")


@pytest.mark.parametrize("way", ["taken back", "for some readers"])
def test_what_was_handed_in_says_no_word_of_a_translation_that_was_closed(
    client: Client,
    registrar: User,
    made: Report,
    original: StoryPage,
    russian: StoryPage,
    way: str,
) -> None:
    frozen = handed_in(made, by=registrar)
    below = frozen.get_absolute_url().replace("/en/", "/ru/")
    listed = client.get(f"{below}I21/").context["rows"]
    _close(russian, way)

    [card] = _cards(client, below)
    [row] = client.get(f"{below}I21/").context["rows"]
    book = openpyxl.load_workbook(BytesIO(client.get(f"{below}report.xlsx").content))
    words = [cell for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line]

    assert [(one.title, one.url) for one in listed] == [("На Каме", russian.url)]
    assert card[:4] == (*ENGLISH[:3], "en")
    assert (row.title, row.lang) == ("On the Kama", "en")
    assert "На Каме" not in words
    assert frozen.is_as_it_was


def test_a_picture_of_which_the_translation_says_nothing_is_the_original_one(
    client: Client, made: Report, original: StoryPage
) -> None:
    translation(original, "На Каме", language="ru", standfirst="О чём она.")

    page = client.get(made.get_absolute_url().replace("/en/", "/ru/"))

    [card] = [card for one in page.context["annual"].chapters for card in one.cards]
    assert (card.title, card.picture.alt, card.picture.lang) == ("На Каме", "The river", "en")


def test_three_stories_take_as_many_questions_as_one(
    client: Client, made: Report, original: StoryPage, russian: StoryPage, perm: City
) -> None:
    client.get(made.get_absolute_url())  # makes its pictures
    asked = []
    for more in (0, 2):
        for nth in range(more):
            other = story(f"Story {nth}", of=perm, cities=[perm], dated="2018-05-02")
            translation(other, f"История {nth}", language="ru")
        with CaptureQueriesContext(connection) as found:
            gathered(made, today=TODAY)
        asked.append(len(found))

    assert asked[0] == asked[1]


def _close(page: StoryPage, way: str) -> None:
    if way == "for some readers":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        return
    page.unpublish()


def _addresses(made: Report) -> list[str]:
    """Of the live page and of the first that was handed in, without their language."""
    return [f"reports/{made.slug}/", f"reports/{made.slug}/handed-in/1/"]


def _cards(client: Client, address: str) -> list[tuple[Any, ...]]:
    """Title, lead, what the picture shows, the language of these, and where it leads."""
    page = client.get(address)
    cards = [card for one in page.context["annual"].chapters for card in one.cards]
    return [
        (one.title, one.text, one.picture.alt if one.picture else "", one.lang, one.url)
        for one in cards
    ]
