import pytest

from citytocity.stories.models import StoryPage
from tests.factories import ledger

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_several_activities_in_the_order_given() -> None:
    undated = ledger.activity(when="")
    dated = ledger.activity(when="2018-09")
    story = StoryPage(title="A bronze girl")

    story.activities = [undated, dated]

    assert list(story.activities.all()) == [undated, dated]


def test_records_are_columns_that_migrations_know() -> None:
    _name, path, _args, _kwargs = StoryPage._meta.get_field("results").deconstruct()

    assert path == "modelcluster.fields.ParentalManyToManyField"
