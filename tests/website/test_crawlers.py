import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from citytocity.website.founding import found_site
from citytocity.website.models import HomePage, PlainPage
from tests.factories import stories
from tests.factories.cities import city, organisation
from tests.factories.ledger import theme

pytestmark = pytest.mark.django_db


def test_robots_keep_out_of_the_office_and_find_the_site_map(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /*/search/",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]


def test_the_site_map_names_a_city_in_every_language(client: Client) -> None:
    city("Perm")

    text = client.get("/sitemap-cities.xml").content.decode()

    assert text.count("<loc>") == 6
    assert text.count("/ru/cities/perm/</loc>") == 1
    assert text.count('hreflang="x-default"') == 6


def site_map(client: Client, section: str) -> dict[str, dict[str, str]]:
    """What a section says of each address: where it is in each language."""
    text = client.get(f"/sitemap-{section}.xml").text
    return {
        re.search(r"<loc>http://127.0.0.1:8000([^<]+)", entry)[1]: dict(
            re.findall(r'hreflang="([^"]+)" href="http://127.0.0.1:8000([^"]+)"', entry)
        )
        for entry in re.findall(r"<url>.*?</url>", text, re.DOTALL)
    }


def test_the_site_map_names_a_story_where_it_is_told(client: Client) -> None:
    english = stories.story("Together", of=city("Perm"), slug="together")
    stories.translation(english, "Вместе", language="ru", slug="vmeste")

    named = {
        "en": "/en/cities/perm/together/",
        "ru": "/ru/cities/perm/vmeste/",
        "x-default": "/en/cities/perm/together/",
    }
    assert site_map(client, "stories") == {
        "/en/cities/perm/together/": named,
        "/ru/cities/perm/vmeste/": named,
    }


def test_the_site_map_keeps_to_itself_what_is_not_for_everybody(client: Client) -> None:
    perm = city("Perm")
    english = stories.story("Together", of=perm, slug="together")
    stories.translation(english, "Вместе", language="ru", live=False)
    french = stories.translation(english, "Ensemble", language="fr")
    PageViewRestriction.objects.create(page=french, restriction_type="login")
    stories.story("Not yet", of=perm, live=False)

    listed = site_map(client, "stories")

    address = "/en/cities/perm/together/"
    assert listed == {address: {"en": address, "x-default": address}}


def test_the_site_map_says_of_a_page_what_its_head_says(client: Client) -> None:
    stories.city_page(city("Perm"))
    choir = organisation()

    for section, address in (
        ("cities", "/ru/cities/perm/"),
        ("organisations", f"/ru/organisations/{choir.slug}/"),
        ("lists", "/ru/"),
    ):
        head = re.findall(
            r'hreflang="([^"]+)" href="http://127.0.0.1:8000([^"]+)"', client.get(address).text
        )
        said = {code.lower(): path for code, path in head}
        assert site_map(client, section)[address] == said


def test_the_site_map_has_every_kind_of_page(client: Client) -> None:
    found_site()
    home = HomePage.objects.get(locale__language_code="ru")
    home.add_child(instance=PlainPage(title="О сайте", slug="about", locale=home.locale))
    theme("archives")

    assert "/en/" in site_map(client, "lists")
    assert list(site_map(client, "pages")) == ["/ru/about/"]
    assert "/zh-hans/topics/archives/" in site_map(client, "topics")


def test_a_section_the_site_map_does_not_have_is_not_found(client: Client) -> None:
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_manifest_has_icons_for_a_home_screen(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")

    assert answer["Content-Type"] == "application/manifest+json"
    assert [icon["sizes"] for icon in answer.json()["icons"]] == [
        "any",
        "180x180",
        "192x192",
        "512x512",
    ]
