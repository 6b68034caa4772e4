"""The ratings that can be filled in: those that come with the site, and those of the office.

An office puts its own as `ratings/*.yaml` into the data folder; no code is needed for it. One with
the code of another, and one with faults, is not used; `faults` says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.figures.catalogue import indicators
from citytocity.figures.definitions import DefinitionsWrongError
from citytocity.ledger.asked import FaultsError
from citytocity.ratings.definitions import Definition
from citytocity.ratings.reading import read

SHIPPED = Path(__file__).with_name("definitions")
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Shelf:
    """Definitions by their code, and the faults of files by their name."""

    definitions: dict[str, Definition]
    faults: dict[str, list[str]]


def shelf() -> Shelf:
    """What there is now; files that did not change are not read again."""
    found: dict[str, Definition] = {}
    faults: dict[str, list[str]] = {}
    try:
        indicators()
    except DefinitionsWrongError as error:
        return Shelf({}, {"indicators": error.faults})
    for path in _files():
        try:
            definition = _read(path, path.stat().st_mtime_ns, get_language() or "")
        except FaultsError as error:
            faults[path.name] = error.faults
            continue
        except OSError:
            faults[path.name] = [_("This file cannot be read.")]
            continue
        if definition.code in found:
            told = {"code": definition.code}
            faults[path.name] = [_("Another rating has the code “%(code)s” already.") % told]
        else:
            found[definition.code] = definition
    return Shelf(found, faults)


def own_folder() -> Path:
    return Path(settings.DATA_DIR, "ratings")


def _files() -> Iterator[Path]:
    yield from sorted(SHIPPED.glob("*.yaml"))
    yield from sorted(own_folder().glob("*.yaml"))


@lru_cache(maxsize=200)
def _read(path: Path, _changed: int, _language: str) -> Definition:
    if path.stat().st_size > LARGEST:
        raise FaultsError([_("This file is larger than 1 MB.")])
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FaultsError([_("This file is not UTF-8 text.")]) from error
    return read(text, figures=_open_figures())


def _open_figures() -> set[str]:
    """Those counted and for all readers: an entry that is opened shows its answers to everybody."""
    return {code for code, one in indicators().items() if one.is_public and one.is_recorded}
