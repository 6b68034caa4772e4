"""How fast letters may go: in a second, on one line, in a day. Told by data, not by code."""

import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError

OURS = Path(__file__).with_name("paces.yaml")
THEIRS = "mail-paces.yaml"  # in the data folder
Count = Annotated[int, Field(gt=0)]


class PaceError(ImproperlyConfigured):
    """There is no pace of this name, or its file is not written as it should be."""


class Pace(BaseModel):
    """What a way of sending allows; None where it sets no limit.

    `warm_up` is so many letters on the first day of sending, on the second, and so on; `a_day`
    holds on each, and after them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    a_second: Annotated[float, Field(gt=0)] | None = None
    on_one_line: Count | None = None
    a_day: Count | None = None
    warm_up: tuple[Count, ...] = ()

    @property
    def bounds_days(self) -> bool:
        return bool(self.warm_up or self.a_day)

    def on_day(self, number: int) -> int | None:
        """How many letters may go on the day of sending with this number, which begins with 0."""
        bounds = [*self.warm_up[number : number + 1], *([self.a_day] if self.a_day else [])]
        return min(bounds, default=None)


class Rhythm:
    """Lets one letter go after the other, no faster than a pace allows one worker."""

    def __init__(
        self,
        pace: Pace,
        *,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.between = 1 / pace.a_second if pace.a_second else 0.0  # seconds
        self.wait, self.clock, self.next = wait, clock, clock()

    def keep(self) -> None:
        """Waits until the next letter may go."""
        if not self.between:
            return
        now = self.clock()
        if now < self.next:
            self.wait(self.next - now)
        self.next = max(self.next, now) + self.between


def pace() -> Pace:
    """The one that CITYTOCITY_EMAIL_PACE names."""
    known = paces(Path(settings.DATA_DIR))
    if settings.EMAIL_PACE not in known:
        raise PaceError(
            f"CITYTOCITY_EMAIL_PACE is {settings.EMAIL_PACE!r}: write one of {', '.join(known)}, "
            f"or add it to {THEIRS} in the data folder."
        )
    return known[settings.EMAIL_PACE]


def paces(folder: Path) -> Mapping[str, Pace]:
    """All that are known, those of the folder first in rank."""
    theirs = folder / THEIRS
    return _read(OURS, 0.0) | (_read(theirs, theirs.stat().st_mtime) if theirs.exists() else {})


@lru_cache(maxsize=8)
def _read(path: Path, _changed: float) -> dict[str, Pace]:
    try:
        told = yaml.safe_load(path.read_text())
        return {str(name): Pace.model_validate(pace or {}) for name, pace in _named(told).items()}
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PaceError(f"{path.name}: {place}: {first['msg']}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PaceError(f"{path.name} is not written in YAML: {error}") from error


def _named(told: Any) -> dict[str, Any]:
    if told is None:
        return {}
    if not isinstance(told, dict):
        raise PaceError("Paces are written as names, each with its limits below.")
    return told
