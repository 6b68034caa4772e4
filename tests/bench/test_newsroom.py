"""The pages of a full newsroom ask the database a bounded number of questions."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.newsroom_world import pages_measured
from bench.world import Config, build
from citytocity.cities.models import City
from citytocity.translation.actions import take_in_page
from citytocity.translation.engines import segments
from citytocity.translation.models import Job, Text

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 25
SMALL = Config(cities=20, partnerships=15, activities=30, stories=150, busy=5, waiting=40)


def test_every_page_of_the_newsroom_asks_25_questions_at_most() -> None:
    build(SMALL)

    asked = {
        name: _questions(who, address)
        for name, (who, address) in pages_measured(City.objects.get(is_host=True)).items()
    }

    assert {name: number for name, number in asked.items() if number > QUERIES_AT_MOST} == {}


def test_the_bench_keeps_texts_and_passages_as_the_desk_does() -> None:
    build(SMALL)
    job = Job.objects.select_related("text__page").filter(language="ru", version_seen=2).first()
    story = job.text.page.get_source_instance()
    made = segments(job)

    text = take_in_page(story, city=job.text.city, out=True)

    job.text = Text.objects.select_related("page").get(pk=text.pk)
    kept = segments(job)
    assert text.version == 2
    assert job.total == len(kept)
    assert [(one.source, one.words) for one in kept] == [(one.source, one.words) for one in made]


def _questions(who: str, address: str) -> int:
    client = Client()
    client.force_login(get_user_model().objects.get(email=who))
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)
