"""A story is put together once for everybody, and only if everybody may read it."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import PageViewRestriction

from citytocity.design.memory import new_version
from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembering")]


@pytest.fixture
def story() -> StoryPage:
    perm = city("Perm")
    made = stories.story("Still we rise", of=perm)
    made.cities.add(perm)
    made.save()
    new_version(settings.DATA_DIR)
    return made


def restrict(story: StoryPage) -> None:
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")
    new_version(settings.DATA_DIR)


def test_the_second_reader_costs_no_question(
    client: Client, story: StoryPage, django_assert_num_queries: object
) -> None:
    first = client.get(story.url).text

    with django_assert_num_queries(0):
        second = client.get(story.url).text

    assert "Still we rise" in first
    assert second == first


def test_who_wants_no_pictures_gets_none_from_a_reader_who_does(
    client: Client, story: StoryPage
) -> None:
    usual = client.get(story.url).text
    client.cookies["reading"] = "00200"

    assert 'class="art"' in usual
    assert 'class="art"' not in client.get(story.url).text


def test_a_story_that_is_no_longer_for_everybody_is_forgotten(
    client: Client, story: StoryPage
) -> None:
    before = client.get(story.url)

    restrict(story)

    assert (before.status_code, client.get(story.url).status_code) == (200, 302)


def test_what_only_some_may_read_is_not_shown_to_others(client: Client, story: StoryPage) -> None:
    restrict(story)
    known = Client()
    known.force_login(user())

    assert known.get(story.url).status_code == 200
    assert client.get(story.url).status_code == 302


def test_nor_is_it_shown_beside_another_language(client: Client, story: StoryPage) -> None:
    russian = stories.translation(story, "И всё-таки", language="ru")
    beside = f"{story.url}beside/en/ru/"
    open_to_all = client.get(beside)

    restrict(russian)

    assert open_to_all.status_code == 200
    assert client.get(beside).status_code == 302
