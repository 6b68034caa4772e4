"""What is published comes to the desk, with what its editor said of the change."""

import pytest
from wagtail_localize.models import StringTranslation

from citytocity.people.enums import Role
from citytocity.stories.models import StoryPage
from citytocity.translation import actions, pages
from citytocity.translation.engines import segments
from citytocity.translation.models import Job
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> StoryPage:
    return written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")


@pytest.fixture
def found(story: StoryPage) -> Job:
    """Translated, approved and out."""
    found, translator = job(on_the_desk(story)), member(Role.TRANSLATOR, pair="de ru")
    words = {segment.key: "Слово" for segment in segments(found)}
    actions.save_words(found, words, seen={}, by=translator)
    actions.hand_in(job(found.text), by=translator)
    return actions.approve(job(found.text), by=member(Role.HOST))


def _publish(story: StoryPage, words: str, *, is_small: bool) -> None:
    changed = rewritten(story, 0, words)
    changed.is_small_change = is_small
    changed.save_revision().publish()


def test_a_small_change_leaves_the_translation_as_it_is(story: StoryPage, found: Job) -> None:
    _publish(story, "Der erste Absatz.", is_small=True)

    after = job(found.text)
    assert (after.is_behind, after.done, after.total) == (False, 3, 3)
    assert {segment.words for segment in segments(after)} == {"Слово"}


def test_any_other_change_asks_for_the_passage_again(story: StoryPage, found: Job) -> None:
    _publish(story, "Der erste Absatz.", is_small=False)

    after = job(found.text)
    assert (after.is_behind, after.done, after.total) == (True, 2, 3)


def test_that_a_change_is_small_is_said_of_it_alone(story: StoryPage, found: Job) -> None:
    _publish(story, "Der erste Absatz.", is_small=True)
    after_it = StoryPage.objects.get(pk=story.pk)

    assert not after_it.is_small_change
    rewritten(after_it, 0, "Der allererste Absatz.").save_revision().publish()
    assert job(found.text).is_behind


def test_a_new_passage_waits_even_if_the_change_is_called_small(
    story: StoryPage, found: Job
) -> None:
    changed = StoryPage.objects.get(pk=story.pk)
    changed.body = [*changed.body.raw_data, {"type": "paragraph", "value": "<p>Neu.</p>"}]
    changed.is_small_change = True
    changed.save_revision().publish()

    after = job(found.text)
    assert (after.done, after.total) == (3, 4)
    assert after in Job.objects.waiting()


def test_what_a_machine_wrote_stays_a_machines_after_a_small_change(
    story: StoryPage, found: Job
) -> None:
    last = segments(found)[-1].key
    pages.write(found, last, "Машина", by=None, tool="LibreTranslate")

    _publish(story, "Der erste Absatz.", is_small=True)

    after = segments(job(found.text))[-1]
    assert (after.words, after.is_machine, after.tool) == ("Машина", True, "LibreTranslate")


def test_a_translation_keeps_its_translator_after_a_small_change(
    story: StoryPage, found: Job
) -> None:
    _publish(story, "Der erste Absatz.", is_small=True)

    made = StringTranslation.objects.filter(locale__language_code="ru")
    assert {translation.last_translated_by for translation in made} == {found.translator}


def test_a_small_change_that_drops_a_link_lets_its_passage_wait() -> None:
    story = written("Titel", 'Der <a href="https://example.org/">Rhein</a>.', of=city("Duisburg"))
    found = job(on_the_desk(story))
    last = segments(found)[-1].key
    pages.write(found, last, '<a id="a1">Рейн</a>.', by=None)

    _publish(story, "Der Rhein.", is_small=True)

    after = segments(job(found.text))[-1]
    assert (after.words, after.old_words) == ("", '<a id="a1">Рейн</a>.')
