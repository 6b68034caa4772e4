"""What the server calls: kept pages go out at once, all else is Django's, in threads of its own.

Granian's RSGI interface, because it alone has both: an answer from memory as fast as with WSGI in
one thread, and requests that wait for somebody slow without a thread waiting with them. A body is
taken in whole before a thread begins with it; the parts of a long answer are sent from no thread.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]  # documented, not listed

from citytocity.website.cache import App, Headers, PageCache, closing

BODY_AT_MOST = 256 * 1024 * 1024  # Wagtail takes several pictures of 20 MB in one form
BODIES_AT_MOST = 1024 * 1024 * 1024  # of all requests that lie on disk, on their way or waiting
BODY_IN_MEMORY = 256 * 1024
BODY_SECONDS = 900
ANSWER_IN_ONE = 1024 * 1024
NAMES = {"content-type": "CONTENT_TYPE"}
REQUEST = "future_watcher"  # what granian calls the coroutine of each request
LEFT_OUT = frozenset({"content-length", "transfer-encoding"})  # the body is here, and counted

log = logging.getLogger(__name__)


class _TooMuchError(Exception):
    """More than is taken in; holds the status to answer with."""


class Front:
    """An RSGI application in front of a WSGI one and its page cache, if it has one."""

    def __init__(self, app: App, cache: PageCache | None, *, threads: int) -> None:
        self.app = app
        self.cache = cache
        self.threads = threads
        self.on_disk: dict[int, int] = {}

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        loop.call_soon_threadsafe = _at_once(loop.call_soon_threadsafe)  # type: ignore[assignment]
        self.pool = ThreadPoolExecutor(self.threads, thread_name_prefix="django")

    def __rsgi_del__(self, _loop: asyncio.AbstractEventLoop) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if self.cache and (answer := self._kept(self.cache, scope)):
            protocol.response_bytes(*answer)
            return
        await asyncio.sleep(0)  # from here on in the loop; see _at_once
        with SpooledTemporaryFile(BODY_IN_MEMORY) as body, suppress(ProtocolClosed):
            try:
                size = await self._take_in(protocol, scope.headers.get("content-length"), body)
                await self._answer(protocol, _environ(scope, body, size))
            except _TooMuchError as error:
                protocol.response_empty(error.args[0], [("Connection", "close")])
            finally:
                self.on_disk.pop(id(body), None)

    def _kept(self, cache: PageCache, scope: Any) -> tuple[int, Headers, bytes] | None:
        header = scope.headers.get
        asked = (
            scope.method,
            (header(cache.scheme_header) or "") if cache.scheme_header else scope.scheme,
            scope.authority or header("host") or "",
            _wsgi(scope.path),
            scope.query_string or "",
            header("cookie") or "",
        )
        page = cache.find(asked)
        if page is None:
            return None
        cache.note_reading(page, asked, header("user-agent") or "")
        return page.answer(header("accept-encoding") or "", header("if-none-match") or "")

    async def _take_in(self, protocol: Any, length: str | None, body: IO[bytes]) -> int:
        """Writes the body down; its bytes. _TooMuchError if it is too large, slow, or cut off."""
        announced = int(length) if length and length.isdecimal() else 0
        if announced > BODY_AT_MOST:
            raise _TooMuchError(413)
        size = 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for part in protocol:
                    size += len(part)
                    if size > BODY_AT_MOST:
                        raise _TooMuchError(413)
                    if size > BODY_IN_MEMORY:  # what is small is taken in whatever others send
                        self.on_disk[id(body)] = size
                        if sum(self.on_disk.values()) > BODIES_AT_MOST:
                            raise _TooMuchError(503)
                    body.write(part)
        except TimeoutError as error:
            raise _TooMuchError(408) from error
        if size < announced:
            raise _TooMuchError(400)
        body.seek(0)
        return size

    async def _answer(self, protocol: Any, environ: dict[str, Any]) -> None:
        answer = _Answer()
        try:
            first, rest = await self._in_thread(_begin, self.app, environ, answer)
        except Exception:
            log.exception("An answer could not be made")
            protocol.response_empty(500, [])
            return
        if rest is None:
            protocol.response_bytes(answer.status, answer.headers, first)
            return
        try:
            transport = protocol.response_stream(answer.status, answer.headers)
            part = first
            while part:
                await transport.send_bytes(part)
                part = await self._in_thread(next, rest, b"")
        finally:
            await self._in_thread(rest.close)

    def _in_thread(self, function: Any, *arguments: Any) -> Any:
        return self.loop.run_in_executor(self.pool, function, *arguments)


def _at_once(later: Callable[..., Any]) -> Callable[..., Any]:
    """The loop's call_soon_threadsafe, but what is answered from memory is answered now.

    Granian hands each request over to the loop from a thread of its own. A kept page needs no
    loop: answered here, it saves waking one. No other coroutine is known to wait for nobody's
    future first, so this is for granian's requests alone.
    """

    def call(callback: Any, *arguments: Any, context: Any = None) -> Any:
        if arguments and getattr(arguments[0], "__name__", "") == REQUEST:
            try:
                arguments[0].send(None)
            except StopIteration:
                return None
        return later(callback, *arguments, context=context)

    return call


class _Answer:
    """WSGI's start_response: keeps what is said."""

    status = 500
    headers: Headers

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = int(status[:3]), headers


def _begin(app: App, environ: dict[str, Any], answer: _Answer) -> tuple[bytes, Any]:
    """The whole answer and None; or the beginning of a long one, and its other parts."""
    parts = closing(app(environ, answer))
    first = b""
    for part in parts:
        first += part
        if len(first) > ANSWER_IN_ONE:
            return first, parts
    return first, None


def _environ(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    """What WSGI (PEP 3333) calls the request."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _wsgi(scope.path),
        "QUERY_STRING": _wsgi(scope.query_string or ""),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    headers = [*scope.headers.items()]
    if scope.authority:  # of HTTP/2, or of a whole address: it counts more than the header
        headers = [("host", scope.authority), *(pair for pair in headers if pair[0] != "host")]
    for name, value in headers:
        if "_" in name or name in LEFT_OUT:  # x_forwarded_for is not X-Forwarded-For
            continue
        key = NAMES.get(name) or "HTTP_" + name.upper().replace("-", "_")
        joint = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{joint}{_wsgi(value)}" if key in environ else _wsgi(value)
    return environ


def _wsgi(text: str) -> str:
    return text if text.isascii() else text.encode().decode("latin-1")
