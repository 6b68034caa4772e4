"""A story is in another language when its translator publishes it, not before."""

import pytest
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> StoryPage:
    perm = city("Perm")
    stories.city_page(perm)
    stories.city_page(perm, language="ru")
    return stories.story("A bridge of books", of=perm)


def test_a_translation_just_begun_leaves_readers_the_original(
    client: Client, story: StoryPage
) -> None:
    translate_object(story, [Locale.objects.get(language_code="ru")])

    page = client.get(story.url.replace("/en/", "/ru/")).text

    assert StoryPage.objects.filter(translation_key=story.translation_key).count() == 2
    assert "Эта история ещё не переведена" in page
    assert '<h1 lang="en">A bridge of books</h1>' in page
    assert "/beside/" not in client.get(story.url).text


def test_a_published_translation_is_read_in_its_language(client: Client, story: StoryPage) -> None:
    russian = Locale.objects.get(language_code="ru")
    translate_object(story, [russian])

    story.get_translation(russian).get_latest_revision().publish()

    assert "/beside/en/ru/" in client.get(story.url).text
