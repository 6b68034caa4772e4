"""Indicators as they are written down: YAML in, checked, indicators out; every fault is told.

Pydantic, which the signed files use, was not taken: its messages name types, and whoever writes a
definition is to read which word is wrong and which words there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from citytocity.figures.enums import Chapter
from citytocity.figures.measures import MEASURES, NOT_RECORDED, Measure
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.languages.text import Words
from citytocity.ledger.asked import FaultsError, list_in
from citytocity.ledger.shelves import text_in

TEXTS = ("name", "definition", "rule")
KNOWN = {"code", "chapter", "measure", "where", "by", "unit", *TEXTS}
LONGEST_CODE = 60


@dataclass(frozen=True)
class Indicator:
    """What is counted, in words and as a measure; None where the register cannot hold it yet."""

    code: str
    chapter: Chapter
    name: Words
    definition: Words
    rule: Words
    measure: Measure | None
    where: Mapping[str, list[str]] = field(default_factory=dict)
    by: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        return self.measure is not None

    @property
    def is_public(self) -> bool:
        """Whether readers may see it; else only who keeps the register of its city."""
        return self.measure is None or self.measure.kind.is_public


class DefinitionsWrongError(ValueError):
    """Definitions that cannot be used; `faults` has one sentence for each thing to mend."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read(files: list[Path]) -> dict[str, Indicator]:
    """The indicators of the files, by code; DefinitionsWrongError tells all that is wrong."""
    found, faults = understood(files)
    if faults:
        raise DefinitionsWrongError(faults)
    return found


def understood(
    files: list[Path], *, beside: Mapping[str, Indicator] | None = None
) -> tuple[dict[str, Indicator], list[str]]:
    """Those after what stands `beside` them that are right, by code, and what is wrong."""
    faults: list[str] = []
    found: dict[str, Indicator] = dict(beside or {})
    for file in files:
        for place, told in _entries(file, faults):
            mistakes = list(_mistakes(told, found))
            if mistakes:
                faults += [f"{file.name}, {place}: {mistake}" for mistake in mistakes]
            else:
                indicator = _indicator(told)
                found[indicator.code] = indicator
    return found, faults


def _entries(file: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        told = list_in(text_in(file))
    except FaultsError as error:
        faults += [f"{file.name}: {fault}" for fault in error.faults]
        return
    except OSError:
        faults.append(f"{file.name}: " + _("This file cannot be read."))
        return
    for number, entry in enumerate(told, start=1):
        place = _("indicator %(number)d") % {"number": number}
        if not isinstance(entry, dict):
            faults.append(f"{file.name}, {place}: " + _("Write its parts as name: value."))
            continue
        code = entry.get("code")
        yield f"{place} ({code})" if isinstance(code, str) else place, entry


def _mistakes(told: dict[str, Any], found: Mapping[str, Indicator]) -> Iterator[str]:
    if unknown := [str(name) for name in told if name not in KNOWN]:
        yield _not_known(_("part"), unknown, sorted(KNOWN))
    yield from _mistakes_in_code(told.get("code"), found)
    if told.get("chapter") not in Chapter.values:
        yield _not_known(_("chapter"), [str(told.get("chapter", ""))], Chapter.values)
    for text in TEXTS:
        yield from _mistakes_in_words(text, told.get(text))
    name = str(told.get("measure", ""))
    if name == NOT_RECORDED:
        yield from (
            _("“%(part)s” means nothing where nothing is recorded: leave it out.") % {"part": part}
            for part in ("where", "by")
            if part in told
        )
        return
    if name not in MEASURES:
        yield _not_known(_("measure"), [name], [*MEASURES, NOT_RECORDED])
        return
    measure = MEASURES[name]
    if "unit" in told and told["unit"] != measure.unit.value:
        yield _not_known(_("unit"), [str(told["unit"])], [measure.unit.value])
    yield from _mistakes_in_filters(told, measure)


def _mistakes_in_code(code: Any, found: Mapping[str, Indicator]) -> Iterator[str]:
    letters = isinstance(code, str) and code.replace("-", "").isalnum() and code.isascii()
    if not letters or len(code) > LONGEST_CODE:
        yield _("A code is of Latin letters, digits and hyphens, 60 at most.")
    elif code in found:
        yield _("The code “%(code)s” is there already.") % {"code": code}


def _mistakes_in_words(part: str, words: Any) -> Iterator[str]:
    if not isinstance(words, dict) or not words:
        yield _("“%(part)s” is wanted, as language: words.") % {"part": part}
        return
    if unknown := [str(code) for code in words if code not in CONTENT_LANGUAGES]:
        yield _("Unknown language: %(codes)s.") % {"codes": ", ".join(unknown)}
    if not all(isinstance(text, str) and text.strip() for text in words.values()):
        yield _("“%(part)s” has no words in one of its languages.") % {"part": part}


def _mistakes_in_filters(told: dict[str, Any], measure: Measure) -> Iterator[str]:
    filters, where = measure.kind.filters, told.get("where", {})
    if not isinstance(where, dict):
        yield _("“where” is written as name: value.")
        return
    for name, values in where.items():
        if name not in filters:
            yield _not_known("where", [str(name)], list(filters))
            continue
        yield from _mistakes_in_values(str(name), _as_list(values), filters[name].values)
    ways = [name for name, one in filters.items() if one.path]
    if unknown := [str(way) for way in _listed(told.get("by", [])) if way not in ways]:
        yield _not_known("by", unknown, ways)


def _mistakes_in_values(
    name: str, values: list[Any], known: tuple[str, ...] | None
) -> Iterator[str]:
    """Without a value nothing would ever be counted; what only the register knows is some text."""
    if not values:
        yield _("“%(part)s” names no value: name one, or leave it out.") % {"part": name}
    if known is None:
        wrong = [value for value in values if not isinstance(value, str) or not value.strip()]
        if wrong:
            words = {"part": name, "values": ", ".join(map(str, wrong))}
            yield _("“%(part)s” is written as text, not as: %(values)s.") % words
    elif unknown := [str(value) for value in values if str(value) not in known]:
        yield _not_known(name, unknown, list(known))


def _not_known(what: str, unknown: list[str], known: list[str]) -> str:
    words = {"what": what, "unknown": ", ".join(unknown), "known": ", ".join(known) or "–"}
    return _("%(what)s “%(unknown)s” is not known; there are: %(known)s.") % words


def _indicator(told: dict[str, Any]) -> Indicator:
    return Indicator(
        code=told["code"],
        chapter=Chapter(told["chapter"]),
        name=Words(told["name"]),
        definition=Words(told["definition"]),
        rule=Words(told["rule"]),
        measure=MEASURES.get(told["measure"]),
        where={name: _listed(values) for name, values in told.get("where", {}).items()},
        by=tuple(_listed(told.get("by", []))),
    )


def _listed(values: Any) -> list[str]:
    return [str(value) for value in _as_list(values)]


def _as_list(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]
