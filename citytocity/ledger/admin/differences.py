"""What differs between two states of a record: field by field, then row by row, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

from citytocity.languages.text import Words
from citytocity.ledger.snapshots import KEPT_BESIDE
from citytocity.ledger.telling import Told, told

NO_FACT = KEPT_BESIDE | {"id", "sort_order"}


@dataclass(frozen=True)
class Value:
    """One field: what it was, what it would be, and what it is by now, if that is another thing."""

    label: str
    was: list[Told]
    would: list[Told]
    now: list[Told] | None = None


@dataclass
class Change:
    """A part of a proposal. `act` is `change`, `add` or `remove`; `is_gone`: the row to be changed
    is not there any more."""

    key: str
    heading: str
    act: str
    values: list[Value]
    is_gone: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody changed the same thing since."""
        return self.is_gone or any(value.now is not None for value in self.values)


def changes_between(was: Any, now: Any, headings: dict[str, str]) -> list[Change]:
    """The parts that are not the same in both states of one record.

    `headings` names its lists. In which order the rows of a list stand is no part of it.
    """
    values = _values(was, now)
    fields = [Change(value.label, value.label, "change", [value]) for value in values]
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(now)]
    rows = [
        change
        for relation in relations
        for change in _row_changes(was, now, relation, headings.get(relation, ""))
    ]
    return [*fields, *rows]


def facts_of(record: Any, headings: dict[str, str]) -> list[Change]:
    """All that is filled in, told as changes of what was nothing."""
    fields = [Change(one.label, one.label, "change", [one]) for one in _values(None, record)]
    rows = [
        Change(str(row.pk), row_heading(headings.get(name, ""), row), "change", _values(None, row))
        for relation in get_all_child_relations(record)
        for name in [relation.get_accessor_name()]
        for row in getattr(record, name).all()
    ]
    return [*fields, *rows]


def _row_changes(was: Any, now: Any, relation: str, heading: str) -> Iterator[Change]:
    before, after = rows_by_key(was, relation), rows_by_key(now, relation)
    for key in before.keys() & after.keys():
        if values := _values(before[key], after[key]):
            yield Change(str(key), row_heading(heading, after[key]), "change", values)
    removed = [row for key, row in before.items() if key not in after]
    added = [row for key, row in after.items() if key not in before]
    for row in list(added):  # one that came anew with the same facts is the same
        if twin := next((other for other in removed if not _values(other, row)), None):
            added.remove(row)
            removed.remove(twin)
    for act, rows in (("remove", removed), ("add", added)):
        for row in rows:
            pair = (row, None) if act == "remove" else (None, row)
            yield Change(str(row.pk), row_heading(heading, row), act, _values(*pair))


def _values(was: Any, now: Any) -> list[Value]:
    """The facts that differ; of a row that is there but once those that are filled in."""
    fields = (was or now)._meta.get_fields()
    facts = [one for one in fields if isinstance(one, Field) and one.editable and _is_fact(one)]
    return [value for one in facts if (value := _value(one, was, now))]


def _is_fact(model_field: Field) -> bool:
    return model_field.name not in NO_FACT and not isinstance(model_field, ParentalKey)


def _value(model_field: Field, was: Any, now: Any) -> Value | None:
    before, after = value_of(model_field, was), value_of(model_field, now)
    if comparable(before) == comparable(after):
        return None
    if isinstance(before, Words) and isinstance(after, Words):
        before, after, _now = where_they_differ(before, after, None)
    lines = told(model_field, before), told(model_field, after)
    if lines[0] == lines[1]:  # nothing, written in two ways
        return None
    return Value(capfirst(str(model_field.verbose_name)), *lines)


def rows_by_key(record: Any, relation: str) -> dict[Any, Any]:
    return {row.pk: row for row in getattr(record, relation).all()} if record else {}


def value_of(model_field: Field, record: Any) -> Any:
    return None if record is None else model_field.value_from_object(record)


def comparable(value: Any) -> Any:
    if isinstance(value, Words):
        return value.data
    return sorted(other.pk for other in value) if isinstance(value, list) else value


def where_they_differ(was: Words, would: Words, now: Words | None) -> list[Words]:
    """In those languages in which they are not the same; whole, if only their order is not."""
    codes = {*was.data, *would.data}
    changed = {code for code in codes if was.data.get(code) != would.data.get(code)} or codes
    return [
        Words({code: text for code, text in words.data.items() if code in changed})
        for words in (was, would, now or Words())
    ]


def row_heading(of: str, row: Any) -> str:
    try:
        return f"{of}: {row}"
    except ObjectDoesNotExist:  # whom it names was deleted meanwhile
        return of


def list_headings(panel: Any) -> Iterator[tuple[str, str]]:
    if hasattr(panel, "relation_name"):
        yield panel.relation_name, str(panel.heading)
    for child in getattr(panel, "children", ()):
        yield from list_headings(child)
