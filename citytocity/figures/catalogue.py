"""The catalogue: the indicators that come with us, and those an installation adds.

Its own ones stand in YAML files in the folder `indicators` of the data folder; the same code in
two places is a fault. The files are read once for each process.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from citytocity.figures.definitions import Indicator, read

OURS = Path(__file__).with_name("indicators")


class UnknownIndicatorError(LookupError):
    """No indicator has this code."""


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by code, in the order of the catalogue. DefinitionsWrongError tells what is
    wrong with the files."""
    return read([*sorted(OURS.glob("*.yaml")), *own_files()])


def indicator(code: str) -> Indicator:
    try:
        return indicators()[code]
    except KeyError as error:
        raise UnknownIndicatorError(code) from error


def own_files() -> list[Path]:
    """What this installation adds."""
    folder = Path(settings.DATA_DIR) / "indicators"
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
