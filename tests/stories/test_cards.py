"""What is shown where somebody passes a story on."""

import os
import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from citytocity.stories.cards import forget_unused_cards
from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def told(title: str = "Come together", **values: object) -> StoryPage:
    perm = city("Perm")
    story = stories.story(title, of=perm, **values)
    story.cities.add(perm)
    story.save()
    return story


def shared(client: Client, story: StoryPage) -> str:
    page = client.get(story.url).text
    return re.search(r'property="og:image" content="https?://[^/]+(.*?)"', page)[1]


def test_a_story_without_a_picture_is_passed_on_by_its_card(client: Client) -> None:
    story = told()

    answer = client.get(shared(client, story))

    assert shared(client, story).startswith(f"{story.url}card.png?")
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)


def test_a_new_title_has_a_new_address_and_an_old_card_is_not_drawn_again(
    client: Client,
) -> None:
    story = told()
    before = shared(client, story)
    first = client.get(before).content

    story.title = "Come together again"
    story.save()

    assert shared(client, story) != before
    assert client.get(shared(client, story)).content != first


def test_a_story_with_a_picture_is_passed_on_by_that(client: Client) -> None:
    story = told(picture=stories.picture(size=(1300, 900)), picture_alt="The Kama")

    address = shared(client, story)

    assert "/media/images/" in address
    assert client.get(f"{story.url}card.png").headers["Location"] == address


def test_a_draft_has_no_card_that_anybody_can_open(client: Client) -> None:
    story = told(live=False)

    assert client.get(f"{story.url}card.png").status_code == 404


def test_a_story_of_no_city_is_passed_on_by_the_card_of_the_site(client: Client) -> None:
    story = stories.story("Nowhere", of=city("Perm"))

    assert "design/icons/card" in shared(client, story)
    assert client.get(f"{story.url}card.png").status_code == 404


def test_a_card_that_nobody_asked_for_in_a_month_is_removed_and_drawn_again(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.CACHE_DIR = tmp_path
    address = shared(client, told())
    first = client.get(address).content
    (card,) = (tmp_path / "cards").iterdir()

    long_ago = time.time() - 31 * 86_400
    os.utime(card, (long_ago, long_ago))
    client.get(address)
    used = forget_unused_cards()
    os.utime(card, (long_ago, long_ago))

    assert (used, forget_unused_cards(), card.exists()) == (0, 1, False)
    assert client.get(address).content == first
