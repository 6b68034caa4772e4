import pytest
from django.test import Client

from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def test_robots_keep_out_of_the_office_and_find_the_site_map(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
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
