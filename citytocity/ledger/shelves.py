"""Definitions as data: files that come with the site, and those of the office in its data folder.

One with the code of another, and one with faults, is not used; `faults` says why. Files that did
not change are not read again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.checks import Error
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.ledger.asked import FaultsError

LARGEST = 1024 * 1024
T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """Definitions by their code, and the faults of files by their name."""

    definitions: dict[str, T]
    faults: dict[str, list[str]]


@dataclass(frozen=True)
class Shelf(Generic[T]):
    """Where definitions of a kind stand: in the folder `shipped`, and under `name` in the data
    folder. `reads` makes one of a text, with a `code`, or raises FaultsError."""

    shipped: Path
    name: str
    reads: Callable[[str], T]

    @property
    def own_folder(self) -> Path:
        return Path(settings.DATA_DIR, self.name)

    def found(self) -> Found[T]:
        """What there is now; the faults are told in the active language."""
        found: dict[str, Any] = {}
        faults: dict[str, list[str]] = {}
        for path in [*files_in(self.shipped), *files_in(self.own_folder)]:
            try:
                made = _read(self.reads, path, path.stat().st_mtime_ns, get_language() or "")
            except FaultsError as error:
                faults[path.name] = error.faults
                continue
            except OSError:
                faults[path.name] = [_("This file cannot be read.")]
                continue
            if made.code in found:
                told = {"code": made.code}
                faults[path.name] = [_("Another file has the code “%(code)s” already.") % told]
            else:
                found[made.code] = made
        return Found(found, faults)

    def errors(self, number: str) -> list[Error]:
        """What `citytocity check` says: an error for each thing to mend in the files."""
        hint = f"Mend the file in the folder `{self.name}` of the data folder."
        return [
            Error(f"{name}: {fault}", hint=hint, id=number)
            for name, faults in self.found().faults.items()
            for fault in faults
        ]


def files_in(folder: Path) -> Iterator[Path]:
    """The files of definitions, in the order of their names."""
    yield from sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def text_in(path: Path) -> str:
    """FaultsError if it is too large, or no text; OSError if it cannot be read."""
    if path.stat().st_size > LARGEST:
        raise FaultsError([_("This file is larger than 1 MB.")])
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FaultsError([_("This file is not UTF-8 text.")]) from error


@lru_cache(maxsize=200)
def _read(reads: Callable[[str], Any], path: Path, _changed: int, _language: str) -> Any:
    return reads(text_in(path))
