"""Reading in two languages side by side: nothing of either side is lost."""

import re

import pytest
from django.test import Client

from tests.factories import stories
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
