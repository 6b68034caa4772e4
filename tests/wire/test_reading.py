"""What feeds say, whatever their form."""

import datetime

import pytest

from citytocity.wire.reading import UnreadableFeedError, items, plain_address
from tests.wire.servers import FEEDS

BASE = "https://gazeta.example/feed"


def _read(name: str) -> list:
    return items((FEEDS / name).read_bytes(), base=BASE)


def test_rss_is_read_and_what_has_no_title_or_web_address_left_out() -> None:
    found = _read("town-hall.rss")

    assert [item.title for item in found] == [
        "Jugendforum tagt & singt",
        "Neue Brücke eröffnet",
        "Der Chor reist nach Osten",
        "Ein Baum aus Oxford",
    ]
    assert found[0].summary == "Sechzig Jugendliche aus sieben Städten."
    assert found[0].published == datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.UTC)
    assert found[0].key == "rathaus-101"


def test_atom_is_read_with_addresses_that_stand_beside_the_feed() -> None:
    found = _read("newspaper.atom")

    assert [(item.title, item.url) for item in found] == [
        ("Города-побратимы встретились", "https://gazeta.example/1"),
        ("Выставка в архиве", "https://gazeta.example/2"),
        ("Футбол на льду", "https://gazeta.example/3"),
    ]


def test_wordpress_is_read_and_a_broken_date_is_no_date() -> None:
    found = _read("wordpress.json")

    assert [item.title for item in found] == [
        "Besuch aus Perm – ein Tagebuch",
        "Neue Brücke eröffnet",
        "Kochen wie in Qingdao",
        "Musik ohne Datum",
    ]
    assert found[0].published == datetime.datetime(2026, 11, 24, 11, 0, tzinfo=datetime.UTC)
    assert found[3].published is None


def test_json_feed_is_read() -> None:
    assert [(item.title, item.url) for item in _read("feed.json")] == [
        ("Letters from Perm", "https://association.example/a"),
        ("A walk", "https://association.example/b"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html><body>Not found</body></html>", b"{}", b"[1, 2", b"\x00\xff\xfe",
        b"[" * 100_000, b'{"version": "https://jsonfeed.org/version/1"',
        b'{"version": "https://jsonfeed.org/version/1", "items": null}',
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableFeedError):
        items(body, base=BASE)


def test_what_no_database_takes_is_dropped() -> None:
    entry = r'{"id": "a\u0000\ud800", "title": "\u0000Fest\udfff", "url": "/a\ud800\u0000"}'
    body = f'{{"version": "https://jsonfeed.org/version/1", "items": [{entry}]}}'

    (item,) = items(body.encode(), base=BASE)

    assert (item.key, item.title, item.url) == ("a", "Fest", "https://gazeta.example/a")


def test_an_entry_whose_address_is_none_does_not_hide_the_others() -> None:
    entries = ", ".join(f'{{"title": "T", "url": "{url}"}}' for url in ("http://[", "/b"))
    body = f'{{"version": "https://jsonfeed.org/version/1", "items": [{entries}]}}'

    assert [item.url for item in items(body.encode(), base=BASE)] == ["https://gazeta.example/b"]


def test_entities_that_multiply_do_no_harm() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}]><rss version="2.0"><channel><item>'
        "<title>&l9;</title><link>https://x.example/</link></item></channel></rss>"
    )

    found = items(body.encode(), base=BASE)

    assert all(len(item.title) <= 300 for item in found)


def test_an_article_is_the_same_by_whatever_way_it_comes() -> None:
    one = plain_address("http://www.rathaus.example/bruecke/?utm_source=a&b=2&a=1#top")

    assert one == plain_address("https://rathaus.example/bruecke?a=1&b=2&fbclid=x")
