"""The ways in, and the foot of each page, lead only to pages that are there."""

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Locale

from citytocity.website.models import HomePage, PlainPage
from citytocity.website.navigation import furniture
from tests.factories.founding import found_as_before

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "What twinned cities do together"),
        ("ru", "Что города-побратимы делают вместе"),
    ],
)
def test_a_new_site_says_what_sites_of_its_kind_are_for(
    client: Client, language: str, words: str
) -> None:
    found_as_before()
    foot = client.get(f"/{language}/").text

    about = client.get(f"/{language}/about/")

    assert f'href="/{language}/about/"' in foot
    assert (about.status_code, f'<p class="standfirst">{words}' in about.text) == (200, True)


def test_what_an_editor_wrote_about_the_site_is_shown_in_its_place(client: Client) -> None:
    found_as_before()
    english = Locale.objects.get(language_code="en")
    page = PlainPage(title="Who we are", slug="about", locale=english)
    HomePage.objects.get(locale=english).add_child(instance=page)

    pages = [client.get(f"/{code}/about/") for code in ("en", "ru")]

    assert [page.status_code for page in pages] == [200, 200]
    assert ["Who we are</h1>" in page.text for page in pages] == [True, True]


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("", "/en/cities/"),
        ("sources/", "/en/cities/"),
        ("a-story/", "/en/stories/"),
        ("a-story/beside/en/ru/", "/en/stories/"),
    ],
)
def test_a_page_below_a_city_belongs_to_the_cities_or_to_the_stories(
    rf: RequestFactory, path: str, way: str
) -> None:
    request = rf.get(f"/en/cities/perm/{path}")

    assert [item.url for item in furniture(request).nav if item.current] == [way]
