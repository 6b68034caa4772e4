"""Asks an address of somebody else's for a file: politely, for a while, and only in public.

The address is looked up once and the answer is taken from just that machine, so a name that
leads to a private address at the second look gains nothing. requests and its adapters look the
name up by themselves; urllib3 lets us say which machine to ask.
"""

import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

AGENT = "CityToCity (leads for a newsroom; asks every half hour at most)"
PROBE = "CityToCity (looks whether links of the register still lead somewhere; asks once a month)"
LARGEST = 2 * 1024 * 1024  # bytes, packed and unpacked alike
LONGEST = 20.0  # seconds for everything together
CONNECT_WITHIN, READ_WITHIN = 5.0, 8.0  # seconds for one step of it
HOPS = 5
NO_ADDRESS = "It leads to something that is no web address."
NO_END = "It leads from one address to the next without end."
TOO_LONG = "It takes too long."
ACCEPT = "application/atom+xml, application/rss+xml, application/json, application/xml;q=0.9"
NO_HEAD = frozenset({400, 403, 404, 405, 501})  # of servers that know no HEAD, or hide from it
MOVED = frozenset({301, 302, 303, 307, 308})
Allowed = Callable[[str], bool]


class FetchError(Exception):
    """The file is not to be had; the text says why, without the address."""


@dataclass(frozen=True)
class Answer:
    """What came: nothing new (`body` is None), or a file with its marks for the next time."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the open internet's."""
    place = ipaddress.ip_address(address)
    if isinstance(place, ipaddress.IPv6Address) and (place.ipv4_mapped or place.sixtofour):
        return is_public(str(place.ipv4_mapped or place.sixtofour))
    return place.is_global and not place.is_multicast


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    allowed: Allowed = is_public,
    longest: float = LONGEST,
) -> Answer:
    """The file at the address, through at most five redirects. FetchError says what is wrong.

    It is given up after `longest` seconds, however the other side spends them.
    """
    until = time.monotonic() + longest
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
    headers |= {name: value for name, value in marks.items() if value}
    for _hop in range(HOPS + 1):
        with _asked(url, headers, allowed, until) as answer:
            if answer.status not in MOVED or not (place := answer.headers.get("Location")):
                return _taken(answer, until)
            url = _onward(url, place)
    raise FetchError(NO_END)


def status_of(url: str, *, allowed: Allowed = is_public, longest: float = LONGEST) -> int:
    """What the address answers in the end: its status, asked by HEAD, and by GET where that is
    refused; the body is never read. FetchError where nothing answers."""
    until = time.monotonic() + longest
    status = _probed(url, "HEAD", allowed, until)
    return _probed(url, "GET", allowed, until) if status in NO_HEAD else status


def _probed(url: str, method: str, allowed: Allowed, until: float) -> int:
    headers = {"User-Agent": PROBE, "Accept": "*/*"}
    for _hop in range(HOPS + 1):
        with _asked(url, headers, allowed, until, method=method) as answer:
            if answer.status not in MOVED or not (place := answer.headers.get("Location")):
                return answer.status
            url = _onward(url, place)
    raise FetchError(NO_END)


def _onward(url: str, place: str) -> str:
    try:
        return urljoin(url, place)
    except ValueError as error:
        raise FetchError(NO_ADDRESS) from error


@contextmanager
def _asked(
    url: str, headers: dict[str, str], allowed: Allowed, until: float, *, method: str = "GET"
) -> Iterator[urllib3.BaseHTTPResponse]:
    parts, host, port = _parts(url)
    connection = _connection(parts.scheme, _looked_up(host, port, allowed), port, host)
    name = f"[{host}]" if ":" in host else host
    shown = {**headers, "Host": f"{name}:{parts.port}" if parts.port else name}
    whole = parts._replace(scheme="http", netloc=name, fragment="").geturl()
    try:
        target = urllib3.util.parse_url(whole).request_uri
        connection.timeout = min(CONNECT_WITHIN, _left(until))
        connection.connect()
        connection.timeout = min(READ_WITHIN, _left(until))
        with _hung_up_at(until, connection.sock):
            connection.request(
                method, target, headers=shown, preload_content=False, decode_content=False
            )
            with closing(connection.getresponse()) as answer:
                yield answer
    except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        raise _fault("It does not answer", error, until) from error
    finally:
        connection.close()


@contextmanager
def _hung_up_at(until: float, line: socket.socket | None) -> Iterator[None]:
    """Ends the talk when the time is over, from outside.

    A timeout of the socket begins anew with each byte, so a server that lets them drip, in its
    headers or its body, would keep us for hours.
    """
    watch = threading.Timer(_left(until), _hang_up, [line])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # not TLS's own, which waits its turn


def _left(until: float) -> float:
    """The seconds that are left; FetchError if there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise FetchError(TOO_LONG)
    return left


def _fault(words: str, error: Exception, until: float) -> FetchError:
    if time.monotonic() >= until:
        return FetchError(TOO_LONG)
    return FetchError(f"{words} ({type(error).__name__}).")


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The address in parts, its host in ASCII (RFC 3490: газета.рф is xn--80aahjj1e.xn--p1ai), its
    port.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise FetchError(NO_ADDRESS) from error
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise FetchError(NO_ADDRESS)
    return parts, host, port


def _connection(scheme: str, place: str, port: int, host: str) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(place, port)
    return HTTPSConnection(place, port, server_hostname=host, assert_hostname=host)


def _looked_up(host: str, port: int, allowed: Allowed) -> str:
    """The machine to ask; FetchError if any of the name's addresses is a private one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise FetchError("There is no such name.") from error
    places = [str(entry[4][0]) for entry in found]
    if not places or not all(allowed(place.partition("%")[0]) for place in places):
        raise FetchError("It leads to a private address.")
    return places[0]


def _taken(answer: urllib3.BaseHTTPResponse, until: float) -> Answer:
    if answer.status == 304:
        return Answer(None)
    if answer.status != 200:
        raise FetchError(f"It answers {answer.status}.")
    body = _unpacked(_read(answer, until), answer.headers.get("Content-Encoding", ""))
    return Answer(body, _mark(answer, "ETag", 300), _mark(answer, "Last-Modified", 60))


def _mark(answer: urllib3.BaseHTTPResponse, name: str, most: int) -> str:
    """A header to send back the next time; empty if it cannot go back as it came."""
    value = answer.headers.get(name, "")
    return value if value.isprintable() and len(value) <= most else ""


def _read(answer: urllib3.BaseHTTPResponse, until: float) -> bytes:
    """The bytes as they come; FetchError if there are too many, or they take too long."""
    read = bytearray()
    try:
        while piece := answer.read1(16_384, decode_content=False):
            read += piece
            if len(read) > LARGEST:
                raise FetchError("It is larger than 2 MB.")
            _left(until)
    except (urllib3.exceptions.HTTPError, HTTPException, OSError) as error:
        raise _fault("It breaks off", error, until) from error
    _left(until)  # or it ended because we hung up
    return bytes(read)


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding in {"", "identity"}:
        return body
    if encoding not in {"gzip", "x-gzip"}:
        raise FetchError("It is packed in a way we did not ask for.")
    unpacking = zlib.decompressobj(wbits=31)
    try:
        whole = unpacking.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise FetchError("It is packed and cannot be unpacked.") from error
    if len(whole) > LARGEST:
        raise FetchError("It is larger than 2 MB when unpacked.")
    return whole
