"""What a story says of itself to search engines, and where it is passed on."""

import json
import re

import pytest
from django.test import Client

from citytocity.stories.models import StoryCredit, StoryPage
from tests.factories import stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def article(client: Client, story: StoryPage) -> dict:
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, story))
    data = json.loads(written[1])
    return next(one for one in data.get("@graph", [data]) if one["@type"] == "NewsArticle")


def page(client: Client, story: StoryPage) -> str:
    return client.get(story.url).text


def properties(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:image[^"]*)" content="([^"]*)">', html))


def test_authors_are_people_unless_the_site_signs_its_own_work(client: Client) -> None:
    story = stories.story("Two archives", of=city("Perm"))
    for role, name in (
        ("author", "Anna Author"),
        ("translator", "Tom Translator"),
        ("author", "The City to City team"),
    ):
        StoryCredit.objects.create(page=story, role=role, name=name, locale=story.locale)

    assert article(client, story)["author"] == [
        {"@type": "Person", "name": "Anna Author"},
        {"@type": "Organization", "name": "The City to City team"},
    ]


def test_a_story_is_passed_on_with_its_picture(client: Client) -> None:
    picture = stories.picture(size=(1500, 1200))
    story = stories.story("The Kama", of=city("Perm"), picture=picture, picture_alt="A river")

    shown = properties(page(client, story))

    address = shown["og:image"]
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/media/images/.+\.jpg", address)
    assert shown == {
        "og:image": address,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A river",
    }
    assert article(client, story)["image"] == address


def test_a_story_without_a_picture_is_shared_with_the_sites_own(client: Client) -> None:
    story = stories.story("Two archives", of=city("Perm"))

    assert properties(page(client, story))["og:image"].endswith("/design/icons/card.png")
    assert "image" not in article(client, story)
