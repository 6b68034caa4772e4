"""What is wrong in a file, where, and what would be right."""

import difflib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from citytocity.ledger.kinds import Column
from citytocity.ledger.written import Position

READABLE = 30
"""How many values a message lists; there are more countries than anybody reads."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, where, and what would be right."""

    position: Position
    message: str

    def __str__(self) -> str:
        return f"{self.position}: {self.message}"


class Problems(list[Problem]):
    """All that was found wrong so far."""

    def refuse(self, position: Position, message: str) -> None:
        self.append(Problem(position, message))


class ImportRefusedError(Exception):
    """Nothing was changed; `problems` tells every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UnusableValueError(Exception):
    """A value that cannot be taken; the message says what would be right."""


def unknown_id(model: Any, slug: str, known: list[str]) -> str:
    kind = model._meta.verbose_name
    near = difflib.get_close_matches(slug, known, n=1)
    if near:
        message = _("There is no %(kind)s “%(id)s”. Did you mean “%(near)s”?")
        return message % {"kind": kind, "id": slug, "near": near[0]}
    return _("There is no %(kind)s “%(id)s”, neither here nor in the register.") % {
        "kind": kind,
        "id": slug,
    }


def as_told(fault: ValidationError, column: Column | None) -> str:
    """The model's own words, or better ones where something is missing or is no known value."""
    if column is not None and fault.code in {"null", "blank"}:
        return _("This must be given.")
    if column is None or fault.code != "invalid_choice" or not column.field.choices:
        return " ".join(fault.messages)
    known = [str(value) for value, _name in column.field.flatchoices if value]
    return _unknown_value(str((fault.params or {}).get("value", "")), known)


def _unknown_value(value: str, known: list[str]) -> str:
    if near := difflib.get_close_matches(value, known, n=1):
        message = _("“%(value)s” is not known here. Did you mean “%(near)s”?")
        return message % {"value": value, "near": near[0]}
    if len(known) > READABLE:
        message = _("“%(value)s” is not known here. Write one such as %(known)s.")
        return message % {"value": value, "known": ", ".join(known[:3])}
    message = _("“%(value)s” is not known here. Known are: %(known)s.")
    return message % {"value": value, "known": ", ".join(known)}


def unknown_key(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        message = _("There is no “%(key)s” here. Did you mean “%(near)s”?")
        return message % {"key": key, "near": near[0]}
    return _("There is no “%(key)s” here. Known are: %(known)s.") % {
        "key": key,
        "known": ", ".join(known),
    }
