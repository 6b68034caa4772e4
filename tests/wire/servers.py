"""Feeds served on this machine: well-behaved ones, and those that want to do harm."""

import gzip
import http.server
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FEEDS = Path(__file__).parent / "feeds"
Serve = Callable[[http.server.BaseHTTPRequestHandler], None]


class _Handler(http.server.BaseHTTPRequestHandler):
    serve: Serve

    def do_GET(self) -> None:
        type(self).serve(self)

    def do_HEAD(self) -> None:
        type(self).serve(self)

    def log_message(self, *args: object) -> None:
        """Nothing: tests are quiet."""


@contextmanager
def serving(serve: Serve) -> Iterator[str]:
    """The address of a server that answers each request so."""
    handler = type("Handler", (_Handler,), {"serve": staticmethod(serve)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/feed"
    finally:
        server.shutdown()
        server.server_close()


def answer(body: bytes, *, status: int = 200, **headers: str) -> Serve:
    def serve(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return serve


def file(name: str) -> Serve:
    """A feed that knows what the asker has already (ETag)."""
    body = (FEEDS / name).read_bytes()

    def serve(request: http.server.BaseHTTPRequestHandler) -> None:
        if request.headers.get("If-None-Match") == '"v1"':
            return answer(b"", status=304)(request)
        return answer(body, ETag='"v1"')(request)

    return serve


def endless(request: http.server.BaseHTTPRequestHandler) -> None:
    """Sends bytes until the other side hangs up."""
    request.send_response(200)
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"<!--" + b"x" * 65_536 + b"-->")
    except OSError:
        return


def dripping(head: bytes) -> Serve:
    """Sends the beginning at once and then a byte now and then, until the other side hangs up."""

    def serve(request: http.server.BaseHTTPRequestHandler) -> None:
        try:
            request.wfile.write(head)
            while not select.select([request.connection], [], [], 0.02)[0]:
                request.wfile.write(b"1")
        except OSError:
            return

    return serve


def bomb(request: http.server.BaseHTTPRequestHandler) -> None:
    answer(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")(request)


def moved_to(place: str) -> Serve:
    return answer(b"", status=302, Location=place)
