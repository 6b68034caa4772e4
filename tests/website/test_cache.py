"""Answers come from memory, are for everybody, and are never older than the last change."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from wagtail.models import Locale, Page

from citytocity.design.memory import new_version, version_of
from citytocity.ledger.signals import announce
from citytocity.website import cache
from citytocity.website.cache import PageCache
from citytocity.website.founding import found_site
from tests.factories import cities

HTML = [("Content-Type", "text/html; charset=utf-8")]


class Site:
    """A site of one page, which says how often it was made."""

    def __init__(self, headers: list[tuple[str, str]] = HTML, status: str = "200 OK") -> None:
        self.headers, self.status = headers, status
        self.made = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        self.made += 1
        start_response(self.status, self.headers)
        self.meanwhile()
        return [f"made {self.made}".encode()]


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, dict(headers), body


def ask(app: Any, path: str = "/en/", method: str = "GET", **environ: str) -> Answer:
    said: list[Any] = []
    asked = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    body = app(asked | environ, lambda status, headers: said.extend([status, headers]))
    return Answer(said[0], said[1], b"".join(body))


def kept_by(site: Any, folder: Path, **options: Any) -> PageCache:
    return PageCache(site, folder=folder, hosts=["localhost", ".example.org"], **options)


def test_a_page_is_made_once(tmp_path: Path) -> None:
    site = Site()
    app = kept_by(site, tmp_path)

    bodies = [ask(app).body for _ in range(3)]

    assert bodies == [b"made 1"] * 3


def test_a_page_may_be_kept_by_others_only_if_they_ask_again(tmp_path: Path) -> None:
    answer = ask(kept_by(Site(), tmp_path))

    assert answer.headers == {
        "Content-Type": "text/html; charset=utf-8",
        "ETag": answer.headers["ETag"],
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Cookie, Accept-Encoding",
        "Content-Length": "6",
    }


def test_a_browser_that_can_unpack_gets_the_page_packed(tmp_path: Path) -> None:
    answer = ask(kept_by(Site(), tmp_path), HTTP_ACCEPT_ENCODING="gzip, deflate, br")

    assert gzip.decompress(answer.body) == b"made 1"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.body))


@pytest.mark.parametrize(
    ("encodings", "packed"),
    [
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("br, gzip; q=0.000", False),
        ("GZIP;Q=0, gzip;q=0", False),
        ("gzip", True),
        ("br;q=1, gzip;q=0.5", True),
        ("gzip;q=1.0, *;q=0", True),
    ],
)
def test_a_browser_gets_the_page_packed_only_if_it_says_so(
    tmp_path: Path, encodings: str, packed: bool
) -> None:
    answer = ask(kept_by(Site(), tmp_path), HTTP_ACCEPT_ENCODING=encodings)

    assert ("Content-Encoding" in answer.headers) == packed


@pytest.mark.parametrize("encodings", ["", "gzip"])
@pytest.mark.parametrize("written", ["{}", "W/{}", '"other", {}'])
def test_who_has_the_page_is_told_so(tmp_path: Path, written: str, encodings: str) -> None:
    app = kept_by(Site(), tmp_path)
    etag = ask(app, HTTP_ACCEPT_ENCODING=encodings).headers["ETag"]

    answer = ask(app, HTTP_ACCEPT_ENCODING=encodings, HTTP_IF_NONE_MATCH=written.format(etag))

    assert (answer.status, answer.body) == ("304 Not Modified", b"")
    assert answer.headers["Vary"] == "Cookie, Accept-Encoding"
    assert answer.headers["ETag"] == etag


def test_a_page_packed_is_not_the_same_bytes_as_a_page_plain(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)
    plain, packed = ask(app), ask(app, HTTP_ACCEPT_ENCODING="gzip")

    answer = ask(app, HTTP_IF_NONE_MATCH=packed.headers["ETag"])

    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert (answer.status, answer.body) == ("200 OK", b"made 1")


@pytest.mark.parametrize(
    ("behind_proxy", "made"), [(True, [b"made 1", b"made 2"]), (False, [b"made 1", b"made 1"])]
)
def test_behind_a_proxy_readers_by_https_have_a_page_of_their_own(
    tmp_path: Path, behind_proxy: bool, made: list[bytes]
) -> None:
    app = kept_by(Site(), tmp_path, behind_proxy=behind_proxy)

    bodies = [ask(app, HTTP_X_FORWARDED_PROTO=scheme).body for scheme in ("http", "https")]
    again = [ask(app, HTTP_X_FORWARDED_PROTO=scheme).body for scheme in ("http", "https")]

    assert bodies == again == made


def test_a_question_for_the_head_gets_no_body_and_leaves_the_page_whole(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)

    head, page = ask(app, method="HEAD"), ask(app)

    assert (head.status, head.body) == ("200 OK", b"")
    assert page.body == b"made 1"


def test_a_change_in_another_process_makes_pages_new_at_once(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)
    before = ask(app).body

    code = "import pathlib, sys; from citytocity.design.memory import new_version as n; "
    code += "n(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=settings.ROOT)

    assert (before, ask(app).body) == (b"made 1", b"made 2")


def test_every_change_counts_however_soon_it_follows(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)
    bodies = []

    for _ in range(20):
        new_version(tmp_path)
        bodies.append(ask(app).body)

    assert bodies == [f"made {n}".encode() for n in range(1, 21)]


def test_a_page_made_before_a_change_is_not_kept_after_it(tmp_path: Path) -> None:
    site = Site()
    app = kept_by(site, tmp_path)
    site.meanwhile = lambda: new_version(tmp_path)
    ask(app)
    site.meanwhile = lambda: None

    assert ask(app).body == b"made 2"


def test_readers_in_several_threads_never_get_what_was_before_a_change(tmp_path: Path) -> None:
    site = Site()
    site.meanwhile = lambda: None
    app = kept_by(site, tmp_path, limit=20_000)
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            ask(app)
            ask(app, QUERY_STRING=str(site.made % 20))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    old = 0
    for _ in range(300):
        before = site.made
        new_version(tmp_path)
        old += int(ask(app).body.split()[1]) <= before
    over.set()
    for reader in readers:
        reader.join()

    assert old == 0


def test_pages_that_tell_what_is_on_are_new_every_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([7_200.0, 7_200.1, 10_799.9, 10_800.0, 10_800.1])
    monkeypatch.setattr(cache.time, "time", lambda: next(clock))
    app = kept_by(Site(), tmp_path)

    bodies = [ask(app).body for _ in range(3)]

    assert bodies == [b"made 1", b"made 1", b"made 2"]


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=a",
        "reading=10000; sessionid=b",
        "messages=c",
        "{\xe9 garbage\x01; sessionid=a",
        "a b=c, sessionid; sessionid=a",
        "\xc2\xa0sessionid=a",
    ],
)
def test_somebody_who_is_known_is_answered_by_the_site_itself(tmp_path: Path, cookie: str) -> None:
    site = Site()
    app = kept_by(site, tmp_path)

    first, second = ask(app, HTTP_COOKIE=cookie), ask(app, HTTP_COOKIE=cookie)
    stranger = ask(app)

    assert (first.body, second.body, stranger.body) == (b"made 1", b"made 2", b"made 3")


def test_each_way_of_reading_has_its_own_page(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)

    bodies = [ask(app, HTTP_COOKIE=f"reading={way}").body for way in ("10000", "02000", "10000")]

    assert bodies == [b"made 1", b"made 2", b"made 1"]


def test_cookies_of_no_meaning_share_one_page_and_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SHORTCUTS_AT_MOST", 100)
    app = kept_by(Site(), tmp_path)

    bodies = {ask(app, HTTP_COOKIE=f"reading=?????{n}; x{'y' * n}={n}").body for n in range(1000)}

    assert bodies == {b"made 1"}
    assert max(len(cookie) for *_rest, cookie in app.shortcuts) <= cache.COOKIE_AT_MOST
    assert len(app.shortcuts) <= cache.SHORTCUTS_AT_MOST


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"path": "/"},
        {"path": "/admin/"},
        {"path": "/health/ready"},
        {"path": "/documents/1/plan.pdf"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": ""},
        {"QUERY_STRING": "a" * 501},
    ],
)
def test_some_questions_always_go_to_the_site(tmp_path: Path, asked: dict[str, str]) -> None:
    app = kept_by(Site(), tmp_path)

    bodies = [ask(app, **asked).body for _ in range(2)]

    assert bodies == [b"made 1", b"made 2"]


@pytest.mark.parametrize(
    ("status", "more"),
    [
        ("404 Not Found", []),
        ("302 Found", [("Location", "/en/")]),
        ("200 OK", [("Set-Cookie", "csrftoken=a")]),
        ("200 OK", [("Cache-Control", "max-age=0, private")]),
        ("200 OK", [("Cache-Control", "no-store")]),
        ("200 OK", [("Vary", "Accept-Language, Cookie")]),
        ("200 OK", [("Content-Encoding", "br")]),
    ],
)
def test_some_answers_are_not_kept_and_stay_as_they_are(
    tmp_path: Path, status: str, more: list[tuple[str, str]]
) -> None:
    app = kept_by(Site([*HTML, *more], status), tmp_path)

    first, second = ask(app), ask(app)

    assert (first.status, first.body, second.body) == (status, b"made 1", b"made 2")
    assert first.headers == dict([*HTML, *more])


def test_who_once_had_a_form_is_answered_from_memory(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)

    bodies = [ask(app, HTTP_COOKIE=f"csrftoken={token}").body for token in "ab"]

    assert bodies == [b"made 1", b"made 1"]


def test_pictures_are_not_kept(tmp_path: Path) -> None:
    app = kept_by(Site([("Content-Type", "image/svg+xml")]), tmp_path)

    assert [ask(app).body, ask(app).body] == [b"made 1", b"made 2"]


def test_hosts_are_recognised_as_the_site_recognises_them(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path)

    bodies = [ask(app, HTTP_HOST=host).body for host in ("perm.example.org:8000", "localhost")]
    again = [ask(app, HTTP_HOST=host).body for host in ("perm.example.org:8000", "localhost")]

    assert bodies == again == [b"made 1", b"made 2"]


def test_memory_is_bounded_and_what_is_asked_for_stays(tmp_path: Path) -> None:
    app = kept_by(Site(), tmp_path, limit=100_000)
    ask(app, QUERY_STRING="wanted")

    for n in range(1000):
        ask(app, QUERY_STRING=str(n))
        wanted = ask(app, QUERY_STRING="wanted")

    kept = [*app.pages.values(), *app.older.values()]
    assert wanted.body == b"made 1"
    assert sum(page.size for page in kept) <= 100_000 + max(page.size for page in kept)


@pytest.fixture
def whole_site(db: None) -> Iterator[PageCache]:
    """The site as it is served; the page cache in front of all of Django."""
    found_site()
    new_version(settings.DATA_DIR)
    signals = (request_started, request_finished)
    for signal in signals:  # the connection of the test outlives its requests
        signal.disconnect(close_old_connections)
    yield PageCache(get_wsgi_application(), folder=settings.DATA_DIR, hosts=settings.ALLOWED_HOSTS)
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable) -> Callable:
    """A transaction of its own: what waited for the end of the one before is done."""

    def transaction(*, execute: bool = True) -> AbstractContextManager[list[Callable]]:
        connection.run_on_commit.clear()
        return django_capture_on_commit_callbacks(execute=execute)

    return transaction


def version() -> int:
    return version_of(settings.DATA_DIR).now()


def test_a_changed_city_is_on_its_page_at_once_in_every_language(
    whole_site: PageCache, committed: Callable
) -> None:
    city = cities.city("Perm", host=True)
    before = [ask(whole_site, f"/{code}/cities/perm/").body for code in ("en", "ru")]

    with committed():
        city.name = {"en": "Perm-on-Kama", "ru": "Пермь-на-Каме"}
        city.save()

    english, russian = (ask(whole_site, f"/{code}/cities/perm/").body for code in ("en", "ru"))
    assert [b"Perm-on-Kama" in page for page in before] == [False, False]
    assert b"Perm-on-Kama" in english
    assert "Пермь-на-Каме".encode() in russian


def test_many_changes_in_one_transaction_count_once_and_when_they_are_in(
    whole_site: PageCache, committed: Callable
) -> None:
    before = version()

    with committed(execute=False) as waiting:
        for name in ("Perm", "Oxford", "Duisburg"):
            cities.city(name)

    assert (waiting.count(announce), version()) == (1, before)


@pytest.mark.parametrize("change", ["publish", "unpublish", "move", "delete", "add a language"])
def test_what_editors_do_makes_pages_new(
    whole_site: PageCache, committed: Callable, change: str
) -> None:
    home, other = Page.objects.filter(depth=2)[:2]
    page = home.add_child(instance=Page(title="About", slug="about-us"))
    before = version()

    with committed():
        match change:
            case "publish":
                page.save_revision().publish()
            case "unpublish":
                page.unpublish()
            case "move":
                page.move(other, pos="last-child")
            case "delete":
                page.delete()
            case _:
                Locale.objects.create(language_code="tlh")

    assert version() > before


@pytest.mark.parametrize("cookie", ["", f"csrftoken={'a' * 32}"])
def test_a_page_with_a_form_for_somebody_is_never_kept(whole_site: PageCache, cookie: str) -> None:
    asked = {"HTTP_COOKIE": cookie, "QUERY_STRING": "next=/en/"}

    answers = [ask(whole_site, "/en/account/login/", **asked) for _ in range(2)]

    assert [answer.status for answer in answers] == ["200 OK"] * 2
    assert ["csrftoken=" in answer.headers["Set-Cookie"] for answer in answers] == [True] * 2
    assert whole_site.pages == {}


def test_a_reader_without_cookies_is_given_none(whole_site: PageCache) -> None:
    cities.city("Perm", host=True)

    answers = [ask(whole_site, path) for path in ("/en/", "/en/cities/", "/en/cities/perm/")]

    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * 3
    assert [answer.headers["Cache-Control"] for answer in answers] == [
        "public, max-age=0, must-revalidate"
    ] * 3


def test_each_page_that_is_read_is_counted_with_the_browsers_name(tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    app = kept_by(Site(), tmp_path, count=lambda path, agent: heard.append((path, agent)))

    for method in ("GET", "GET", "HEAD", "POST"):
        ask(app, "/en/cities/", method, HTTP_USER_AGENT="Firefox")
    etag = ask(app, "/en/cities/").headers["ETag"]
    ask(app, "/en/cities/", HTTP_IF_NONE_MATCH=etag)

    assert heard == [("/en/cities/", "Firefox")] * 2 + [("/en/cities/", "")] * 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Content-Type", "application/atom+xml")], "200 OK"),
        (HTML, "404 Not Found"),
        ([*HTML, ("Set-Cookie", "a=b")], "200 OK"),
    ],
)
def test_what_is_no_public_page_is_not_counted(
    tmp_path: Path, headers: list[tuple[str, str]], status: str
) -> None:
    heard: list[str] = []
    app = kept_by(Site(headers, status), tmp_path, count=lambda path, agent: heard.append(path))

    for _time in range(2):
        ask(app)

    assert heard == []
