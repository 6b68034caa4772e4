"""The page cache: stands before Django, knows language (in the path) and reading settings.

A public page is made once and then answered from memory until the version of what pages show is a
new one (`design.memory`). So no reader gets a page older than the last change.
"""

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from citytocity.design.access import COOKIE, ReadingSettings
from citytocity.design.memory import HOUR, version_of

Count = Callable[[str, str], None]
Headers = list[tuple[str, str]]
App = Callable[..., Iterable[bytes]]
Asked = tuple[str, str, str, str, str, str]  # method, scheme, host, path, query, cookies
Key = tuple[str, str, str, str, str]  # scheme, host, path, query, reading settings

# Not the cookie of forms: a page that has a form for somebody sets it anew each time.
PERSONAL = frozenset({"sessionid", "messages"})
NEVER = ("/admin/", "/documents/", "/health/", "/media/", "/static/")
STORABLE = ("text/html", "text/plain", "application/atom+xml", "application/xml", "text/xml",
            "application/json", "application/manifest+json", "text/calendar")  # fmt: skip
NEGOTIATED = frozenset({"accept", "accept-language"})
"""What is no part of the key: answers that differ by it are not kept."""
BYTES_AT_MOST = 64 * 1024 * 1024
SHORTCUTS_AT_MOST = 4_000
COOKIE_AT_MOST = 500  # letters; longer ones are read anew each time
QUERY_AT_MOST = 500
SAFE = ("GET", "HEAD")
STATUS = {200: "200 OK", 304: "304 Not Modified"}


@dataclass(frozen=True, slots=True)
class _Form:
    """A page as it goes out: plain or packed, each with a tag of its own."""

    etag: str
    whole: tuple[int, Headers, bytes]
    unchanged: tuple[int, Headers, bytes]


@dataclass(frozen=True, slots=True)
class _Kept:
    """One page, ready to be sent either way."""

    plain: _Form
    packed: _Form
    size: int
    is_read: bool

    def answer(self, encodings: str, known: str) -> tuple[int, Headers, bytes]:
        """Status, headers and body for an Accept-Encoding and an If-None-Match."""
        form = self.packed if _unpacks(encodings) else self.plain
        # also W/"…", and among others
        return form.unchanged if known and form.etag in known else form.whole


class PageCache:
    """A WSGI layer that answers public pages from memory until anything they show changes.

    Several threads ask at once. Forgetting and keeping exclude each other, so that no page of
    before a change is kept after it; answering what is kept waits for nobody.
    """

    def __init__(
        self,
        app: App,
        *,
        folder: Path,
        hosts: list[str],
        behind_proxy: bool = False,
        limit: int = BYTES_AT_MOST,
        count: Count | None = None,
    ) -> None:
        """`count` hears the path and the browser's name of each page that is read."""
        self.app = app
        self.shown = version_of(folder)
        self.hosts = hosts
        self.scheme = "HTTP_X_FORWARDED_PROTO" if behind_proxy else "wsgi.url_scheme"
        self.scheme_header = "x-forwarded-proto" if behind_proxy else ""
        self.limit = limit
        self.count = count
        self.version = -1
        self.age = 0
        self.fresh_until = 0.0
        self.size = 0
        self.pages: dict[Key, _Kept] = {}
        self.older: dict[Key, _Kept] = {}
        self.shortcuts: dict[Asked, _Kept] = {}
        self.keeping = threading.RLock()

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        asked = (
            method,
            environ.get(self.scheme, ""),
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_COOKIE", ""),
        )
        page = self.find(asked)
        if page is None:
            made = self._make(environ, start_response, asked)
            if not isinstance(made, _Kept):
                return made
            page = made
        self.note_reading(page, asked, environ.get("HTTP_USER_AGENT", ""))
        encodings = environ.get("HTTP_ACCEPT_ENCODING", "")
        status, headers, body = page.answer(encodings, environ.get("HTTP_IF_NONE_MATCH", ""))
        start_response(STATUS[status], headers)
        return [] if method == "HEAD" else [body]

    def find(self, asked: Asked) -> _Kept | None:
        """The page, if it is kept and nothing has changed since it was made."""
        self._current_age()
        return self.shortcuts.get(asked) or self._looked_up(asked)

    def note_reading(self, page: _Kept, asked: Asked, agent: str) -> None:
        if self.count and page.is_read and asked[0] == "GET":
            self.count(asked[3], agent)

    def _current_age(self) -> int:
        """How often all that was kept has been forgotten, which happens now if it is time to."""
        version = self.shown.now()
        now = time.time()
        if version != self.version or now >= self.fresh_until:
            self._forget(version, now)
        return self.age

    def _forget(self, version: int, now: float) -> None:
        with self.keeping:
            self.pages, self.older, self.shortcuts, self.size = {}, {}, {}, 0
            self.version = version
            self.fresh_until = now - now % HOUR + HOUR
            self.age += 1

    def _looked_up(self, asked: Asked) -> _Kept | None:
        """The page, which is found at once when the very same is asked again.

        One of the older half moves to the younger one.
        """
        key = _key(asked)
        if key is None:
            return None
        with self.keeping:
            page = self.pages.get(key)
            if page is None and (page := self.older.pop(key, None)):
                self._keep(key, page)
            if page and len(asked[5]) <= COOKIE_AT_MOST:
                if len(self.shortcuts) >= SHORTCUTS_AT_MOST:
                    self.shortcuts.clear()
                self.shortcuts[asked] = page
        return page

    def _make(
        self, environ: dict[str, Any], start_response: Callable, asked: Asked
    ) -> _Kept | Iterable[bytes]:
        """The page from Django; kept if it is for everybody and nothing changed meanwhile."""
        age = self.age
        key = _key(asked)
        if key is None or not self._may_keep(key):
            return self.app(environ, start_response)
        answer = _Answer()
        head = environ["REQUEST_METHOD"] == "HEAD"
        environ["REQUEST_METHOD"] = "GET"
        body = b"".join(closing(self.app(environ, answer)))
        if not answer.is_for_everybody():
            start_response(answer.status, answer.headers)
            return [] if head else [body]
        page = _kept(answer.headers, body)
        if head:
            environ["REQUEST_METHOD"] = "HEAD"
        with self.keeping:
            if age == self._current_age():
                self._keep(key, page)
        return page

    def _may_keep(self, key: Key) -> bool:
        _scheme, host, path, query, _reading = key
        return (
            path != "/"
            and not path.startswith(NEVER)
            and len(query) <= QUERY_AT_MOST
            and validate_host(split_domain_port(host)[0], self.hosts)
        )

    def _keep(self, key: Key, page: _Kept) -> None:
        """Keeps the page. When half the memory is full, what nobody asked for since leaves."""
        self.pages[key] = page
        self.size += page.size
        if self.size > self.limit // 2:
            self.pages, self.older, self.shortcuts, self.size = {}, self.pages, {}, 0


def _key(asked: Asked) -> Key | None:
    """Under what the answer is kept; None for one to somebody who is known to us.

    Cookies are read as Django reads them: what it takes for a session must not pass here.
    """
    method, scheme, host, path, query, cookie = asked
    if method not in SAFE:
        return None
    cookies = parse_cookie(cookie.encode("latin-1", "replace").decode(errors="replace"))
    if PERSONAL & cookies.keys():
        return None
    return scheme, host, path, query, ReadingSettings.from_cookie(cookies.get(COOKIE)).cache_key


class _Answer:
    """What Django says before its body."""

    status = ""
    headers: Headers

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = status, headers

    def is_for_everybody(self) -> bool:
        named = {name.lower(): value.lower() for name, value in self.headers}
        control = named.get("cache-control", "")
        return (
            self.status.startswith("200 ")
            and "set-cookie" not in named
            and "content-encoding" not in named
            and not NEGOTIATED & set(named.get("vary", "").replace(" ", "").split(","))
            and not any(word in control for word in ("private", "no-store", "no-cache"))
            and named.get("content-type", "").startswith(STORABLE)
        )


def _unpacks(encodings: str) -> bool:
    """Whether who sent this Accept-Encoding takes gzip (RFC 9110, 12.5.3)."""
    if "gzip" not in encodings or ";" not in encodings:
        return "gzip" in encodings
    for one in encodings.lower().replace(" ", "").split(","):
        coding, _semicolon, weight = one.partition(";")
        if coding == "gzip":
            return not weight or weight.removeprefix("q=").strip("0.") != ""
    return False


def _kept(headers: Headers, body: bytes) -> _Kept:
    ours = {"etag", "cache-control", "vary", "content-length"}
    common = [(name, value) for name, value in headers if name.lower() not in ours]
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    kinds = [value for name, value in headers if name.lower() == "content-type"]
    return _Kept(
        is_read=kinds[0].startswith("text/html"),
        plain=_form(f'"{tag}"', common, body),
        packed=_form(f'"{tag}-gzip"', [*common, ("Content-Encoding", "gzip")], packed),
        size=len(body) + len(packed) + 2000,
    )


def _form(etag: str, headers: Headers, body: bytes) -> _Form:
    caching = [
        ("ETag", etag),
        ("Cache-Control", "public, max-age=0, must-revalidate"),
        ("Vary", "Cookie, Accept-Encoding"),
    ]
    return _Form(
        etag=etag,
        whole=(200, [*headers, *caching, ("Content-Length", str(len(body)))], body),
        unchanged=(304, caching, b""),
    )


def closing(answer: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of an answer that hold something; closed at the end, as WSGI asks, so that Django
    ends its request."""
    try:
        yield from filter(None, answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
