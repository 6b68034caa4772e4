"""Feeds of stories, as RFC 4287 wants them and each for itself."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from citytocity.stories.models import StoryPage
from tests.factories import ledger, stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"
WHOLE, OF_PERM = "/en/stories/feed/", "/en/stories/feed/?city=perm"
ON_ARCHIVES = "/en/stories/feed/?topic=archives&city=perm"


@pytest.fixture(autouse=True)
def story() -> StoryPage:
    perm = city("Perm", name={"en": "Perm", "ru": "Пермь"})
    page = stories.story("Two archives & an album", of=perm, standfirst="Boxes <b>&</b> prints.")
    page.cities, page.topics = [perm], [ledger.theme("archives")]
    page.save_revision().publish()
    return page


def feed(client: Client, path: str) -> ET.Element:
    return ET.fromstring(client.get(path).content)  # noqa: S314 our own words


def links(element: ET.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        (WHOLE, "/en/stories/"),
        (OF_PERM, "/en/stories/?city=perm"),
        (ON_ARCHIVES, "/en/stories/?topic=archives&city=perm"),
        ("/ru/stories/feed/?city=perm&page=7", "/ru/stories/?city=perm"),
    ],
)
def test_a_feed_names_itself_and_the_list_it_is_of(client: Client, path: str, listed: str) -> None:
    found = feed(client, path)

    own = SITE + path.replace("&page=7", "")
    assert links(found) == {"self": own, "alternate": SITE + listed}
    assert found.findtext(f"{ATOM}id") == own


@pytest.mark.parametrize("path", [WHOLE, OF_PERM, ON_ARCHIVES])
def test_a_feed_has_what_atom_wants_of_it_and_of_each_entry(client: Client, path: str) -> None:
    found = feed(client, path)

    entry = found.find(f"{ATOM}entry")
    for element, wanted in (
        (found, ("id", "title", "updated")),
        (entry, ("id", "title", "updated")),
    ):
        assert [len(element.findall(ATOM + name)) for name in wanted] == [1] * 3
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "City to City"
    assert entry.findtext(f"{ATOM}title") == "Two archives & an album"
    assert list(links(entry)) == ["alternate"]


def test_words_that_look_like_html_are_read_as_they_were_written(client: Client) -> None:
    summary = feed(client, WHOLE).find(f"{ATOM}entry/{ATOM}summary")

    assert summary.get("type") == "html"
    assert summary.text == "Boxes &lt;b&gt;&amp;&lt;/b&gt; prints."


def test_a_feed_is_named_in_its_language(client: Client) -> None:
    titles = [feed(client, f"/{code}/stories/feed/?city=perm")[0].text for code in ("en", "ru")]

    assert titles == ["City to City: Perm", "City to City: Пермь"]


@pytest.mark.parametrize(
    ("page", "announced", "title"),
    [
        ("/en/stories/", "/en/stories/feed/", "Stories"),
        ("/en/stories/?city=perm&page=1", "/en/stories/feed/?city=perm", "Stories: Perm"),
        ("/en/cities/perm/", "/en/stories/feed/?city=perm", "Stories: Perm"),
        ("/en/topics/archives/", "/en/stories/feed/?topic=archives", "Stories: Archives"),
    ],
)
def test_pages_announce_their_feed_in_the_head_and_in_words(
    client: Client, page: str, announced: str, title: str
) -> None:
    html = client.get(page).text

    kind = 'type="application/atom+xml"'
    assert f'<link rel="alternate" {kind} title="{title}" href="{announced}">' in html
    assert f'<a {kind} href="{announced}">Feed: {title}</a>' in html


def test_a_city_without_stories_announces_no_feed(client: Client) -> None:
    city("Oxford")

    assert "application/atom+xml" not in client.get("/en/cities/oxford/").text
