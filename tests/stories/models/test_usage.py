"""A record's usage names the stories that tell about it."""

import pytest
from django.test import Client
from wagtail.models import ReferenceIndex

from citytocity.stories.models import StoryPage
from tests.factories import ledger, stories
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = pytest.mark.django_db


def used(record: object) -> list[str]:
    return [str(page) for page, _uses in ReferenceIndex.get_grouped_references_to(record)]


def test_a_story_is_a_use_of_each_record_it_tells_about() -> None:
    perm = city("Perm")
    story = stories.story("A bronze girl", of=perm)
    records = {
        "topics": ledger.theme(),
        "cities": city("Oxford"),
        "activities": ledger.activity(),
        "partnerships": ledger.partnership(perm),
        "results": ledger.result(),
        "recognitions": ledger.recognition(city=perm),
    }
    for relation, record in records.items():
        setattr(story, relation, [record])

    story.save()

    assert [used(record) for record in records.values()] == [["A bronze girl"]] * 6


def test_a_record_that_a_story_no_longer_tells_about_is_not_used() -> None:
    activity = ledger.activity()
    story = stories.story("A bronze girl", of=city("Perm"), activities=[activity])
    story.activities = []

    story.save()

    assert used(activity) == []


def test_the_usage_of_a_record_names_the_story_and_the_field(client: Client) -> None:
    activity = ledger.activity()
    stories.story("A bronze girl", of=city("Perm"), activities=[activity])
    client.force_login(user(admin=True))

    page = client.get(f"/admin/snippets/ledger/activity/usage/{activity.pk}/").text

    assert StoryPage.objects.get().title in page
    assert "Activities" in page
