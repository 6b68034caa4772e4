"""Translators on this machine that speak as LibreTranslate and DeepL do, by their documentation."""

import html
import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "11111111-2222-3333-4444-555555555555:fx"
TAG = re.compile(r"(<[^>]+>)")


class Server:
    """What it was asked, and what it answers next instead of a translation."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[dict[str, Any]] = []
        self.answers: list[tuple[int, Any]] = []
        self.loses_tags = False

    def words(self, text: str, target: str, *, is_html: bool) -> str:
        """Each word in capitals, with the language before it all; tags stay."""
        pieces = TAG.split(text) if is_html else [text]
        if self.loses_tags:
            pieces = [piece for piece in pieces if not TAG.fullmatch(piece)]
        said = "".join(p if is_html and TAG.fullmatch(p) else _loud(p, is_html) for p in pieces)
        return f"[{target}] {said}"


def _loud(piece: str, is_html: bool) -> str:
    return html.escape(html.unescape(piece).upper(), quote=False) if is_html else piece.upper()


class _Handler(http.server.BaseHTTPRequestHandler):
    server_of: Server

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self._answer(json.loads(self.rfile.read(length)))

    def log_message(self, *args: object) -> None:
        """Nothing: tests are quiet."""

    def _answer(self, payload: dict[str, Any]) -> None:
        told = self.server_of
        if payload:
            told.asked.append(payload)
        forced = told.answers.pop(0) if told.answers and payload else None
        status, body = forced or self.reply(payload)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def reply(self, payload: dict[str, Any]) -> tuple[int, Any]:
        raise NotImplementedError


class _LibreTranslate(_Handler):
    def reply(self, payload: dict[str, Any]) -> tuple[int, Any]:
        codes = ["en", "de", "ru", "it", "fr", "zh-Hans"]
        if self.path == "/languages":
            return 200, [{"code": c, "name": c, "targets": codes} for c in codes]
        if self.path != "/translate":
            return 404, {"error": "Not found"}
        if payload["source"] not in codes:
            return 400, {"error": f"{payload['source']} is not supported"}
        is_html, target = payload["format"] == "html", payload["target"]
        words = [self.server_of.words(q, target, is_html=is_html) for q in payload["q"]]
        return 200, {"translatedText": words}


class _DeepL(_Handler):
    def reply(self, payload: dict[str, Any]) -> tuple[int, Any]:
        if self.headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
            return 403, {"message": "Authorization failure, check auth_key"}
        parts = urlsplit(self.path)
        if parts.path == "/v2/languages":
            source = ["EN", "DE", "RU", "IT", "FR", "ZH"]
            target = ["EN-GB", "EN-US", "DE", "RU", "IT", "FR", "ZH", "ZH-HANS"]
            side = parse_qs(parts.query)["type"][0]
            codes = source if side == "source" else target
            return 200, [{"language": code, "name": code} for code in codes]
        is_html = payload.get("tag_handling") == "html"
        words = [
            self.server_of.words(text, payload["target_lang"], is_html=is_html)
            for text in payload["text"]
        ]
        source = payload["source_lang"]
        told = [{"detected_source_language": source, "text": text} for text in words]
        return 200, {"translations": told}


@contextmanager
def _serving(kind: type[_Handler]) -> Iterator[Server]:
    told = Server()
    handler = type("Handler", (kind,), {"server_of": told})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    told.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def libretranslate() -> Iterator[Server]:
    with _serving(_LibreTranslate) as server:
        yield server


@contextmanager
def deepl() -> Iterator[Server]:
    with _serving(_DeepL) as server:
        yield server
