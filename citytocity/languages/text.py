"""A short text in several languages; the first one in it is the original."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from i18nfield.strings import LazyI18nString


@dataclass(frozen=True)
class Wording:
    """One language's words. `is_missing`: the asked language has none, these are another's."""

    text: str
    language: str
    is_missing: bool


class Words(LazyI18nString):
    """What a language-neutral record says in words. `str()` speaks the active language.

    Made of a mapping of languages, of such a mapping as JSON, or of plain text in the site's own
    language. Where a language is missing the original is used, and `in_language` says so.
    """

    data: dict[str, str]

    def __init__(self, data: "Words | dict[str, str] | str | None" = None) -> None:
        texts = {code: str(text) for code, text in _by_language(data).items() if text}
        super().__init__({code: text for code, text in texts.items() if text.strip()})

    @property
    def original(self) -> str | None:
        """The code of the language it was first written in; None while it is empty."""
        return next(iter(self.data), None)

    @property
    def languages(self) -> list[str]:
        """The codes that have words, the original first."""
        return list(self.data)

    def in_language(self, code: str) -> Wording:
        """The words in the language, or else in its nearest kin, or else the original's.

        `de` stands for `de-at`; `zh-hans` is a help to a reader of `zh-hant`, but not the same.
        """
        base = code.split("-")[0]
        for candidate in (code, base):
            if candidate in self.data:
                return Wording(self.data[candidate], candidate, is_missing=False)
        if self.original is None:
            return Wording("", code, is_missing=False)
        kin = (other for other in self.data if other.split("-")[0] == base)
        shown = next(kin, self.original)
        return Wording(self.data[shown], shown, is_missing=True)

    def as_json(self) -> str:
        """As it is kept: readable UTF-8, the original first; nothing at all while it is empty."""
        return json.dumps(self.data, ensure_ascii=False) if self.data else ""

    def localize(self, lng: str) -> str:
        return self.in_language(lng).text

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE).text

    def __bool__(self) -> bool:
        return bool(self.data)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Words):
            return self.data == other.data and self.original == other.original
        if isinstance(other, dict):
            return self == Words(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.original, frozenset(self.data.items())))

    def __repr__(self) -> str:
        return f"Words({self.data!r})"

    def __len__(self) -> int:
        return len(str(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> "Words":
        return Words(self)


def _by_language(data: Any) -> dict[str, Any]:
    if isinstance(data, LazyI18nString):
        return data.data
    if isinstance(data, dict):
        return data
    if not data:
        return {}
    return _from_json(str(data)) or {settings.LANGUAGE_CODE: str(data)}


def _from_json(text: str) -> dict[str, str]:
    """The mapping that the text holds; empty if it is plain text."""
    if not text.startswith("{"):
        return {}
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    is_mapping = isinstance(data, dict) and all(isinstance(t, str) for t in data.values())
    return data if is_mapping else {}
