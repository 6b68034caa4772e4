"""Pages are read where their addresses lead: a slug that leads elsewhere is not taken."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from citytocity.stories.models import CitiesPage, CityPage, StoryPage, TopicPage, TopicsPage
from citytocity.website.models import HomePage, PlainPage
from tests.factories import ledger, stories
from tests.factories.cities import cities, city
from tests.factories.founding import found_as_before
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    found_as_before()
    client.force_login(user(officer=True))
    return client


def in_language(kind: type[Page], language: str = "en") -> Page:
    return kind.objects.get(locale__language_code=language)


def refused(office: Client, kind: type[Page], parent: Page, **values: object) -> dict[str, list]:
    """Publishes a new page under the parent; what is told beside the fields if it is refused."""
    address = f"/admin/pages/add/{kind._meta.app_label}/{kind._meta.model_name}/{parent.pk}/"
    empty = {
        f"{rows}-{count}": "0"
        for rows in ("body", "comments", "credits")
        for count in ("count", "TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = office.post(
        address, empty | {"title": "Ice", "slug": "ice", "action-publish": "1"} | values
    )
    return dict(answer.context["form"].errors) if answer.status_code == 200 else {}


def test_a_topic_page_stands_at_the_address_of_its_theme(office: Client) -> None:
    theme = ledger.theme("led")

    told = refused(office, TopicPage, in_language(TopicsPage), theme=theme.pk)

    assert told == {}
    assert TopicPage.objects.get().url == "/en/topics/led/"
    assert office.get("/en/topics/led/").context["page"] == TopicPage.objects.get()


def test_a_city_page_stands_at_the_address_of_its_city(office: Client) -> None:
    perm = city("Perm")

    told = refused(office, CityPage, in_language(CitiesPage, "ru"), city=perm.pk)

    assert told == {}
    assert CityPage.objects.get().url == "/ru/cities/perm/"
    assert office.get("/ru/cities/perm/").status_code == 200


def test_a_second_page_of_a_city_in_a_language_is_refused_beside_the_city(office: Client) -> None:
    perm = city("Perm")
    stories.city_page(perm)

    again, in_russian = (
        refused(office, CityPage, in_language(CitiesPage, code), city=perm.pk)
        for code in ("en", "ru")
    )

    assert again == {"city": ["“Perm” has a page in this language already."]}
    assert in_russian == {}


def test_a_second_page_of_a_theme_in_a_language_is_refused_beside_the_theme(
    office: Client,
) -> None:
    theme = ledger.theme("led")
    refused(office, TopicPage, in_language(TopicsPage), theme=theme.pk)

    again = refused(office, TopicPage, in_language(TopicsPage), theme=theme.pk)

    assert again == {"theme": ["“Led” has a page in this language already."]}
    assert TopicPage.objects.count() == 1


def test_a_page_of_a_record_is_not_changed_into_one_of_a_record_that_has_one(
    office: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    stories.city_page(perm)
    page = stories.city_page(oxford)

    page.city = perm

    with pytest.raises(ValidationError, match="has a page in this language already"):
        page.save()


def test_a_page_of_a_record_is_not_copied(office: Client) -> None:
    page = stories.city_page(city("Perm"))

    answer = office.post(f"/admin/pages/{page.pk}/copy/", {"new_slug": "perm-2"}, follow=True)

    assert "A record has one page in each language: translate this one." in answer.text
    assert CityPage.objects.count() == 1


@pytest.mark.parametrize("slug", ["results", "stories", "search", "admin", "account", "not a slug"])
def test_a_plain_page_that_could_never_be_read_is_refused(office: Client, slug: str) -> None:
    told = refused(office, PlainPage, in_language(HomePage), slug=slug)

    assert list(told) == ["slug"]
    assert PlainPage.objects.count() == 0


def test_it_is_told_why_the_slug_is_refused(office: Client) -> None:
    told = refused(office, PlainPage, in_language(HomePage), slug="results")

    assert told == {"slug": ["Something else has this address already: choose another slug."]}


def test_a_plain_page_is_not_moved_to_the_address_of_a_list(office: Client) -> None:
    refused(office, PlainPage, in_language(HomePage), slug="about")
    page = PlainPage.objects.get()

    page.slug = "results"

    with pytest.raises(ValidationError, match="Something else has this address already"):
        page.save()


def test_the_same_word_is_free_one_floor_below(office: Client) -> None:
    refused(office, PlainPage, in_language(HomePage, "ru"), slug="about")

    told = refused(office, PlainPage, PlainPage.objects.get(), slug="results")

    assert told == {}
    assert office.get("/ru/about/results/").status_code == 200


def test_a_story_does_not_take_the_address_of_the_sources_of_its_city(office: Client) -> None:
    page = stories.city_page(city("Perm"))
    words = {"title": "Sources", "standfirst": "Where we know it from.", "dated": "2018-09-14"}

    told = refused(office, StoryPage, page, slug="sources", **words)

    assert told == {"slug": ["Something else has this address already: choose another slug."]}
