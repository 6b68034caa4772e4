"""Pages in a file: what is written in it, language by language, and the records it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from citytocity.languages.catalogue import CONTENT_LANGUAGES

RECORDS = {
    "city": "cities.City",
    "cities": "cities.City",
    "theme": "ledger.Theme",
    "topics": "ledger.Theme",
    "activity": "ledger.Activity",
    "activities": "ledger.Activity",
    "partnership": "ledger.Partnership",
    "partnerships": "ledger.Partnership",
    "result": "ledger.Result",
    "results": "ledger.Result",
    "recognition": "ledger.Recognition",
    "recognitions": "ledger.Recognition",
}
FACTS = ("activity", "result", "partnership", "recognition")
BLOCKS = ("heading", "paragraph", "quote", "facts", "comparison")
SECTIONS = ("home", "cities", "topics", "stories", "pages")


class PagesRefusedError(Exception):
    """The file cannot be taken, and nothing was changed; the message names file, page and cause."""


@dataclass(frozen=True)
class Entry:
    """One page in all its languages, as the file has it."""

    file: str
    name: str
    values: dict[str, Any]

    @property
    def languages(self) -> list[str]:
        """The languages it is written in, the original first."""
        words = self.values.get("title") or self.values.get("standfirst") or self.values["intro"]
        known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        return [code for code in words if code in known]

    def text(self, key: str, code: str) -> str:
        """The words under the key in the language; nothing if the key is left out."""
        return self._words(self.values.get(key) or "", code)

    def choice(self, key: str, choices: type[models.TextChoices]) -> str:
        """The value under the key, one of the choices; empty if the key is left out."""
        value = str(self.values.get(key) or "")
        if value and value not in choices.values:
            message = _("There is no %(key)s “%(value)s”. Known are: %(known)s.")
            known = ", ".join(choices.values)
            raise self.refuse(message % {"key": key, "value": value, "known": known})
        return value

    def record(self, key: str) -> Any:
        """The record of the register whose id stands under the key."""
        return self._record(key, self.values[key])

    def records(self, key: str) -> list[Any]:
        return [self._record(key, slug) for slug in self.values.get(key) or []]

    def credits(self, code: str) -> list[tuple[str, str]]:
        """Role and name of everybody who made it."""
        rows = self.values.get("credits") or []
        return [(row["role"], self._words(row["name"], code)) for row in rows]

    def blocks(self, code: str) -> list[dict[str, Any]]:
        """The body as a StreamField keeps it; a block has the same id in every language."""
        return [
            {
                "type": kind,
                "value": self._value(kind, value, code),
                "id": str(uuid5(NAMESPACE_URL, f"{self.name}#{position}")),
            }
            for position, (kind, value) in enumerate(self._written_blocks(), start=1)
        ]

    def refuse(self, message: str) -> PagesRefusedError:
        return PagesRefusedError(f"{self.file}, {self.name}: {message}")

    def _written_blocks(self) -> Iterator[tuple[str, Any]]:
        for block in self.values.get("body") or []:
            kind, value = next(iter(block.items()))
            if kind not in BLOCKS:
                message = _("There is no block “%(kind)s”. Known are: %(known)s.")
                raise self.refuse(message % {"kind": kind, "known": ", ".join(BLOCKS)})
            yield kind, value

    def _value(self, kind: str, value: Any, code: str) -> Any:
        if kind == "heading":
            return self._words(value, code)
        if kind == "paragraph":
            return _paragraphs(self._words(value, code))
        if kind == "quote":
            return {key: self._words(value.get(key) or "", code) for key in ("text", "by")}
        if kind == "facts":
            return {
                key: self._record(key, value[key]).pk if key in value else None for key in FACTS
            }
        sides = {key: self._side(value[key], code) for key in ("first", "second")}
        return {"title": self._words(value["title"], code)} | sides

    def _side(self, side: dict[str, Any], code: str) -> dict[str, Any]:
        city = self._record("city", side["city"])
        return {"city": city.pk, "text": _paragraphs(self._words(side["text"], code))}

    def _words(self, words: Any, code: str) -> str:
        """Words without a language are the same in all."""
        if not isinstance(words, dict):
            return str(words).strip()
        for key, text in words.items():
            if key not in CONTENT_LANGUAGES or text is None:
                message = _("“%(key)s” is no language. Put words with a comma in quotation marks.")
                raise self.refuse(message % {"key": key})
        if code not in words:
            message = _("Words in “%(code)s” are missing beside “%(words)s”.")
            beside = str(next(iter(words.values())))[:60]
            raise self.refuse(message % {"code": code, "words": beside})
        return str(words[code]).strip()

    def _record(self, key: str, slug: str) -> models.Model:
        model = apps.get_model(RECORDS[key])
        record = model.objects.filter(slug=slug).first()
        if record is None:
            message = _("“%(key)s” names “%(id)s”, which the register does not have.")
            raise self.refuse(message % {"key": key, "id": slug})
        return record


def read_pages(path: Path) -> dict[str, list[Entry]]:
    """The pages of a file by section; PagesRefusedError if it is no file of pages."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise PagesRefusedError(f"{path.name}: {error}") from error
    if not isinstance(written, dict) or not set(written) <= set(SECTIONS):
        message = _("The file must hold these sections and no others: %(sections)s.")
        raise PagesRefusedError(f"{path.name}: {message % {'sections': ', '.join(SECTIONS)}}")
    return {
        section: [Entry(path.name, _name(section, values), values) for values in _rows(value)]
        for section, value in written.items()
    }


def _rows(value: Any) -> list[dict[str, Any]]:
    return [value] if isinstance(value, dict) else value or []


def _name(section: str, values: dict[str, Any]) -> str:
    """What a message calls the page, and what the ids of its blocks are made of."""
    identity = values.get("slug") or values.get("theme") or values.get("city") or "home"
    return f"{section}/{identity}"


def _paragraphs(text: str) -> str:
    """Paragraphs of rich text; an empty line parts them."""
    return "".join(
        f"<p>{' '.join(part.split())}</p>" for part in text.split("\n\n") if part.strip()
    )
