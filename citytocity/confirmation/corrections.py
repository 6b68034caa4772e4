"""A correction by somebody without an account: the register's fields as a plain form, and what was
changed in it as a proposal that the register's own form reads.

The form of the admin itself is not shown to strangers: it chooses among all records, and needs
scripts for its rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.utils.text import capfirst
from django.utils.translation import get_language

from citytocity.confirmation.facts import value_of
from citytocity.languages.plain_text import validate_plain
from citytocity.languages.text import Words
from citytocity.ledger.admin.changes import Proposed
from citytocity.ledger.kinds import Column
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    Proposal,
    Result,
)
from citytocity.ledger.presentation import wording
from citytocity.ledger.snapshots import snapshot

SALT = "confirmation.shown"
HEADS = ("people", "youth", "women", "men", "certainty")
OFFERED: dict[Any, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = {
    Activity: (
        ("title", "kind", "when", "status", "place", "attendance", "attendance_certainty"),
        {"participations": ("role", *HEADS)},
    ),
    Participation: (("role", "mode", *HEADS), {}),
    Result: (("title", "when", "value", "certainty", "still_running"), {}),
    Agreement: (("kind", "title", "signed", "place", "valid"), {}),
    Partnership: (("since", "first_contact"), {"sides": ("recognised",)}),
}
"""What can be corrected by the link: of the record, and of the rows of its lists."""


@dataclass(frozen=True)
class Correction:
    """What was changed: `says` by the names of the register, `before` and `after` as proposals
    keep them."""

    says: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, list[str]] = field(default_factory=dict)


class CorrectionForm(forms.Form):
    """The facts of a record, each in a field of its own; a text in the language it is shown in."""

    def __init__(self, record: Any, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix, use_required_attribute=False)
        self.record = record
        self.places: dict[str, tuple[str, Any, Column]] = {}
        self.languages: dict[str, str] = {}
        names, lists = OFFERED[type(record)]
        for name in names:
            self._offer(name, record, "", Column(name, record._meta.get_field(name)))
        for relation, inner in lists.items():
            for row in getattr(record, relation).all():
                for name in inner:
                    column = Column(name, row._meta.get_field(name))
                    self._offer(f"{relation}-{row.pk}-{name}", row, relation, column)

    def clean(self) -> dict[str, Any]:
        """What the register's own form says of it is told beside the field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self.changed_data:
            for key, words in self._faults():
                self.add_error(key, words)
        return cleaned

    @property
    def shown(self) -> str:
        """What the fields held when they were shown, for `untouched_as` to compare with."""
        return signing.dumps(self._as_shown(), salt=SALT, compress=True)

    def untouched_as(self, new: "CorrectionForm", shown: str) -> dict[str, str]:
        """What this form, sent after the record was changed, says of the record as it is now: the
        fields that nobody touched hold what `new` shows."""
        before, sent = _read(shown), {}
        for key, now in new._as_shown().items():
            name = self.add_prefix(key)
            typed = self.data.get(name, before.get(key, now))
            sent[name] = now if typed == before.get(key) else typed
        return sent

    def _as_shown(self) -> dict[str, str]:
        values = {key: self.get_initial_for_field(field, key) for key, field in self.fields.items()}
        return {key: "" if value is None else str(value) for key, value in values.items()}

    @property
    def correction(self) -> Correction:
        """What was changed, of a valid form."""
        return Correction(self._says(), snapshot(self.record), self._after())

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields by what they are about: nothing for the record itself, then row by row."""
        groups: dict[str, list[forms.BoundField]] = {}
        for key, (relation, row, _column) in self.places.items():
            heading = str(getattr(row, "city", row)) if relation else ""
            groups.setdefault(heading, []).append(self[key])
        yield from groups.items()

    def _offer(self, key: str, of: Any, relation: str, column: Column) -> None:
        value = getattr(of, column.field.name)
        self.places[key] = (relation, of, column)
        if isinstance(value, Words):
            shown = wording(value)
            self.languages[key] = shown.language if value else (get_language() or "en")
            self.fields[key] = forms.CharField(
                label=capfirst(str(column.field.verbose_name)),
                required=not column.field.blank,
                max_length=column.field.max_length,
                initial=shown.text,
                validators=[validate_plain],
            )
        else:
            made = column.field.formfield()
            made.initial = value
            self.fields[key] = made

    def _says(self) -> dict[str, Any]:
        says: dict[str, Any] = {}
        for key in self.changed_data:
            relation, row, column = self.places[key]
            value = self._value(key, row, column)
            if relation:
                says.setdefault(relation, {}).setdefault(str(row.pk), {})[column.key] = value
            else:
                says[column.key] = value
        return says

    def _value(self, key: str, row: Any, column: Column) -> Any:
        if key in self.languages:
            return {"language": self.languages[key], "text": self.cleaned_data[key]}
        said = type(row)(**{column.field.name: self.cleaned_data[key]})
        return value_of(column, said)

    def _after(self) -> dict[str, list[str]]:
        """The register's form as it would have been sent: the changed fields of the record, and of
        its lists every row, as they are read as a whole."""
        own: dict[str, list[str]] = {}
        changed: dict[str, dict[Any, dict[str, list[str]]]] = {}
        for key in self.changed_data:
            relation, row, column = self.places[key]
            if relation:
                rows = changed.setdefault(relation, {}).setdefault(row.pk, {})
                rows.update(self._sent(key, row, column))
            else:
                own |= self._sent(key, row, column)
        if not changed:
            return own
        form = _register_form(self.record)
        for relation, by_row in changed.items():
            own |= _rows_as_sent(form.formsets[relation], by_row)
        return own

    def _sent(self, key: str, row: Any, column: Column) -> dict[str, list[str]]:
        name = column.field.name
        if key not in self.languages:
            value = self.cleaned_data[key]
            return {name: ["" if value is None else str(value)]}
        texts = dict(getattr(row, name).data) | {self.languages[key]: self.cleaned_data[key]}
        return {f"{name}__{code}": [text] for code, text in texts.items()}

    def _faults(self) -> Iterator[tuple[str | None, str]]:
        """Each with the field it is about, as the registrar's form would tell it."""
        proposal = Proposal(
            kind=ContentType.objects.get_for_model(self.record),
            record_key=self.record.pk,
            before=snapshot(self.record),
            after=self._after(),
        )
        proposed = Proposed(proposal)
        parts = {part.key for part in proposed.changes}
        for part, words in proposed.written(parts).errors():
            yield self._field_of(part, proposed), words

    def _field_of(self, part: str, proposed: Proposed) -> str | None:
        if part in self.fields:
            return part
        relation, _sign, _place = part.rpartition("-")
        rows = proposed.rows(relation) if relation in proposed.form.formsets else []
        key = next((row.pk for row in rows if row.key == part), None)
        of_the_row = [name for name in self.changed_data if name.startswith(f"{relation}-{key}-")]
        return of_the_row[0] if of_the_row else None


def form_for(record: Any, data: Any = None, *, prefix: str) -> CorrectionForm:
    return CorrectionForm(record, data, prefix=prefix)


def typed_in_words(model: Any, sent: Mapping[str, str], *, prefix: str) -> Iterator[str]:
    """What was typed into the form of a record that is gone by now, a line for each field."""
    for key, typed in _typed(sent, prefix):
        yield f"{capfirst(str(_field_at(model, key).verbose_name))}: {typed or '—'}"


def is_touched(sent: Mapping[str, str], *, prefix: str) -> bool:
    """Whether a field says something else than it did when it was shown."""
    return any(_typed(sent, prefix))


def _typed(sent: Mapping[str, str], prefix: str) -> Iterator[tuple[str, str]]:
    for key, before in _read(sent.get(f"{prefix}-shown", "")).items():
        typed = sent.get(f"{prefix}-{key}", before)
        if typed != before:
            yield key, typed


def _field_at(model: Any, key: str) -> Any:
    relation, _row, name = key.rpartition("-")
    if relation:
        model = model._meta.get_field(relation.partition("-")[0]).related_model
    return model._meta.get_field(name)


def _read(shown: str) -> dict[str, str]:
    """What `shown` says; nothing, if it was not made here."""
    try:
        return signing.loads(shown, salt=SALT)
    except signing.BadSignature:
        return {}


def _register_form(record: Any) -> Any:
    return type(record).snippet_viewset.get_form_class(for_update=True)(instance=record)


def _rows_as_sent(formset: Any, changed: dict[Any, dict[str, list[str]]]) -> dict[str, list[str]]:
    """All rows of a list as their form would send them untouched, but for what was changed."""
    there = [form for form in formset.forms if form.instance.pk]
    sent = {
        f"{formset.prefix}-TOTAL_FORMS": [str(len(there))],
        f"{formset.prefix}-INITIAL_FORMS": [str(len(there))],
    }
    for place, form in enumerate(there):
        start = f"{formset.prefix}-{place}-"
        facts = {name: values for bound in form for name, values in _as_sent(bound, form.prefix)}
        facts |= changed.get(form.instance.pk, {})
        facts |= {"id": [str(form.instance.pk)], "ORDER": [str(place + 1)]}
        sent |= {f"{start}{name}": values for name, values in facts.items()}
    return sent


def _as_sent(bound: forms.BoundField, prefix: str) -> Iterator[tuple[str, list[str]]]:
    value = bound.value()
    if isinstance(value, Words):
        yield from ((f"{bound.name}__{code}", [text]) for code, text in value.data.items())
    elif isinstance(bound.field, forms.BooleanField):
        yield from [(bound.name, ["on"])] if value else []
    elif isinstance(value, list | tuple):
        yield bound.name, [str(getattr(one, "pk", one)) for one in value]
    else:
        yield bound.name, ["" if value is None else str(value)]
