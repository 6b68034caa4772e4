"""What a proposal changes, part by part, and how the parts that are accepted are written.

Both are done by the register's own form: it reads again what was sent, so a value is told, tested
and written as if it had been typed by the registrar. A part is a field of the record (`when`) or a
row of one of its lists (`participations-2`, by its place in the form as it was sent).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field
from django.forms import BaseForm
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.languages.plain_text import tidy
from citytocity.languages.text import Words
from citytocity.ledger.admin.differences import (
    Change,
    Value,
    comparable,
    list_headings,
    row_heading,
    rows_by_key,
    value_of,
    where_they_differ,
)
from citytocity.ledger.models import Proposal
from citytocity.ledger.snapshots import restored
from citytocity.ledger.telling import told

OF_THE_LIST = ("id", ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
"""What a row has beside its facts."""


@dataclass(frozen=True)
class Row:
    """A row of a list as it was sent."""

    key: str
    form: Any
    act: str
    changed: frozenset[str]

    @property
    def pk(self) -> Any:
        """None for one that is added."""
        return None if self.act == "add" else self.form.instance.pk


@dataclass(frozen=True)
class Written:
    """The form that writes what is accepted, and which part each of its rows comes from."""

    form: Any
    parts: dict[str, str]

    def errors(self) -> Iterator[tuple[str, str]]:
        """Each fault with its part; with an empty one if it is a fault of no single part."""
        yield from _errors(self.form, lambda name: name)
        for formset in self.form.formsets.values():
            yield from (("", str(fault)) for fault in formset.non_form_errors())
            for row in formset.forms:
                key = self.parts.get(row.prefix, "")
                yield from _errors(row, lambda _name, key=key: key)


def is_changed(form: Any) -> bool:
    """Whether the form asks for anything. In which order its rows stand is not proposed."""
    lists = form.formsets.values()
    return bool(form.changed_data) or any(row for formset in lists for row in _rows(formset))


class Proposed:
    """A proposal, read by the form of its kind."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self.viewset = proposal.model.snippet_viewset
        self.record: Any = proposal.record
        self.was = restored(proposal.model, proposal.before)

    @cached_property
    def form(self) -> Any:
        """The form as it was sent, over the record as it was then."""
        was = restored(self.proposal.model, self.proposal.before)
        form = self._form(MultiValueDict(self.proposal.after), was)
        form.is_valid()
        return form

    @cached_property
    def changes(self) -> list[Change]:
        fields = [self._field_change(name) for name in self._changed_fields()]
        rows = [
            self._row_change(relation, row)
            for relation in self.form.formsets
            for row in self.rows(relation)
        ]
        return [*fields, *rows]

    def rows(self, relation: str) -> list[Row]:
        """The rows of a list that are to be added, changed or removed."""
        return list(_rows(self.form.formsets[relation]))

    def written(self, taken: set[str]) -> Written:
        """The form over the record as it stands now, which changes the taken parts and no others.

        Fields that are not taken are disabled: Django then reads them from the record.
        """
        lists = tuple(f"{name}-" for name in self.form.formsets)
        sent = self.proposal.after.items()
        data = {key: values for key, values in sent if not key.startswith(lists)}
        _keep_texts(data, "", was=self.was, now=self.record)
        free: dict[str, frozenset[str]] = {}
        parts: dict[str, str] = {}
        for relation in self.form.formsets:
            for place, (row, pk) in enumerate(self._rows_to_write(relation, taken, data)):
                prefix = f"{relation}-{place}"
                data.update(self._row_data(row, prefix=prefix, pk=pk, place=place))
                if row and pk:
                    was, now = (rows_by_key(of, relation).get(pk) for of in (self.was, self.record))
                    _keep_texts(data, f"{prefix}-", was=was, now=now)
                free[prefix] = _free(row, is_new=pk is None)
                if row:
                    parts[prefix] = row.key
        form = self._form(MultiValueDict(data), self.record or self.proposal.model())
        _disable(form, taken)
        for formset in form.formsets.values():
            for row_form in formset.forms:
                _disable(row_form, free[row_form.prefix] | set(OF_THE_LIST))
        return Written(form, parts)

    def _rows_to_write(
        self, relation: str, taken: set[str], data: dict[str, list[str]]
    ) -> list[tuple[Row | None, Any]]:
        """The rows there are, each with what is taken of it, and those that are added. One to be
        changed that is not there any more is added again."""
        there = list(getattr(self.record, relation).all()) if self.record else []
        sent = [row for row in self.rows(relation) if row.key in taken]
        by_key = {row.pk: row for row in sent if row.act != "add"}
        keys = [row.pk for row in there]
        added = sorted(
            (row for row in sent if row.act != "remove" and row.pk not in keys),
            key=lambda row: row.form.cleaned_data.get(ORDERING_FIELD_NAME) or len(sent),
        )
        data[f"{relation}-TOTAL_FORMS"] = [str(len(there) + len(added))]
        data[f"{relation}-INITIAL_FORMS"] = [str(len(there))]
        return [*((by_key.get(key), key) for key in keys), *((row, None) for row in added)]

    def _row_data(
        self, row: Row | None, *, prefix: str, pk: Any, place: int
    ) -> dict[str, list[str]]:
        """What the row sent, at its new place. The order of rows is not proposed."""
        known = {f"{prefix}-id": [str(pk or "")], f"{prefix}-ORDER": [str(place + 1)]}
        if row is None:
            return known
        if row.act == "remove":
            return known | {f"{prefix}-DELETE": ["on"]}
        start = f"{row.form.prefix}-"
        facts = {
            f"{prefix}-{key.removeprefix(start)}": values
            for key, values in self.proposal.after.items()
            if key.startswith(start) and key.removeprefix(start) not in OF_THE_LIST
        }
        return facts | known

    def _form(self, data: MultiValueDict, record: Any) -> Any:
        return self.viewset.get_form_class(for_update=True)(data, instance=record)

    def _changed_fields(self) -> list[str]:
        """Of a new record all that is filled in; never a field that the form did not have then."""
        sent = [
            name
            for name, bound in self.form.fields.items()
            if not bound.widget.value_omitted_from_data(self.form.data, {}, name)
        ]
        if not self.proposal.is_of_new_record:
            return [name for name in sent if name in self.form.changed_data]
        fields = {name: self.proposal.model._meta.get_field(name) for name in sent}
        return [name for name in sent if told(fields[name], self._would(self.form, name))]

    def _field_change(self, name: str) -> Change:
        model_field = self.proposal.model._meta.get_field(name)
        value = self._value(self.form, model_field, was=self.was, now=self.record)
        return Change(name, value.label, "change", [value])

    def _row_change(self, relation: str, row: Row) -> Change:
        was = rows_by_key(self.was, relation).get(row.pk)
        now = rows_by_key(self.record, relation).get(row.pk)
        names = [
            name for name in row.form.fields if name in row.changed and name not in OF_THE_LIST
        ]
        meta = row.form._meta.model._meta
        is_removed = row.act == "remove"
        values = [
            self._value(row.form, meta.get_field(name), was=was, now=now, is_removed=is_removed)
            for name in names
        ]
        return Change(
            row.key,
            row_heading(self.headings.get(relation, ""), row.form.instance),
            row.act,
            [value for value in values if value.was or value.would or value.now],
            is_gone=self.proposal.is_open and row.pk is not None and now is None,
        )

    def _value(
        self, form: Any, model_field: Field, *, was: Any, now: Any, is_removed: bool = False
    ) -> Value:
        before, current = value_of(model_field, was), value_of(model_field, now)
        would = None if is_removed else self._would(form, model_field.name)
        if isinstance(before, Words) and isinstance(would, Words):
            before, would, current = where_they_differ(before, would, current)
        is_by_now = self.proposal.is_open and was is not None and now is not None
        has_moved = is_by_now and comparable(before) != comparable(current)
        return Value(
            capfirst(str(form.fields[model_field.name].label)),
            told(model_field, before),
            told(model_field, would),
            told(model_field, current) if has_moved else None,
        )

    def _would(self, form: Any, name: str) -> Any:
        """What is asked for; as it was typed, where it is not valid any more."""
        return form.cleaned_data[name] if name in form.cleaned_data else form[name].data

    @cached_property
    def headings(self) -> dict[str, str]:
        """What the form calls its lists."""
        return dict(list_headings(self.viewset.get_edit_handler()))


def _rows(formset: Any) -> Iterator[Row]:
    known = formset.initial_form_count()
    for place, form in enumerate(formset.forms):
        if row := _row(form, is_new=place >= known or not form.instance.pk):
            yield row


def _row(form: Any, *, is_new: bool) -> Row | None:
    """What is asked for in the row; None if nothing is."""
    is_removed = bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))
    changed = frozenset(form.changed_data) - set(OF_THE_LIST)
    facts = frozenset(form.fields) - set(OF_THE_LIST)
    if is_new:
        return Row(form.prefix, form, "add", facts) if changed and not is_removed else None
    if is_removed:
        return Row(form.prefix, form, "remove", facts)
    return Row(form.prefix, form, "change", changed) if changed else None


def _free(row: Row | None, *, is_new: bool) -> frozenset[str]:
    """The fields of a row that are written: of one that is there only those that are changed."""
    if row is None or (row.act == "remove" and not is_new):
        return frozenset()
    return frozenset(row.form.fields) if is_new else row.changed


def _disable(form: BaseForm, free: Iterable[str]) -> None:
    for name, bound in form.fields.items():
        bound.disabled = name not in free


def _keep_texts(data: dict[str, list[str]], prefix: str, *, was: Any, now: Any) -> None:
    """Of a text in several languages only those are written that the proposer changed: others may
    have been translated since."""
    if was is None or now is None:
        return
    for model_field in was._meta.fields:
        before, current = value_of(model_field, was), value_of(model_field, now)
        for code in LOCAL_NAMES if isinstance(before, Words) else ():
            key = f"{prefix}{model_field.name}__{code}"
            if tidy(data.get(key, [""])[0]) == before.data.get(code, ""):
                data[key] = [current.data.get(code, "")]


def _errors(form: BaseForm, part: Any) -> Iterator[tuple[str, str]]:
    for name, faults in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for fault in faults:
            words = f"{capfirst(str(label))}: {fault}" if label else str(fault)
            yield (part(name) if name in form.fields else ""), words
