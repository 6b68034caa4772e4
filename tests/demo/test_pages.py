"""Every public page of the demo, opened as a reader opens it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citytocity.ledger.models import Partnership
from citytocity.newsroom import additions
from citytocity.stories import queries, views

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 12
OF_A_REPORT = 40
"""A report is counted from the whole register whenever it is opened."""


def addresses(site: Client) -> list[str]:
    """What the sitemaps list in English, lists in their other views, and stories side by side."""
    maps = locations(site, "/sitemap.xml")
    listed = [path for each in maps for path in locations(site, each) if path.startswith("/en/")]
    stories = [path for path in listed if re.fullmatch(r"/en/cities/[^/]+/[^/]+/", path)]
    return [
        *listed,
        *(f"{path}beside/en/ru/" for path in stories),
        "/en/activities/?view=calendar",
        "/en/activities/?view=map",
        "/en/search/?q=festival",
        "/ru/",
    ]


def locations(site: Client, path: str) -> list[str]:
    return re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", site.get(path).text)


def test_every_page_answers_from_few_questions_to_the_database(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = addresses(site)
    site.get("/en/")
    homes = queries.home_paths()  # a process asks once; nothing is remembered in a transaction
    monkeypatch.setattr(queries, "home_paths", lambda: homes)
    monkeypatch.setattr(views, "home_paths", lambda: homes)
    corrected = additions.corrected_stories()  # likewise
    monkeypatch.setattr(additions, "corrected_stories", lambda: corrected)

    asked = {path: questions_of(site, path) for path in paths}

    assert len(paths) > 80
    assert {path: n for path, n in asked.items() if n > questions_at_most(path)} == {}


def questions_at_most(path: str) -> int:
    is_report = re.fullmatch(r"/en/reports/[^/]+/", path)
    return OF_A_REPORT if is_report else QUERIES_AT_MOST


def questions_of(site: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as questions:
        assert site.get(path).status_code == 200
    return len(questions)


def test_every_partnership_is_found_by_the_name_of_each_of_its_cities(site: Client) -> None:
    named = [
        (partnership.get_absolute_url(), str(side.city.name))
        for partnership in Partnership.objects.all()
        for side in partnership.sides.all()
    ]

    lost = [
        (address, name)
        for address, name in named
        if address not in site.get("/en/search/", {"q": name, "kind": "partnerships"}).text
    ]

    assert len(named) >= 12
    assert lost == []


def test_who_presented_an_award_is_named_in_the_script_of_the_reader(site: Client) -> None:
    russian, german = (site.get(f"/{code}/recognitions/merit-2018/").text for code in ("ru", "de"))

    assert "Сергей Лавров" in russian
    assert "Sergey Lavrov" not in russian
    assert "Sergey Lavrov" in german
