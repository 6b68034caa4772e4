"""The lists of a record: sides and states of a partnership, groups of an activity, and others."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from citytocity.ledger.importing.checks import Checks
from citytocity.ledger.importing.problems import Problems
from citytocity.ledger.importing.values import Values
from citytocity.ledger.kinds import Nested
from citytocity.ledger.models import Participation, check_sides, repeated_groups
from citytocity.ledger.written import Item


@dataclass
class Rows:
    """Makes the rows of lists, and tells what is wrong with them."""

    values: Values
    checks: Checks
    problems: Problems

    def of(self, nested: Nested, record: Any, item: Item) -> list[Any]:
        """Those of one list, as the file wants them."""
        written = item.values[nested.key]
        if written is None:
            return []
        if not isinstance(written, list):
            message = _("%(key)s: Write a list, one entry a line beginning with “-”.")
            self.problems.refuse(item.at(nested.key), message % {"key": nested.key})
            return []
        if nested.model is Participation:
            self._check_groups(_items(item, nested.key))
        return [
            row for value in written if (row := self._row(nested, record, item, value)) is not None
        ]

    def _check_groups(self, items: list[Item]) -> None:
        groups = [(item.text("city"), item.text("organisation")) for item in items]
        for place, message in repeated_groups(groups).items():
            self.problems.refuse(items[place].at("city"), str(message))

    def _row(self, nested: Nested, record: Any, item: Item, value: Any) -> Any:
        value = _as_row(nested, item, value)
        if not isinstance(value, Item):
            message = _("%(key)s: Write a mapping with: %(columns)s.")
            told = {"key": nested.key, "columns": ", ".join(nested.columns)}
            self.problems.refuse(item.at(nested.key), message % told)
            return None
        row = nested.model()
        setattr(row, nested.parent, record)
        self.values.assign(nested.columns, row, value, besides=set())
        validate = self.checks.validate_whole if record.pk else self.checks.validate
        validate(row, value, nested.columns, besides={nested.parent})
        return row

    def check_sides(self, record: Any, item: Item, rows: dict[str, list[Any]]) -> None:
        if not self.problems and _are_sides(rows):
            return
        sides = rows.get("sides", list(record.sides.all()) if record.pk else [])
        states = rows.get("states", list(record.states.all()) if record.pk else [])
        if self.problems:
            self._check_named_sides(record, item)
            return
        try:
            check_sides([side.city for side in sides], [state.city for state in states])
        except ValidationError as error:
            self.problems.refuse(item.at("sides"), " ".join(error.messages))

    def _check_named_sides(self, record: models.Model, item: Item) -> None:
        """As far as can be told while other things are wrong and cities may not be kept yet."""
        names = [str(side.values.get("city")) for side in _items(item, "sides")]
        if len(set(names)) != len(names):
            message = _("A city cannot be in partnership with itself.")
            self.problems.refuse(item.at("sides"), message)
        elif len(names) < 2 and ("sides" in item.values or not record.pk):
            self.problems.refuse(item.at("sides"), _("A partnership needs two cities or more."))


def row_items(nested: Nested, item: Item) -> list[Item]:
    """The rows of a list as written."""
    rows = (_as_row(nested, item, value) for value in item.values[nested.key] or ())
    return [row for row in rows if isinstance(row, Item)]


def _as_row(nested: Nested, item: Item, value: Any) -> Any:
    """The row as written; a bare id stands for a row that says no more."""
    if nested.short_key and not isinstance(value, Item | list):
        return Item(item.at(nested.key), {nested.short_key: value})
    return value


def _items(item: Item, key: str) -> list[Item]:
    value = item.values.get(key)
    return [row for row in value if isinstance(row, Item)] if isinstance(value, list) else []


def _are_sides(rows: dict[str, list[Any]]) -> bool:
    """Whether the rows are surely those of a partnership; told from the keys of cities alone."""
    sides = [side.city_id for side in rows.get("sides", ())]
    is_whole = None not in sides and len(set(sides)) == len(sides) > 1
    return is_whole and {state.city_id for state in rows.get("states", ())} <= set(sides)
