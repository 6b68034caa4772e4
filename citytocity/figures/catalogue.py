"""The catalogue: the indicators that come with us, and those an installation adds.

Ours stand in `indicators`, a file for each chapter, each with its words in every language that the
interface has; docs/reference/indicators.md lists them all.

Its own ones stand in YAML files in the folder `indicators` of the data folder; the same code in
two places is a fault. A wrong one is left out and told by `faults`: all others stand. The files
are read once for each process.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from citytocity.figures.definitions import Indicator, read, understood
from citytocity.figures.enums import Chapter
from citytocity.ledger.shelves import files_in

FOLDER = Path(__file__).with_name("indicators")


class UnknownIndicatorError(LookupError):
    """No indicator has this code."""


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by code: ours in the order of the catalogue, then its own that are right."""
    return understood(own_files(), beside=_ours())[0]


def faults() -> list[str]:
    """What is wrong with its own files as they are now, one sentence for each thing to mend."""
    return understood(own_files(), beside=_ours())[1]


def indicator(code: str) -> Indicator:
    try:
        return indicators()[code]
    except KeyError as error:
        raise UnknownIndicatorError(code) from error


def our_files() -> list[Path]:
    """What comes with us, in the order of the chapters."""
    return [FOLDER / f"{chapter}.yaml" for chapter in Chapter.values]


def own_files() -> list[Path]:
    """What this installation adds."""
    return list(files_in(Path(settings.DATA_DIR, "indicators")))


@cache
def _ours() -> dict[str, Indicator]:
    return read(our_files())
