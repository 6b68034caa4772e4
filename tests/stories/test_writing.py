"""Where a story begins in the admin."""

import pytest
from django.test import Client

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.stories.guides import GUIDES
from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db
BEGIN = "/admin/stories/write/"


@pytest.fixture
def duisburg() -> City:
    found = city("Duisburg")
    stories.city_page(found, language="de")
    return found


@pytest.fixture
def client(client: Client, duisburg: City) -> Client:
    client.force_login(member(Role.AUTHOR, duisburg))
    return client


def asked(**values: object) -> dict[str, object]:
    return {"title": "Im Gespräch", "language": "de", "kind": "interview"} | values


def test_every_kind_says_what_it_is_for(client: Client) -> None:
    page = client.get(BEGIN).text

    assert [guide.kind for guide in GUIDES if str(guide.purpose) in page] == [
        guide.kind for guide in GUIDES
    ]


def test_the_choice_makes_a_draft_and_opens_it_with_its_guide(
    client: Client, duisburg: City
) -> None:
    answer = client.post(BEGIN, asked(city=duisburg.pk), follow=True)

    story = StoryPage.objects.get()
    assert answer.redirect_chain == [(f"/admin/pages/{story.pk}/edit/", 302)]
    assert "How to write it: interview" in answer.text
    assert (story.title, story.kind, story.live) == ("Im Gespräch", "interview", False)


def test_a_city_without_a_page_in_the_language_gets_one(client: Client, duisburg: City) -> None:
    client.post(BEGIN, asked(city=duisburg.pk, language="ru"))

    assert StoryPage.objects.get().url_path == "/home-ru/cities/duisburg/im-gesprach/"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "<b>x</b>"}, "title"),
        ({"kind": "gossip"}, "kind"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_made(
    client: Client, duisburg: City, wrong: dict[str, str], field: str
) -> None:
    answer = client.post(BEGIN, asked(city=duisburg.pk, **wrong))

    assert list(answer.context["form"].errors) == [field]
    assert not StoryPage.objects.exists()


def test_nobody_begins_a_story_for_another_city(client: Client) -> None:
    answer = client.post(BEGIN, asked(city=city("Oxford").pk))

    assert list(answer.context["form"].errors) == ["city"]


def test_adding_a_story_in_the_tree_asks_for_its_kind_first(client: Client, duisburg: City) -> None:
    place = stories.CityPage.objects.get()

    answer = client.get(f"/admin/pages/add/stories/storypage/{place.pk}/")

    assert answer.headers["Location"] == f"{BEGIN}?city={duisburg.pk}&language=de"
