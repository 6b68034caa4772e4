"""Reading in two languages side by side: nothing of either side is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def body(**paragraphs: str) -> list[dict]:
    """Paragraphs by their ids."""
    return [
        {"type": "paragraph", "value": f"<p>{words}</p>", "id": key}
        for key, words in paragraphs.items()
    ]


def rows(html: str) -> list[tuple[str, ...]]:
    """The words of each pair of passages; what is said of a side that has none is in brackets."""
    segments = re.findall(r'<div class="seg" id="s\d+">(.*?)<a class="nr"', html, re.DOTALL)
    sides = [re.split(r"</div>\s*(?=<div)", segment) for segment in segments]
    return [tuple(words_of(side) for side in pair) for pair in sides]


def words_of(side: str) -> str:
    noted = re.sub(r'<p class="remark"[^>]*>(.*?)</p>', r"[\1]", side)
    return "".join(plain(noted).split("\n")).strip()


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


NO_ENGLISH = "[Only in the other language: Russian.]"
NO_RUSSIAN = "[Only in the other language: English.]"


@pytest.mark.parametrize(
    ("english", "russian", "beside"),
    [
        (
            {"a": "One", "b": "Two"},
            {"a": "Раз", "b": "Два", "c": "Три"},
            [("One", "Раз"), ("Two", "Два"), (NO_ENGLISH, "Три")],
        ),
        (
            {"a": "One", "b": "Two"},
            {"x": "Ноль", "a": "Раз", "c": "Полтора", "b": "Два"},
            [(NO_ENGLISH, "Ноль"), ("One", "Раз"), (NO_ENGLISH, "Полтора"), ("Two", "Два")],
        ),
        (
            {"a": "One", "e": "Only here", "b": "Two"},
            {"b": "Два", "c": "Только здесь", "a": "Раз"},
            [
                (NO_ENGLISH, "Только здесь"),
                ("One", "Раз"),
                ("Only here", NO_RUSSIAN),
                ("Two", "Два"),
            ],
        ),
        (
            {"a": "One"},
            {"p": "Раз", "q": "Два"},
            [("One", "Раз"), (NO_ENGLISH, "Два")],
        ),
    ],
)
def test_what_one_language_alone_has_stands_at_its_place(
    client: Client, english: dict, russian: dict, beside: list
) -> None:
    story = stories.story("Come together", of=city("Perm"), body=body(**english))
    stories.translation(story, "Вместе", language="ru", body=body(**russian))

    page = client.get(f"{story.url}beside/en/ru/").text

    assert rows(page) == beside


def test_a_title_and_a_standfirst_stand_once_in_each_language(client: Client) -> None:
    story = stories.story("Come together", of=city("Perm"), standfirst="Two cities sing.")
    stories.translation(story, "Вместе", language="ru", standfirst="Два города поют.")

    article = client.get(f"{story.url}beside/en/ru/").text.split("<article")[1]

    words = ("Come together", "Вместе", "Two cities sing.", "Два города поют.")
    assert [article.count(some) for some in words] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("reader", "ways"),
    [("en", ["English", "English + Russian"]), ("ru", ["Русский", "Русский + английский"])],
)
def test_ways_to_read_name_languages_as_the_reader_does(
    client: Client, reader: str, ways: list[str]
) -> None:
    story = stories.story("Come together", of=city("Perm"), slug="together")
    stories.translation(story, "Вместе", language="ru", slug="together")

    page = client.get(f"/{reader}/cities/perm/together/").text

    modes = re.search(r'<nav class="modes".*?</nav>', page)[0]
    assert [plain(link) for link in re.findall(r"<a .*?</a>", modes)] == ways


@pytest.mark.parametrize(
    ("reader", "words"),
    [("en", "English and Russian side by side"), ("ru", "Русский и английский рядом")],
)
def test_the_first_page_leads_to_both_languages_in_whole_words(
    client: Client, reader: str, words: str
) -> None:
    story = stories.story("Come together", of=city("Perm"), slug="together")
    stories.translation(story, "Вместе", language="ru", slug="together")

    page = client.get(f"/{reader}/").text

    assert f">{words}<" in page


def test_a_card_says_in_which_language_its_story_is(client: Client) -> None:
    stories.story("Come together", of=city("Perm"))

    notes = [client.get(f"/{code}/stories/").text for code in ("ru", "fr")]

    assert [re.search(r'class="also">([^<]+)', page)[1] for page in notes] == [
        "язык: английский",
        "en anglais",
    ]


def told(*languages: str) -> StoryPage:
    """A story at one address in each of the languages; the first is its original."""
    perm = city("Perm")
    first, *others = languages
    story = stories.story(f"Title {first}", of=perm, language=first, slug="together")
    for code in others:
        stories.translation(story, f"Title {code}", language=code, slug="together")
    return story


TWO = "/en/cities/perm/together/beside/"


def test_any_two_languages_stand_beside_each_other_in_the_order_of_the_address(
    client: Client,
) -> None:
    told("de", "ru", "it")

    page = client.get(f"{TWO}ru/it/").text

    assert re.findall(r'<p class="of" lang="(\w+)" dir="ltr">', page) == ["ru", "it"]
    assert re.search(r"<h1[^>]*>(.*?)</h1>", page)[1] == "Title ru"
    assert "Russian and Italian side by side" in page


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("ru/", "en/ru/"),
        ("en/en/", "?first=en&second=en"),
        ("en/fr/", "?first=en&second=fr"),
        ("?first=ru&second=en", "ru/en/"),
    ],
)
def test_each_address_of_a_pair_leads_to_the_one_it_has(
    client: Client, asked: str, leads_to: str
) -> None:
    told("en", "ru")

    assert client.get(f"{TWO}{asked}").headers["Location"] == f"{TWO}{leads_to}"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("first=en&second=en", "That is the same language twice: choose another here."),
        ("first=en&second=fr", "This story is not in that language yet: choose another."),
        ("first=en", "This field is required."),
    ],
)
def test_a_pair_that_cannot_be_read_is_refused_beside_the_field(
    client: Client, asked: str, words: str
) -> None:
    told("en", "ru")

    page = client.get(f"{TWO}?{asked}").text

    assert re.search(r'<div class="err">(.*?)</div>', page, re.DOTALL)
    assert words in plain(page)


def test_languages_that_wait_for_a_translator_are_named(client: Client) -> None:
    told("en", "ru", "de")

    assert "Not translated yet: Italian, French, Simplified Chinese." in plain(client.get(TWO).text)


def test_a_story_in_one_language_offers_no_choice(client: Client) -> None:
    told("en")

    page = client.get(TWO).text

    assert "This story is in one language so far." in page
    assert "<select" not in page


def test_a_draft_is_not_read_beside_anything(client: Client) -> None:
    story = told("en")
    stories.translation(story, "Вместе", language="ru", slug="together", live=False)

    assert client.get(f"{TWO}en/ru/").status_code == 302
    assert client.get("/en/cities/perm/nothing/beside/en/ru/").status_code == 404


def test_pairs_are_for_readers_and_not_for_search_engines(client: Client) -> None:
    told("en", "ru")

    pages = [client.get(address).text for address in (TWO, f"{TWO}en/ru/")]

    for page in pages:
        assert '<meta name="robots" content="noindex">' in page
        assert 'rel="canonical"' not in page
        assert 'rel="alternate" hreflang' not in page


def test_the_language_of_the_site_changes_around_the_pair(client: Client) -> None:
    told("en", "ru")

    page = client.get(f"{TWO}en/ru/").text

    assert 'href="/ru/cities/perm/together/beside/en/ru/" lang="ru"' in page
    assert client.get("/ru/cities/perm/together/beside/en/ru/").status_code == 200


def test_paragraphs_of_one_text_stand_in_rows_of_their_own_where_both_have_as_many(
    client: Client,
) -> None:
    english = [{"type": "paragraph", "value": "<p>One</p><ul><li>Two</li></ul>", "id": "a"},
               {"type": "paragraph", "value": "<p>Three</p><p>Four</p>", "id": "b"}]  # fmt: skip
    russian = [{"type": "paragraph", "value": "<p>Раз</p><ul><li>Два</li></ul>", "id": "a"},
               {"type": "paragraph", "value": "<p>Три и четыре</p>", "id": "b"}]  # fmt: skip
    story = stories.story("Come together", of=city("Perm"), body=english)
    stories.translation(story, "Вместе", language="ru", body=russian)

    page = client.get(f"{story.url}beside/en/ru/").text

    assert rows(page) == [("One", "Раз"), ("Two", "Два"), ("ThreeFour", "Три и четыре")]


def answers(*told: tuple[str, str, str]) -> list[dict]:
    value = [
        {"type": "item", "value": {"question": question, "answer": answer}, "id": key}
        for key, question, answer in told
    ]
    return [{"type": "interview", "value": value, "id": "talk"}]


def test_each_answer_of_an_interview_stands_beside_its_own(client: Client) -> None:
    story = stories.story(
        "A talk", of=city("Perm"), body=answers(("a", "Why?", "So."), ("b", "How?", "Well."))
    )
    stories.translation(story, "Разговор", language="ru", body=answers(("b", "Как?", "Так.")))

    page = client.get(f"{story.url}beside/en/ru/").text

    assert rows(page) == [("Why?So.", NO_RUSSIAN), ("How?Well.", "Как?Так.")]


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("blocks", [1, 12])
def test_a_pair_takes_as_few_questions_however_long_it_is(
    client: Client, django_assert_max_num_queries: Any, blocks: int
) -> None:
    words = {f"b{number}": f"Words {number}" for number in range(blocks)}
    story = stories.story("Come together", of=city("Perm"), body=body(**words))
    stories.translation(story, "Вместе", language="ru", body=body(**words))
    client.get(f"{story.url}beside/ru/en/")

    with django_assert_max_num_queries(12):
        page = client.get(f"{story.url}beside/en/ru/").text

    assert len(rows(page)) == blocks
