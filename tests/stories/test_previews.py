"""What an editor looks at before a story is out."""

import re
from typing import Any

import pytest
from django.test import Client

from citytocity.people.enums import Role
from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> StoryPage:
    perm = city("Perm")
    story = stories.story("Come together", of=perm, live=False, standfirst="A festival & more.")
    story.cities.add(perm)
    story.save()
    other = stories.translation(story, "Вместе", language="ru", live=False)
    other.save_revision()
    return story


def preview(page: StoryPage, mode: str) -> Any:
    client = Client()
    client.force_login(member(Role.EDITOR, page.get_parent().specific.city))
    return client.get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}")


def test_every_way_to_look_at_a_story_answers(draft: StoryPage) -> None:
    names = [name for name, _label in draft.preview_modes]

    assert names == [
        "", "language:ru", "size:large", "size:largest", "colours:night", "colours:white",
        "colours:black", "newsletter", "card",
    ]  # fmt: skip
    assert {preview(draft, name).status_code for name in names} == {200}


@pytest.mark.parametrize(
    ("mode", "attribute"),
    [
        ("", 'data-size="usual" data-colours="site"'),
        ("size:largest", 'data-size="largest" data-colours="site"'),
        ("colours:black", 'data-size="usual" data-colours="black"'),
        ("size:enormous", 'data-size="usual" data-colours="site"'),
        ("nonsense", 'data-size="usual" data-colours="site"'),
    ],
)
def test_it_is_read_as_readers_with_these_settings_do(
    draft: StoryPage, mode: str, attribute: str
) -> None:
    assert attribute in preview(draft, mode).text


def test_another_language_is_its_draft_for_who_works_on_it(draft: StoryPage) -> None:
    page = preview(draft, "language:ru").text

    assert '<html lang="ru"' in page
    assert re.search(r"<h1[^>]*>(.*?)</h1>", page)[1] == "Вместе"


def test_the_newsletter_has_a_picture_a_title_with_its_address_and_the_words(
    draft: StoryPage,
) -> None:
    answer = preview(draft, "newsletter")

    assert "A festival &amp; more." in answer.text
    assert re.search(
        r'<a href="https?://[^"]+/come-together[^"]*"[^>]*>Come together</a>', answer.text
    )
    assert 'src="data:image/png;base64,' in answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_the_card_stands_in_the_page_as_no_address_leads_to_it(draft: StoryPage) -> None:
    answer = preview(draft, "card")

    assert '<img src="data:image/png;base64,' in answer.text
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


def test_a_draft_that_tells_of_no_city_yet_can_be_looked_at_too(draft: StoryPage) -> None:
    draft.cities.clear()
    draft.save()

    assert "design/icons/card" in preview(draft, "card").text
    assert preview(draft, "newsletter").status_code == 200
