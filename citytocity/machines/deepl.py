"""DeepL, by its API (v2): /languages, /translate. Keys of its free plan end with `:fx`."""

from collections.abc import Sequence
from typing import Any

from citytocity.machines.asking import ask, unreadable
from citytocity.machines.translator import batches, unknown_pair

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
TEXTS, BYTES = 50, 100_000  # at once: it takes 50 texts, and 128 KiB for the whole request
LOOK_WITHIN = 10.0  # seconds
TARGETS = {"en": "EN-GB", "pt": "PT-PT"}
"""Languages that it writes in several ways, and the one that our code means."""


class DeepL:
    name = "DeepL"

    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/") or (FREE if key.endswith(":fx") else PAID)
        self.headers = {"Authorization": f"DeepL-Auth-Key {key}"}
        self.known: dict[str, set[str]] = {}

    def translates(self, source: str, target: str) -> bool:
        return self._pair(source, target) is not None

    def translate(
        self, texts: Sequence[str], *, source: str, target: str, is_html: bool
    ) -> list[str]:
        pair = self._pair(source, target)
        if pair is None:
            raise unknown_pair(source, target)
        asked = {"source_lang": pair[0], "target_lang": pair[1]}
        asked |= {"tag_handling": "html"} if is_html else {}
        found: list[str] = []
        for batch in batches(texts, count=TEXTS, size=BYTES):
            payload = {"text": batch, **asked}
            told = ask("POST", f"{self.url}/v2/translate", headers=self.headers, payload=payload)
            found += _words(told, len(batch))
        return found

    def _pair(self, source: str, target: str) -> tuple[str, str] | None:
        """What DeepL calls the two languages; None if it does not translate so."""
        first = source.split("-")[0].upper()
        names = (TARGETS.get(target, ""), target.upper(), target.split("-")[0].upper())
        second = next((name for name in names if name in self._offered("target")), None)
        if first not in self._offered("source") or second is None or second == first:
            return None
        return first, second

    def _offered(self, side: str) -> set[str]:
        """The languages it translates from (`source`) or into (`target`); asked once."""
        if side not in self.known:
            address = f"{self.url}/v2/languages?type={side}"
            told = ask("GET", address, headers=self.headers, within=LOOK_WITHIN)
            try:
                self.known[side] = {one["language"].upper() for one in told}
            except (TypeError, KeyError, AttributeError) as error:
                raise unreadable() from error
        return self.known[side]


def _words(told: Any, count: int) -> list[str]:
    found = told.get("translations") if isinstance(told, dict) else None
    if not isinstance(found, list) or len(found) != count:
        raise unreadable()
    try:
        return [str(one["text"]) for one in found]
    except (TypeError, KeyError) as error:
        raise unreadable() from error
