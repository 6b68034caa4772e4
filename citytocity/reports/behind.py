"""The records behind the figures of a year: which they are, and the part that each has."""

import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from citytocity.figures.measuring import Figure
from citytocity.figures.presentation import by_name, parts
from citytocity.languages.fields import as_kept
from citytocity.reports.naming import path_of, title_of
from citytocity.reports.told import Texts
from citytocity.reports.versions import versions_of
from citytocity.stories.models import StoryPage

STORY = StoryPage._meta.model_name or ""


class Part(NamedTuple):
    """A record by its key, and its part in a figure; `of` is that of the whole in a share."""

    key: int
    part: str | None = None
    of: str | None = None


class Called(NamedTuple):
    """What a record is called, and its address without a language; empty if it has no page."""

    title: Texts
    path: str


@dataclass(frozen=True)
class Behind:
    """Of each figure the kind of its records and their parts; each record once, by kind and key.

    Among the records are the stories in other languages too; `versions` has the keys of these, by
    the key of the story and by language.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[Part]] = field(default_factory=dict)
    records: dict[str, dict[int, Called]] = field(default_factory=dict)
    versions: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def marks(self) -> dict[str, str]:
        """What shows if a list was changed later: by figure and by kind."""
        of_figures = {code: mark(parts) for code, parts in self.parts.items()}
        return of_figures | {kind: mark_of_records(rows) for kind, rows in self.records.items()}

    def key_in(self, language: str, key: int, kind: str, away: Collection[int] = ()) -> int:
        """That of the record itself, or of the story in the language; of none that is `away`."""
        version = self.versions.get(key, {}).get(language) if kind == STORY else None
        return key if version is None or key in away or version in away else version


def behind(figures: Mapping[str, Figure]) -> Behind:
    """Every record that the figures count; not of those that count none."""
    found, models = Behind(), {}
    for code, figure in figures.items():
        if figure.indicator.measure is None or not figure.number_of_records:
            continue
        model = figure.records.model
        found.kinds[code] = kind = model._meta.model_name
        models[kind] = model
        found.parts[code] = [
            Part(key, _exact(part.number), _exact(part.of)) for key, part in parts(figure)
        ]
    for kind, model in models.items():
        codes = [code for code, name in found.kinds.items() if name == kind]
        keys = {part.key for code in codes for part in found.parts[code]}
        found.records[kind] = _called(by_name(model, sorted(keys)))
        if kind == STORY:
            _add_versions(found, list(by_name(model, sorted(keys))))
    return found


def _called(records: Iterable[Any]) -> dict[int, Called]:
    """By key. What is called the same, as the groups of an activity, is held in memory once."""
    once: dict[Hashable, Called] = {}
    found = {}
    for record in records:
        called = Called(title_of(record), path_of(record))
        found[record.pk] = once.setdefault((called.path, *called.title.items()), called)
    return found


def _add_versions(found: Behind, stories: list[Any]) -> None:
    for key, versions in versions_of(stories).items():
        found.versions[key] = {language: one.key for language, one in versions.items()}
        found.records[STORY] |= {
            one.key: Called({language: one.title}, one.path) for language, one in versions.items()
        }


def mark(parts: list[Part]) -> str:
    """What shows if a list of records is not the one that was kept."""
    return _sha256(parts)


def mark_of_records(records: Mapping[int, Called]) -> str:
    """The same of what they are called."""
    return _sha256([[key, *records[key]] for key in sorted(records)])


def _sha256(kept: list[Any]) -> str:
    return hashlib.sha256(as_kept(kept).encode()).hexdigest()


def _exact(number: int | Decimal | None) -> str | None:
    return None if number is None else str(number)
