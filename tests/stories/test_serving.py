import pytest

from citytocity.stories.models import CitiesPage, CityPage, TopicPage, TopicsPage
from citytocity.website.models import HomePage, PlainPage


@pytest.mark.parametrize("kind", [CitiesPage, CityPage, TopicPage, TopicsPage, HomePage, PlainPage])
def test_editors_preview_what_readers_will_get(kind: type) -> None:
    assert kind.serve_preview is kind.serve
