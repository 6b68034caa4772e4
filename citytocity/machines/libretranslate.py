"""LibreTranslate: free, on one's own machine or another's. Its API: /languages, /translate."""

from collections.abc import Sequence
from typing import Any

from citytocity.languages.catalogue import html_code
from citytocity.machines.asking import ask, unreadable
from citytocity.machines.translator import batches, unknown_pair

TEXTS, BYTES = 25, 5_000  # at once; a server may have limits of its own
LOOK_WITHIN = 10.0  # seconds


class LibreTranslate:
    name = "LibreTranslate"

    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/")
        self.key = key
        self.pairs: dict[str, set[str]] | None = None

    def translates(self, source: str, target: str) -> bool:
        return self._pair(source, target) is not None

    def translate(
        self, texts: Sequence[str], *, source: str, target: str, is_html: bool
    ) -> list[str]:
        pair = self._pair(source, target)
        if pair is None:
            raise unknown_pair(source, target)
        form = "html" if is_html else "text"
        found: list[str] = []
        for batch in batches(texts, count=TEXTS, size=BYTES):
            payload = {"q": batch, "source": pair[0], "target": pair[1], "format": form}
            payload |= {"api_key": self.key} if self.key else {}
            found += _words(ask("POST", f"{self.url}/translate", payload=payload), len(batch))
        return found

    def _pair(self, source: str, target: str) -> tuple[str, str] | None:
        """What the server calls the two languages; None if it does not translate so."""
        offered = self._offered()
        first = _among(offered, source)
        second = _among(offered[first], target) if first else None
        return (first, second) if first and second and first != second else None

    def _offered(self) -> dict[str, set[str]]:
        """The languages of the server, each with those it translates into; asked once."""
        if self.pairs is None:
            told = ask("GET", f"{self.url}/languages", within=LOOK_WITHIN)
            try:
                codes = {one["code"] for one in told}
                self.pairs = {one["code"]: set(one.get("targets", codes)) for one in told}
            except (TypeError, KeyError, AttributeError) as error:
                raise unreadable() from error
        return self.pairs


def _among(codes: Any, language: str) -> str | None:
    """Its name for the language: `zh-Hans` in newer servers, `zh` in older ones."""
    known = {code.lower(): code for code in codes}
    wanted = (html_code(language).lower(), language.split("-")[0])
    return next((known[code] for code in wanted if code in known), None)


def _words(told: Any, count: int) -> list[str]:
    found = told.get("translatedText") if isinstance(told, dict) else None
    if not isinstance(found, list) or len(found) != count:
        raise unreadable()
    return [str(words) for words in found]
