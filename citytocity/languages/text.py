"""A short text in several languages; the first one in it is the original."""

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

    Where a language is missing the original is used, and `in_language` says so.
    """

    data: dict[str, str]

    def __init__(self, data: "Words | dict[str, str] | str | None" = None) -> None:
        super().__init__(data.data if isinstance(data, LazyI18nString) else data)
        if isinstance(self.data, str):
            self.data = {settings.LANGUAGE_CODE: self.data}
        self.data = {code: text for code, text in (self.data or {}).items() if text}

    @property
    def original(self) -> str | None:
        """The code of the language it was first written in; None while it is empty."""
        return next(iter(self.data), None)

    @property
    def languages(self) -> list[str]:
        """The codes that have words, the original first."""
        return list(self.data)

    def in_language(self, code: str) -> Wording:
        """The words in the language, or else in its base language, or else the original's."""
        for candidate in (code, code.split("-")[0]):
            if candidate in self.data:
                return Wording(self.data[candidate], candidate, is_missing=False)
        if self.original is None:
            return Wording("", code, is_missing=False)
        return Wording(self.data[self.original], self.original, is_missing=True)

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
            return self.data == other
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.data.items()))

    def __repr__(self) -> str:
        return f"Words({self.data!r})"

    def __len__(self) -> int:
        return len(str(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> "Words":
        return Words(dict(self.data))
