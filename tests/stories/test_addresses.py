"""Where a story is found in each language, and what of it is said to those who may not read it."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from citytocity.cities.models import City
from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def perm() -> City:
    return city("Perm")


@pytest.fixture
def english(perm: City) -> StoryPage:
    return stories.story("Come together", of=perm, slug="come-together")


def in_russian(english: StoryPage, slug: str = "vmeste") -> StoryPage:
    return stories.translation(english, "Вместе", language="ru", slug=slug)


def restrict(page: StoryPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def switch(html: str) -> list[str]:
    """Where the switch of languages leads."""
    links = re.search(r'<nav class="langs".*?</nav>', html, re.DOTALL)
    return re.findall(r'href="([^"]+)"', links[0]) if links else []


def alternates(html: str) -> list[str]:
    return re.findall(r'hreflang="([^"]+)" href="http://127.0.0.1:8000([^"]+)"', html)


def shown(html: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1.*?</h1>", html)[0])


def test_the_switch_leads_to_the_translations_own_address(
    client: Client, english: StoryPage
) -> None:
    in_russian(english)

    page = client.get("/en/cities/perm/come-together/").text

    assert switch(page)[:3] == [
        "/en/cities/perm/come-together/",
        "/ru/cities/perm/vmeste/",
        "/de/cities/perm/come-together/",
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/ru/cities/perm/come-together/", "/ru/cities/perm/vmeste/"),
        ("/en/cities/perm/vmeste/", "/en/cities/perm/come-together/"),
        (
            "/ru/cities/perm/come-together/beside/en/",
            "/ru/cities/perm/vmeste/beside/ru/en/",
        ),
        ("/ru/cities/perm/come-together/beside/ru/", "/ru/cities/perm/vmeste/"),
    ],
)
def test_the_others_path_leads_on_to_the_readers_own_language(
    client: Client, english: StoryPage, asked: str, told: str
) -> None:
    in_russian(english)

    answer = client.get(asked)

    assert (answer.status_code, answer["Location"]) == (302, told)


def test_two_stories_at_one_path_keep_apart(client: Client, perm: City) -> None:
    stories.story("Come together", of=perm, slug="together")
    stories.story("Вдвоём", of=perm, language="ru", slug="together")

    english, russian = (client.get(f"/{code}/cities/perm/together/").text for code in ("en", "ru"))

    assert (shown(english), shown(russian)) == ("Come together", "Вдвоём")
    assert "beside" not in english + russian


@pytest.mark.parametrize("slug", ["come-together", "vmeste"])
def test_a_translation_for_some_readers_is_not_mentioned_to_others(
    client: Client, english: StoryPage, slug: str
) -> None:
    russian = in_russian(english, slug)
    open_to_all = client.get(english.url).text

    restrict(russian)

    pages = (open_to_all, client.get(english.url).text)
    assert [("ru", russian.url) in alternates(page) for page in pages] == [True, False]
    assert ["/beside/en/ru/" in page for page in pages] == [True, False]


def test_a_private_original_gives_way_to_its_public_translation(
    client: Client, english: StoryPage
) -> None:
    in_russian(english, "come-together")
    restrict(english)

    german = client.get("/de/cities/perm/come-together/").text
    listed = [client.get(f"/{code}/stories/").text for code in ("en", "de", "ru")]

    assert shown(german) == "Вместе"
    assert ["Вместе" in page for page in listed] == [True] * 3
    assert ["Come together" in page for page in listed] == [False] * 3


def test_who_may_read_a_private_original_gets_it_at_its_own_address(
    client: Client, english: StoryPage
) -> None:
    in_russian(english, "come-together")
    restrict(english)
    known = Client()
    known.force_login(user())

    answers = [reader.get("/en/cities/perm/come-together/") for reader in (client, known)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert shown(answers[1].text) == "Come together"


def test_a_story_whose_original_is_a_draft_is_listed_by_its_translation(
    client: Client, english: StoryPage
) -> None:
    in_russian(english)
    english.unpublish()

    page = client.get("/de/stories/").text

    assert page.count("Вместе") == 1
