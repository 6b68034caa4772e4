"""A year in marks: every drop is a record and opens it."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import get_month_names

from citytocity.languages.catalogue import html_code

NOMINATIVES = {"be", "cs", "el", "fi", "hr", "hy", "lt", "pl", "ru", "sk", "uk"}
MARKS_AT_MOST = 12  # in one month; more would need bars


@dataclass(frozen=True)
class Mark:
    """One record: its title, its address and the ink of the city it was done with."""

    title: str
    url: str
    ink: str = "slate"


@dataclass(frozen=True)
class MarkedMonth:
    name: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class MarkedYear:
    """Twelve months of marks, drawn by design/_units.html. `label` says in words what it shows."""

    label: str
    months: tuple[MarkedMonth, ...]

    @property
    def fits(self) -> bool:
        """Whether each month has room for its marks; otherwise its numbers belong in bars."""
        return all(len(month.marks) <= MARKS_AT_MOST for month in self.months)


def marked_year(marks: Iterable[tuple[int, Mark]], *, label: str, language: str) -> MarkedYear:
    """The year from marks with the number of their month, 1 to 12."""
    by_month: dict[int, list[Mark]] = {month: [] for month in range(1, 13)}
    for month, mark in marks:
        by_month[month].append(mark)
    names = month_names(language)
    return MarkedYear(
        label=label,
        months=tuple(
            MarkedMonth(name=names[month], marks=tuple(found)) for month, found in by_month.items()
        ),
    )


def month_names(language: str) -> dict[int, str]:
    """Short names of the months, as they stand alone in the language."""
    locale = html_code(language).replace("-", "_")
    # Babel 2.18 lets the stand-alone names of one language leak into others. They are needed only
    # where they differ from the names inside a date, and those languages keep names of their own.
    names = (
        get_month_names("abbreviated", context="stand-alone", locale=locale)
        if language.partition("-")[0] in NOMINATIVES
        else get_month_names("abbreviated", context="format", locale=locale)
    )
    return {month: names[month].rstrip(".") for month in range(1, 13)}
