"""Sheets for funders as data: what each asks of an event, which numbers it wants, what it is made
after. `definitions/*.yaml` come with the site; an office puts its own into the data folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.funders.enums import Measure, Part
from citytocity.languages.text import Words
from citytocity.ledger.asked import Asked, FaultsError, mapping_in

SHIPPED = Path(__file__).with_name("definitions")
LARGEST = 1024 * 1024
LONG = 2_000


@dataclass(frozen=True)
class Check:
    """A number that the funder wants: at least, at most, or both."""

    measure: Measure
    least: Fraction | None
    most: Fraction | None


@dataclass(frozen=True)
class Definition:
    """`members` are codes of the countries that the programme names, `blanks` the lines that the
    register cannot fill."""

    code: str
    name: Words
    made_after: Words
    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    checks: tuple[Check, ...]
    members: frozenset[str]
    blanks: tuple[Words, ...]


@dataclass(frozen=True)
class Known:
    """Definitions by their code, and the faults of files by their name."""

    definitions: dict[str, Definition]
    faults: dict[str, list[str]]


def known() -> Known:
    """What there is now; files that did not change are not read again."""
    found: dict[str, Definition] = {}
    faults: dict[str, list[str]] = {}
    for path in _files():
        try:
            definition = _read(path, path.stat().st_mtime_ns, get_language() or "")
        except FaultsError as error:
            faults[path.name] = error.faults
            continue
        except (OSError, UnicodeDecodeError):
            faults[path.name] = [_("This file cannot be read.")]
            continue
        if definition.code in found:
            told = {"code": definition.code}
            faults[path.name] = [_("Another sheet has the code “%(code)s” already.") % told]
        else:
            found[definition.code] = definition
    return Known(found, faults)


def own_folder() -> Path:
    return Path(settings.DATA_DIR, "funders")


def read(text: str) -> Definition:
    """The definition in the text. FaultsError lists all that is wrong."""
    asked = Asked(mapping_in(text))
    asked.only("code", "name", "made_after", "sources", "parts", "checks", "members", "blanks")
    made = Definition(
        code=asked.code("code"),
        name=asked.words("name"),
        made_after=asked.words("made_after", most=LONG),
        sources=tuple(asked.texts("sources")),
        parts=tuple(Part(one) for one in _chosen(asked, "parts", Part.values)),
        checks=tuple(_checks(asked)),
        members=frozenset(asked.texts("members")),
        blanks=tuple(one.words("name") for one in _blanks(asked)),
    )
    if Measure.MEMBERS in {one.measure for one in made.checks} and not made.members:
        asked.fault(_("name the countries that the check counts."), "members")
    if asked.faults:
        raise FaultsError(asked.faults)
    return made


def _files() -> Iterator[Path]:
    yield from sorted(SHIPPED.glob("*.yaml"))
    yield from sorted(own_folder().glob("*.yaml"))


@lru_cache(maxsize=200)
def _read(path: Path, _changed: int, _language: str) -> Definition:
    if path.stat().st_size > LARGEST:
        raise FaultsError([_("This file is larger than 1 MB.")])
    return read(path.read_text(encoding="utf-8"))


def _chosen(asked: Asked, key: str, allowed: Iterable[str]) -> list[str]:
    """The values of a list, each of which is known."""
    found, known = asked.texts(key), list(allowed)
    if unknown := [one for one in found if one not in known]:
        told = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        asked.fault(_("there is no “%(unknown)s”. There are: %(known)s.") % told, key)
    return [one for one in found if one in known]


def _checks(asked: Asked) -> Iterator[Check]:
    for one in asked.parts("checks", "check") if asked.has("checks") else ():
        one.only("of", "least", "most")
        measure = one.one_of("of", Measure.values)
        least = one.number("least") if one.has("least") else None
        most = one.number("most") if one.has("most") else None
        if not one.has("least") and not one.has("most"):
            one.fault(_("write what it is at least, or at most."))
        if least is not None and most is not None and least > most:
            one.fault(_("the least is more than the most."))
        if measure:
            yield Check(Measure(measure), least, most)


def _blanks(asked: Asked) -> Iterable[Asked]:
    rows: Any = asked.parts("blanks", "blank") if asked.has("blanks") else ()
    return rows
