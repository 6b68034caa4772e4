"""A sheet as it is filled now: the same value for pages and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from citytocity.funders import events, years
from citytocity.funders.checking import Checked, checked, checked_figures
from citytocity.funders.counting import Count, counted
from citytocity.funders.definitions import Definition
from citytocity.funders.lines import PartOfSheet
from citytocity.funders.subjects import Subject
from citytocity.ledger.models import Activity
from citytocity.ledger.presentation import foreign, wording


@dataclass(frozen=True)
class Sheet:
    """`title` is what it tells of, in words of the language `lang` where that is not the reader's;
    `doubts` say why a number could be another one. Of an event there is its `count`, of a year the
    numbers that were `assumed`."""

    definition: Definition
    about: Any
    title: str
    lang: str
    checks: tuple[Checked, ...]
    parts: tuple[PartOfSheet, ...]
    doubts: tuple[str, ...] = ()
    count: Count | None = None
    assumed: Mapping[str, Fraction] | None = None

    @property
    def is_met(self) -> bool:
        return all(one.is_met for one in self.checks)


def sheet_of(activity: Activity, definition: Definition) -> Sheet:
    """The sheet in the active language, of the register as it is now."""
    count = counted(activity)
    return Sheet(
        definition=definition,
        about=activity,
        title=wording(activity.title).text,
        lang=foreign(activity.title),
        checks=tuple(checked(definition, count)),
        parts=tuple(events.parts_of(activity, count, definition)),
        doubts=tuple(events.doubts_of(count)),
        count=count,
    )


def sheet_of_year(
    subject: Subject, definition: Definition, *, assumed: Mapping[str, Fraction] | None = None
) -> Sheet:
    """The same of a city or a partnership; what is `assumed` goes before what the definition
    assumes."""
    told = {code: one.value for code, one in definition.assumptions.items()} | dict(assumed or {})
    found = years.figures_of(subject, definition)
    return Sheet(
        definition=definition,
        about=subject,
        title=subject.title,
        lang="",
        checks=tuple(checked_figures(definition, found)),
        parts=tuple(years.parts_of(subject, definition, found, told)),
        assumed=told,
    )


def checks_of_year(subject: Subject, definition: Definition) -> list[Checked]:
    """What is wanted, without the sheet."""
    if not definition.checks:
        return []
    return checked_figures(definition, years.figures_of(subject, definition))
