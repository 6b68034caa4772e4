import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from citytocity.design.memory import new_version
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import records_of
from tests.factories import ledger, stories
from tests.factories.cities import cities

pytestmark = pytest.mark.django_db


def story_about_everything() -> StoryPage:
    perm, oxford = cities("Perm", "Oxford")
    story = stories.story("Still we rise", of=perm)
    story.recognitions = [ledger.recognition(slug="first-rank", city=perm, when="2018")]
    story.partnerships = [
        ledger.partnership(perm, oxford, slug="perm-oxford", since="1995-10"),
        ledger.partnership(perm, oxford, slug="choirs", name={"en": "Two choirs"}, since=""),
    ]
    story.results = [ledger.practice(oxford, perm, slug="call-centre", when="2016")]
    story.activities = [
        ledger.activity(slug="undated", when=""),
        ledger.activity(slug="older", when="2016"),
        ledger.activity(slug="newer", when="2018-09"),
    ]
    return story


EVERYTHING = ["newer", "older", "undated", "call-centre", "perm-oxford", "choirs", "first-rank"]


def test_what_a_story_tells_about_is_listed_by_kind_and_newest_first() -> None:
    story = story_about_everything()
    story.save()

    assert [record.slug for record in records_of(story)] == EVERYTHING


def test_a_draft_lists_what_it_tells_about_itself() -> None:
    draft = story_about_everything()

    assert [record.slug for record in records_of(draft)] == EVERYTHING
    assert records_of(StoryPage.objects.get()) == []


def test_a_partnership_is_called_by_its_name_or_by_its_cities() -> None:
    story = story_about_everything()

    found = {record.slug: [str(name) for name in record.names] for record in records_of(story)}

    assert found["choirs"] == ["Two choirs"]
    assert found["perm-oxford"] == ["Perm", "Oxford"]


def test_everything_a_story_tells_about_stands_beside_it(client: Client) -> None:
    story = story_about_everything()
    story.save()

    shown = client.get(story.url).text.partition('id="records-h"')[2].partition("</section>")[0]

    assert [part.partition('"')[0] for part in shown.split('href="')[1:]] == [
        "/en/activities/newer/",
        "/en/activities/older/",
        "/en/activities/undated/",
        "/en/results/call-centre/",
        "/en/partnerships/perm-oxford/",
        "/en/partnerships/choirs/",
        "/en/recognitions/first-rank/",
    ]
    assert "Perm – Oxford</a>" in shown
    assert ("October 1995" in shown, shown.count("<br>")) == (True, 5)


def test_a_story_about_everything_asks_few_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    story = story_about_everything()
    story.save()
    new_version(settings.DATA_DIR)

    with django_assert_max_num_queries(12):
        assert client.get(story.url).status_code == 200
