"""Writing a story: what its form knows already, and in what language it is original."""

import pytest
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from citytocity.stories.models import StoryPage
from tests.factories import ledger, stories
from tests.factories.cities import cities, city
from tests.factories.people import user
from tests.stories.forms import form_of, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user(officer=True))
    return client


def test_a_new_story_tells_of_the_city_it_is_written_in(editor: Client) -> None:
    _oxford, duisburg = cities("Oxford", "Duisburg")
    stories.city_page(duisburg)

    editor.post(
        "/admin/stories/write/", {"title": "A bridge", "city": duisburg.pk, "language": "en"}
    )

    assert list(StoryPage.objects.get().cities.all()) == [duisburg]


def test_the_form_holds_what_is_chosen_and_not_the_whole_register(editor: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    ledger.activity(oxford, host=perm, title={"en": "A festival nobody chose"})

    story = stories.story("A walk", of=perm)
    form = editor.get(f"/admin/pages/{story.pk}/edit/")

    assert form.status_code == 200
    assert "A festival nobody chose" not in form.text


def test_a_story_written_in_german_is_a_german_original_to_every_reader(editor: Client) -> None:
    page = stories.city_page(city("Duisburg"), language="de")

    answer = editor.post(form_of(page), posted())
    lists = [Client().get(f"/{code}/stories/").text for code in ("en", "ru", "de")]

    assert answer.status_code == 302
    assert StoryPage.objects.get().original_language == "de"
    assert ["Eine Brücke" in page for page in lists] == [True, True, True]


def test_its_translation_stays_a_translation(editor: Client) -> None:
    duisburg = city("Duisburg")
    stories.city_page(duisburg, language="ru")
    story = stories.story("Eine Brücke", of=duisburg, language="de")

    translate_object(story, [Locale.objects.get(language_code="ru")])

    assert {page.original_language for page in StoryPage.objects.all()} == {"de"}
