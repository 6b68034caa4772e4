"""A slip of the pen that is mended leaves the translations as they are."""

import re

import pytest
from django.test import Client
from wagtail.models import Locale

from citytocity.people.enums import Role
from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import City, city
from tests.factories.people import member
from tests.stories.forms import posted

pytestmark = pytest.mark.django_db
ASKED = "Small change: translations stay as they are"


@pytest.fixture
def duisburg() -> City:
    return city("Duisburg")


@pytest.fixture
def editor(client: Client, duisburg: City) -> Client:
    client.force_login(member(Role.EDITOR, duisburg))
    return client


def _translated(story: StoryPage) -> StoryPage:
    return story.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)


def _edit(story: StoryPage) -> str:
    return f"/admin/pages/{story.pk}/edit/"


def _publish(editor: Client, story: StoryPage, **values: str) -> None:
    editor.post(_edit(story), posted(title=story.title, slug=story.slug, **values))


def _save(editor: Client, story: StoryPage, **values: str) -> StoryPage:
    """The draft as it is saved."""
    form = posted(title=story.title, slug=story.slug, **values)
    del form["action-publish"]
    editor.post(_edit(story), form)
    return StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()


def _is_ticked(editor: Client, story: StoryPage) -> bool:
    page = editor.get(_edit(story)).text
    (box,) = re.findall(r'<input[^>]*name="is_small_change"[^>]*>', page)
    return "checked" in box


def test_it_is_asked_where_there_are_translations(editor: Client, duisburg: City) -> None:
    story = stories.story("Eine Brücke", of=duisburg, language="de")

    assert ASKED not in editor.get(_edit(story)).text
    _translated(story)
    assert ASKED in editor.get(_edit(story)).text


def test_it_is_not_asked_of_a_translation(editor: Client, duisburg: City) -> None:
    story = stories.story("Eine Brücke", of=duisburg, language="de")
    russian = _translated(story)

    assert ASKED not in editor.get(_edit(russian)).text


def test_a_draft_keeps_it_until_it_is_published(editor: Client, duisburg: City) -> None:
    story = stories.story("Eine Brücke", of=duisburg, language="de")
    _translated(story)

    draft = _save(editor, story, is_small_change="on", standfirst="Kürzer.")

    assert draft.is_small_change
    assert _is_ticked(editor, story)
    _publish(editor, story, is_small_change="on", standfirst="Kürzer.")
    assert not _is_ticked(editor, story)


def test_a_translation_does_not_take_it_over(duisburg: City) -> None:
    story = stories.story("Eine Brücke", of=duisburg, language="de", is_small_change=True)

    assert not _translated(story).is_small_change
