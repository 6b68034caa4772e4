"""Asking somebody else's server: politely, and never inside our own walls."""

import time
from http.server import BaseHTTPRequestHandler

import pytest

from citytocity.outside.fetching import FetchError, fetch, is_public, status_of
from tests.wire.servers import answer, bomb, dripping, endless, file, moved_to, serving


def _anywhere(address: str) -> bool:
    """Tests' servers stand on this machine."""
    return True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_an_address_of_our_own_house_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_a_feed_on_a_private_address_is_not_asked() -> None:
    asked: list[object] = []

    with serving(asked.append) as url, pytest.raises(FetchError, match="private address"):
        fetch(url)

    assert asked == []


def test_a_name_that_leads_to_a_private_address_is_not_asked() -> None:
    with pytest.raises(FetchError, match="private address"):
        fetch("http://localhost:1/feed")


def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    def only_first(address: str, _seen: list[str] = []) -> bool:  # noqa: B006 the test's memory
        _seen.append(address)
        return len(_seen) == 1

    with serving(answer(b"secret")) as inside, serving(moved_to(inside)) as outside:  # noqa: SIM117
        with pytest.raises(FetchError, match="private address"):
            fetch(outside, allowed=only_first)


def test_a_redirect_is_followed() -> None:
    with serving(answer(b"here")) as place, serving(moved_to(place)) as url:
        assert fetch(url, allowed=_anywhere).body == b"here"


def test_a_server_with_a_name_in_another_script_is_asked_by_its_ascii_name() -> None:
    heard: list[str] = []

    def serve(request: BaseHTTPRequestHandler) -> None:
        heard.append(request.headers["Host"])
        answer(b"here")(request)

    with serving(serve) as url:
        body = fetch(url.replace("127", "１２７"), allowed=_anywhere).body

    assert (body, heard) == (b"here", [url.removeprefix("http://").removesuffix("/feed")])


@pytest.mark.parametrize("etag", [f'"{"v" * 300}"', "\x85"])
def test_a_mark_that_cannot_be_sent_back_as_it_came_is_not_kept(etag: str) -> None:
    with serving(answer(b"here", ETag=etag)) as url:
        assert fetch(url, allowed=_anywhere).etag == ""


def test_redirects_without_end_end() -> None:
    with serving(moved_to("/feed")) as url, pytest.raises(FetchError, match="without end"):
        fetch(url, allowed=_anywhere)


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "//", "http://["]
)
def test_a_redirect_to_something_else_than_the_web_is_refused(place: str) -> None:
    with serving(moved_to(place)) as url, pytest.raises(FetchError):
        fetch(url, allowed=_anywhere)


def test_what_has_not_changed_is_not_sent_twice() -> None:
    with serving(file("town-hall.rss")) as url:
        first = fetch(url, allowed=_anywhere)
        second = fetch(url, etag=first.etag, allowed=_anywhere)

    assert first.etag == '"v1"'
    assert second.body is None


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 ",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\n\r\n<rss>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n<rss>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: ",
    ],
)
def test_a_server_that_lets_its_bytes_drip_is_given_up_in_time(head: bytes) -> None:
    begun = time.monotonic()

    with serving(dripping(head)) as url, pytest.raises(FetchError, match="takes too long"):
        fetch(url, allowed=_anywhere, longest=0.3)

    assert time.monotonic() - begun < 3


def test_no_time_is_left_for_one_more_hop() -> None:
    with serving(moved_to("/feed")) as url, pytest.raises(FetchError, match="takes too long"):
        fetch(url, allowed=_anywhere, longest=0)


def test_a_file_that_breaks_off_is_told() -> None:
    def serve(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss>")

    with serving(serve) as url, pytest.raises(FetchError, match="breaks off"):
        fetch(url, allowed=_anywhere)


def test_a_file_in_chunks_and_an_address_in_another_script_are_read() -> None:
    heard: list[str] = []

    def serve(request: BaseHTTPRequestHandler) -> None:
        heard.append(request.path)
        request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        request.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    with serving(serve) as url:
        body = fetch(f"{url}//я?a=b", allowed=_anywhere).body

    assert (body, heard) == (b"abcde", ["/feed//%D1%8F?a=b"])


def test_a_file_without_end_is_given_up() -> None:
    with serving(endless) as url, pytest.raises(FetchError, match="larger than 2 MB"):
        fetch(url, allowed=_anywhere)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    with serving(bomb) as url, pytest.raises(FetchError, match="when unpacked"):
        fetch(url, allowed=_anywhere)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate"])
def test_what_is_packed_otherwise_than_asked_is_refused(encoding: str) -> None:
    with (
        serving(answer(b"x", Content_Encoding=encoding)) as url,
        pytest.raises(FetchError, match="did not ask for"),
    ):
        fetch(url, allowed=_anywhere)


@pytest.mark.parametrize("status", [404, 500, 403])
def test_a_refusal_is_told(status: int) -> None:
    with serving(answer(b"", status=status)) as url, pytest.raises(FetchError, match=str(status)):
        fetch(url, allowed=_anywhere)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:word@example.org/",
        "http://[::1",
        "http://x:99999999/",
        "notaurl",
        "",
        "http://a\0b/",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, allowed=_anywhere)


@pytest.mark.parametrize("status", [200, 410, 500])
def test_a_link_is_looked_at_by_its_status_alone(status: int) -> None:
    with serving(answer(b"", status=status)) as url:
        assert status_of(url, allowed=_anywhere) == status


def test_a_server_that_knows_no_head_is_asked_again() -> None:
    def serve(request: BaseHTTPRequestHandler) -> None:
        answer(b"", status=405 if request.command == "HEAD" else 200)(request)

    with serving(serve) as url:
        assert status_of(url, allowed=_anywhere) == 200


def test_a_link_is_not_followed_inside_our_own_walls() -> None:
    with serving(answer(b"")) as url, pytest.raises(FetchError, match="private address"):
        status_of(url)
