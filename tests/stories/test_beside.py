"""Reading in two languages side by side: nothing of either side is lost."""

import re

import pytest
from django.test import Client

from tests.factories import ledger, stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def body(**paragraphs: str) -> list[dict]:
    """Paragraphs by their ids."""
    return [
        {"type": "paragraph", "value": f"<p>{words}</p>", "id": key}
        for key, words in paragraphs.items()
    ]


def rows(html: str) -> list[tuple[str, str]]:
    """The words of each pair of blocks."""
    segments = re.findall(r'<div class="seg" id="s\d+">(.*?)</div></div>', html, re.DOTALL)
    sides = [re.split(r'</div><div lang="ru">', segment) for segment in segments]
    return [tuple(re.sub(r"<[^>]+>", "", side).strip() for side in pair) for pair in sides]


@pytest.mark.parametrize(
    ("english", "russian", "beside"),
    [
        (
            {"a": "One", "b": "Two"},
            {"a": "Раз", "b": "Два", "c": "Три"},
            [("One", "Раз"), ("Two", "Два"), ("", "Три")],
        ),
        (
            {"a": "One", "b": "Two"},
            {"x": "Ноль", "a": "Раз", "c": "Полтора", "b": "Два"},
            [("", "Ноль"), ("One", "Раз"), ("", "Полтора"), ("Two", "Два")],
        ),
        (
            {"a": "One", "e": "Only here", "b": "Two"},
            {"b": "Два", "c": "Только здесь", "a": "Раз"},
            [("", "Только здесь"), ("One", "Раз"), ("Only here", ""), ("Two", "Два")],
        ),
        (
            {"a": "One"},
            {"p": "Раз", "q": "Два"},
            [("One", "Раз"), ("", "Два")],
        ),
    ],
)
def test_what_one_language_alone_has_stands_at_its_place(
    client: Client, english: dict, russian: dict, beside: list
) -> None:
    story = stories.story("Come together", of=city("Perm"), body=body(**english))
    stories.translation(story, "Вместе", language="ru", body=body(**russian))

    page = client.get(f"{story.url}beside/ru/").text

    assert rows(page) == beside


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_title_and_a_standfirst_stand_once_in_each_language(client: Client) -> None:
    story = stories.story("Come together", of=city("Perm"), standfirst="Two cities sing.")
    stories.translation(story, "Вместе", language="ru", standfirst="Два города поют.")

    article = client.get(f"{story.url}beside/ru/").text.split("<article>")[1]

    words = ("Come together", "Вместе", "Two cities sing.", "Два города поют.")
    assert [article.count(some) for some in words] == [1, 1, 1, 1]


def test_more_stories_follow_two_languages_as_they_follow_one(client: Client) -> None:
    perm, archives = city("Perm"), ledger.theme("archives")
    story, other = (stories.story(title, of=perm) for title in ("An album", "Two archives"))
    stories.translation(story, "Альбом", language="ru")
    for page in (story, other):
        page.topics = [archives]
        page.save()

    page = client.get(f"{story.url}beside/ru/").text

    assert "Two archives" in page.split("More stories")[1]


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
