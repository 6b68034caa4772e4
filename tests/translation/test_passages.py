"""What readers of two languages are told of passages that are not as they should be."""

import re
from typing import Any

import pytest
from django.test import Client, TestCase

from citytocity.stories.models import StoryPage
from citytocity.translation import pages
from citytocity.translation.actions import count
from citytocity.translation.additions import of_passages
from citytocity.translation.models import Job
from tests.factories.cities import city
from tests.factories.people import user
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db


def translated(story: StoryPage, words: dict[str, str], *, tool: str = "") -> Job:
    """The story's Russian page, of the words there are by their German ones; it is out."""
    desk = job(on_the_desk(story))
    for segment in pages.segments(desk):
        if segment.source in words:
            pages.write(desk, segment.key, words[segment.source], by=None, tool=tool)
    with TestCase.captureOnCommitCallbacks(execute=True):
        pages.publish(desk, by=user(admin=True), out=True)
    desk.has_machine_words, desk.version_seen = bool(tool), desk.text.version
    desk.save()
    count(desk)
    return desk


def remarks(client: Client, story: StoryPage) -> list[tuple[str, str]]:
    """For each row: the language of the second side, and what is said of it."""
    page = client.get(f"/en/cities/perm/{story.slug}/beside/de/ru/").text
    rows = re.findall(r'<div class="seg" id="s(?:.*?)<a class="nr"', page, re.DOTALL)
    sides = [row.rsplit("<div lang=", 1)[1] for row in rows]
    said = re.compile(r'class="remark"[^>]*>(.*?)<')
    return [(side[1:3], "".join(said.findall(side))) for side in sides]


def test_a_passage_that_waits_stands_in_the_original_and_says_so(client: Client) -> None:
    story = written("Brücken", "Eins", "Zwei", of=city("Perm"))
    translated(story, {"Brücken": "Мосты", "Eins": "Раз"})

    assert remarks(client, story) == [
        ("ru", ""),
        ("de", "Not translated yet: this is the original."),
    ]


def test_a_passage_whose_original_has_changed_says_so(client: Client) -> None:
    story = written("Brücken", "Eins", "Zwei", of=city("Perm"))
    translated(story, {"Brücken": "Мосты", "Eins": "Раз", "Zwei": "Два",
                              "What it is about.": "О чём."})  # fmt: skip

    rewritten(story, 1, "Zwei und drei").save_revision().publish()

    assert remarks(client, story) == [
        ("ru", ""),
        ("ru", "The original of this passage has changed since."),
    ]


def test_what_a_machine_translated_says_whether_a_person_has_read_it(client: Client) -> None:
    story = written("Brücken", "Eins", "Zwei", of=city("Perm"))
    words = {"Brücken": "Мосты", "Eins": "Раз", "Zwei": "Два", "What it is about.": "О чём."}
    desk = translated(story, words, tool="A machine")
    (two,) = (segment.key for segment in pages.segments(desk) if segment.source == "Zwei")
    pages.mark_read(desk, two, by=user(admin=True))

    assert remarks(client, story) == [
        ("ru", "Translated by a machine; nobody has read it yet."),
        ("ru", "Translated by a machine, read by a person."),
    ]


def test_a_translation_that_is_as_it_should_be_takes_one_question(
    django_assert_num_queries: Any,
) -> None:
    story = written("Brücken", "Eins", of=city("Perm"))
    words = {"Brücken": "Мосты", "Eins": "Раз", "What it is about.": "О чём."}
    translated(story, words)
    page = StoryPage.objects.select_related("locale").get(pk=story.pk)
    other = StoryPage.objects.select_related("locale").get(title="Мосты")

    with django_assert_num_queries(1):
        marks = of_passages([page, other])

    assert marks == {}
