"""Requests come to Django whole and answers go out whole, whoever is slow or sends too much."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from granian._futures import _cbsched_aioschedule, _future_watcher_wrapper

from citytocity.readings.counting import by_language
from citytocity.website import front
from citytocity.website.cache import PageCache
from citytocity.website.front import Front

HTML = [("Content-Type", "text/html; charset=utf-8")]


class Protocol:
    """What granian hands over with a request; keeps the answer."""

    def __init__(self, parts: Iterable[bytes], pause: float = 0) -> None:
        self.parts, self.pause = parts, pause
        self.status, self.headers, self.sent = 0, {}, []

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            await asyncio.sleep(self.pause)
            yield part

    def response_bytes(self, status: int, headers: list, body: bytes) -> None:
        self.status, self.headers, self.sent = status, dict(headers), [body]

    def response_empty(self, status: int, headers: list) -> None:
        self.response_bytes(status, headers, b"")

    def response_stream(self, status: int, headers: list) -> "Protocol":
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, part: bytes) -> None:
        self.sent.append(part)


def scope(path: str = "/en/", method: str = "GET", headers: Iterable = (), **other: Any) -> Any:
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=other.pop("query", ""),
        scheme="http",
        http_version="1.1",
        server="127.0.0.1:8000",
        client="192.0.2.7:51000",
        authority=other.pop("authority", None),
        headers=Headers([("host", "localhost"), *headers]),
    )


class Headers:
    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.all = items

    def items(self) -> list[tuple[str, str]]:
        return self.all

    def get(self, key: str) -> str | None:
        return next((value for name, value in self.all if name == key), None)


def ask(app: Callable, asked: Any, *parts: bytes, cache: PageCache | None = None) -> Protocol:
    protocol = Protocol(parts)
    run(Front(app, cache, threads=2), [(asked, protocol)])
    return protocol


def run(site: Front, requests: list[tuple[Any, Protocol]]) -> None:
    async def all_at_once() -> None:
        loop = asyncio.get_running_loop()
        site.__rsgi_init__(loop)
        await asyncio.gather(*(site.__rsgi__(*request) for request in requests))
        site.__rsgi_del__(loop)

    asyncio.run(all_at_once())


def telling(environ: dict[str, Any], start_response: Callable) -> list[bytes]:
    """Answers with the request."""
    start_response("200 OK", HTML)
    body = environ["wsgi.input"].read()
    told = {name: value for name, value in environ.items() if not name.startswith("wsgi.")}
    return [repr((told, body)).encode()]


def told(answer: Protocol) -> tuple[dict[str, str], bytes]:
    return eval(answer.sent[0])  # noqa: S307 our own repr


def test_django_gets_the_request_as_wsgi_says() -> None:
    asked = scope("/ru/дом/", "POST", [("content-type", "text/plain")], query="a=%D0%B1")

    environ, body = told(ask(telling, asked, b"two ", b"parts"))

    assert body == b"two parts"
    assert environ == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/ru/дом/".encode().decode("latin-1"),
        "QUERY_STRING": "a=%D0%B1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "CONTENT_LENGTH": "9",
        "CONTENT_TYPE": "text/plain",
        "HTTP_HOST": "localhost",
    }


def test_cookies_sent_in_two_headers_are_one() -> None:
    environ, _body = told(ask(telling, scope(headers=[("cookie", "a=1"), ("cookie", "b=2")])))

    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_a_name_with_an_underscore_is_not_taken_for_the_one_with_a_hyphen() -> None:
    asked = scope(headers=[("x_forwarded_proto", "https")])

    environ, _body = told(ask(telling, asked))

    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_the_host_of_http_2_stands_in_no_header() -> None:
    asked = scope(authority="perm.example")
    asked.headers.all = []

    environ, _body = told(ask(telling, asked))

    assert environ["HTTP_HOST"] == "perm.example"


@pytest.mark.parametrize(
    ("length", "parts", "status"),
    [
        ("11", [b"x" * 11], 413),  # announced
        (None, [b"x" * 6, b"x" * 6], 413),  # not announced
        ("9", [b"half"], 400),  # and then the line was cut
        ("nonsense", [b"x"], 200),
        ("10", [b"x" * 10], 200),
    ],
)
def test_a_body_too_large_or_cut_off_never_comes_to_django(
    monkeypatch: pytest.MonkeyPatch, length: str | None, parts: list[bytes], status: int
) -> None:
    monkeypatch.setattr(front, "BODY_AT_MOST", 10)
    headers = [("content-length", length)] if length else []

    answer = ask(telling, scope(method="POST", headers=headers), *parts)

    assert answer.status == status


def test_large_bodies_together_have_a_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "BODIES_AT_MOST", 15)
    monkeypatch.setattr(front, "BODY_IN_MEMORY", 4)
    site = Front(telling, None, threads=2)
    protocols = [Protocol([b"x" * 5] * 3, pause=0.01) for _ in range(2)]

    run(site, [(scope(method="POST"), protocol) for protocol in protocols])

    assert sorted(protocol.status for protocol in protocols) == [200, 503]
    assert site.on_disk == {}


def test_a_small_body_is_taken_in_whatever_others_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "BODIES_AT_MOST", 15)
    monkeypatch.setattr(front, "BODY_IN_MEMORY", 4)
    large, small = Protocol([b"x" * 5] * 3, pause=0.01), Protocol([b"x"] * 4, pause=0.01)

    run(Front(telling, None, threads=2), [(scope(method="POST"), one) for one in (large, small)])

    assert (large.status, small.status) == (200, 200)


def test_a_whole_address_says_the_host_once() -> None:
    environ, _body = told(ask(telling, scope(authority="perm.example")))

    assert environ["HTTP_HOST"] == "perm.example"


def test_an_address_in_any_script_is_kept_and_counted(tmp_path: Path) -> None:
    counted: list[str] = []
    cache = PageCache(
        telling,
        folder=tmp_path,
        hosts=["localhost"],
        count=lambda path, _agent: counted.append(path),
    )
    ask(cache, scope("/ru/дом/"), cache=cache)

    def never(_environ: dict, _start_response: Callable) -> list[bytes]:
        raise AssertionError

    assert ask(never, scope("/ru/дом/"), cache=cache).status == 200
    assert by_language(dict.fromkeys(counted, 1)) == {("ru", "дом/"): 1}
    assert len(counted) == 2


def test_who_sends_for_ever_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "BODY_SECONDS", 0.05)
    protocol = Protocol([b"x"] * 1000, pause=0.01)

    run(Front(telling, None, threads=2), [(scope(method="POST"), protocol)])

    assert protocol.status == 408


def test_more_slow_senders_than_threads_keep_nobody_waiting() -> None:
    answered = []

    def noting(environ: dict[str, Any], start_response: Callable) -> list[bytes]:
        answered.append(environ["REQUEST_METHOD"])
        return telling(environ, start_response)

    slow = [(scope(method="POST"), Protocol([b"x"] * 3, pause=0.05)) for _ in range(5)]

    run(Front(noting, None, threads=2), [*slow, (scope(), Protocol([]))])

    assert answered == ["GET"] + ["POST"] * 5


class Long:
    """An answer of many parts, which wants to be closed."""

    def __init__(self, parts: int) -> None:
        self.parts, self.closed = parts, 0

    def __iter__(self) -> Iterator[bytes]:
        yield from [b"part"] * self.parts

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(("parts", "pieces"), [(0, 1), (2, 1), (50, 48)])
def test_a_long_answer_goes_out_in_parts(
    monkeypatch: pytest.MonkeyPatch, parts: int, pieces: int
) -> None:
    monkeypatch.setattr(front, "ANSWER_IN_ONE", 10)
    long = Long(parts)

    def app(_environ: dict, start_response: Callable) -> Long:
        start_response("206 Partial Content", HTML)
        return long

    answer = ask(app, scope())

    assert (answer.status, b"".join(answer.sent)) == (206, b"part" * parts)
    assert (len(answer.sent), long.closed) == (pieces, 1)


def test_who_goes_away_meanwhile_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "ANSWER_IN_ONE", 10)
    long = Long(50)

    class Gone(Protocol):
        async def send_bytes(self, _part: bytes) -> None:
            raise front.ProtocolClosed

    def app(_environ: dict, start_response: Callable) -> Long:
        start_response("200 OK", HTML)
        return long

    run(Front(app, None, threads=2), [(scope(), Gone([]))])

    assert long.closed == 1


def test_a_fault_of_the_program_is_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    def app(_environ: dict, _start_response: Callable) -> list[bytes]:
        raise ValueError

    assert ask(app, scope()).status == 500
    assert "could not be made" in caplog.text


def test_what_is_kept_needs_no_thread(tmp_path: Path) -> None:
    cache = PageCache(telling, folder=tmp_path, hosts=["localhost"])
    first = ask(cache, scope(), cache=cache)

    def never(_environ: dict, _start_response: Callable) -> list[bytes]:
        raise AssertionError

    again = ask(never, scope(), cache=cache)
    unchanged = ask(never, scope(headers=[("if-none-match", first.headers["ETag"])]), cache=cache)

    assert (again.status, again.sent) == (200, first.sent)
    assert (unchanged.status, unchanged.sent) == (304, [b""])


def test_what_is_kept_is_answered_before_the_loop_hears_of_it(tmp_path: Path) -> None:
    cache = PageCache(telling, folder=tmp_path, hosts=["localhost"])
    ask(cache, scope(), cache=cache)
    site = Front(cache, cache, threads=2)
    request = _future_watcher_wrapper(site.__rsgi__)
    kept, made = Watcher("/en/"), Watcher("/en/other/")

    async def ask_twice() -> None:
        loop = asyncio.get_running_loop()
        site.__rsgi_init__(loop)
        schedule = _cbsched_aioschedule(loop, contextvars.copy_context(), request)
        schedule(kept)
        assert kept.ended == [None]
        schedule(made)
        while not made.task:
            await asyncio.sleep(0)
        await made.task

    asyncio.run(ask_twice())

    assert (kept.proto.status, made.proto.status) == (200, 200)
    assert (kept.task, made.ended) == (None, [None])


class Watcher:
    """What granian hands to the coroutine of a request."""

    def __init__(self, path: str) -> None:
        self.scope, self.proto = scope(path), Protocol([])
        self.ended: list[BaseException | None] = []
        self.task: asyncio.Task | None = None

    def taskref(self, task: asyncio.Task) -> None:
        self.task = task

    def done(self) -> None:
        self.ended.append(None)

    def err(self, error: BaseException) -> None:
        self.ended.append(error)


def test_a_signed_in_person_gets_nothing_that_is_kept(tmp_path: Path) -> None:
    cache = PageCache(telling, folder=tmp_path, hosts=["localhost"])
    ask(cache, scope(), cache=cache)

    environ, _body = told(
        ask(cache, scope(headers=[("cookie", "sessionid=abc")]), cache=cache),
    )

    assert environ["HTTP_COOKIE"] == "sessionid=abc"


def test_behind_a_proxy_its_word_for_the_scheme_counts(tmp_path: Path) -> None:
    cache = PageCache(telling, folder=tmp_path, hosts=["localhost"], behind_proxy=True)
    secure = [("x-forwarded-proto", "https")]
    ask(cache, scope(headers=secure), cache=cache)

    environ, _body = told(ask(cache, scope(), cache=cache))

    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_a_page_is_counted_once_however_it_is_answered(tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    cache = PageCache(
        telling,
        folder=tmp_path,
        hosts=["localhost"],
        count=lambda path, agent: heard.append((path, agent)),
    )

    for agent in ("Firefox", "Safari"):  # the first is made, the second is kept
        ask(cache, scope(headers=[("user-agent", agent)]), cache=cache)

    assert heard == [("/en/", "Firefox"), ("/en/", "Safari")]
