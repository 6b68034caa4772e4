"""The facts of a record that a city confirms: what is shown to it, and what is compared later.

Only what stands by itself and means the same in every installation: values, texts, cities. Sources,
evidence, themes, programmes and pictures may be added later: they change nothing in what was said.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import rfc8785
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, QuerySet

from citytocity.cities.models import City
from citytocity.confirmation.models import Statement
from citytocity.languages.text import Words
from citytocity.ledger.exporting import value_as_data
from citytocity.ledger.kinds import Column
from citytocity.ledger.models import (
    Activity,
    Agreement,
    Participation,
    Partnership,
    PartnershipSide,
    Result,
    Signatory,
)

HEADS = ("people", "youth", "women", "men", "nonbinary", "certainty")


@dataclass(frozen=True)
class Form:
    """What is confirmed of a kind of record: its own facts, and those of its rows; `joined` is what
    is read with it in the same query."""

    noun: str
    model: Any
    names: tuple[str, ...]
    rows: dict[str, "Form"] = field(default_factory=dict)
    joined: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {name: Column(name, self.model._meta.get_field(name)) for name in self.names}

    def records(self) -> QuerySet:
        """With all that their facts and names need: a query, and one more for each list."""
        rows = (
            Prefetch(name, inner.model.objects.select_related("city"))
            for name, inner in self.rows.items()
        )
        return self.model.objects.select_related(*self.joined).prefetch_related(*rows)


GROUP = ("city", "role", "mode", *HEADS, "detail")
FORMS: dict[Any, Form] = {
    form.model: form
    for form in (
        Form(
            "partnership",
            Partnership,
            ("kind", "name", "since", "first_contact"),
            {"sides": Form("side", PartnershipSide, ("city", "recognised"))},
        ),
        Form(
            "agreement",
            Agreement,
            ("kind", "title", "signed", "place", "occasion", "valid", "languages"),
            {"signatories": Form("signatory", Signatory, ("name", "office", "city"))},
            ("partnership",),
        ),
        Form(
            "activity",
            Activity,
            (
                *("kind", "title", "summary", "when", "status", "host", "place", "country"),
                *("occasion", "attendance", "attendance_certainty"),
            ),
            {"participations": Form("participation", Participation, GROUP)},
            ("host",),
        ),
        Form(
            "participation",
            Participation,
            GROUP,
            {},
            ("city", "activity"),
        ),
        Form(
            "result",
            Result,
            (
                *("kind", "title", "summary", "when", "from_city", "to_city"),
                *("value", "unit", "certainty", "still_running"),
            ),
            {},
            ("from_city", "to_city", "activity", "partnership"),
        ),
    )
}
"""The kinds of records that can be confirmed."""


def facts_of(record: Any) -> dict[str, Any]:
    """What the record says, as plain data; what is empty is left out."""
    form = FORMS[type(record)]
    facts = _filled(form, record)
    for name, rows in form.rows.items():
        if found := [_filled(rows, row) for row in getattr(record, name).all()]:
            facts[name] = sorted(found, key=rfc8785.dumps)
    return facts


def corrected(shown: dict[str, Any], says: dict[str, Any], record: Any) -> dict[str, Any]:
    """The facts as a city was shown them, with what it said otherwise and the record holds now.
    Which row of a list was corrected is known by what stands in it now."""
    form = FORMS[type(record)]
    own = {name: said for name, said in says.items() if name in form.columns}
    facts = _with(shown, own)
    for name in says.keys() & form.rows.keys():
        there = {str(row.pk): _filled(form.rows[name], row) for row in getattr(record, name).all()}
        rows = list(shown.get(name, []))
        for key, said in says[name].items():
            was = next((row for row in rows if _with(row, said or {}) == there.get(key)), None)
            if said is not None and was is not None:
                rows[rows.index(was)] = there[key]
        facts[name] = sorted(rows, key=rfc8785.dumps)
    return facts


def fingerprint_of(facts: dict[str, Any]) -> str:
    """Changes with any of the facts; not with a translation that is added or mended."""
    return hashlib.sha256(rfc8785.dumps(_first_words(facts))).hexdigest()


def fingerprint_now(record: Any) -> str:
    return fingerprint_of(facts_of(record))


def value_of(column: Column, record: Any) -> Any:
    """One fact as data: texts by language, with the one they were first written in."""
    value = getattr(record, column.field.name)
    if isinstance(value, Words):
        return {"original": value.original, "texts": dict(value.data)} if value else None
    if isinstance(value, City):
        return value.slug
    return value_as_data(column, record)


def records_of(statements: Iterable[Statement]) -> dict[tuple[int, int], Any]:
    """The records that the statements are about, by kind and key, with what their facts need; so
    many queries for each kind, however many there are."""
    keys = defaultdict(set)
    for statement in statements:
        keys[statement.kind_id].add(statement.record_key)
    found: dict[tuple[int, int], Any] = {}
    for kind, wanted in keys.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        records = FORMS[model].records().filter(pk__in=wanted)
        found |= {(kind, record.pk): record for record in records}
    return found


def asked_of(statements: Iterable[Statement]) -> dict[int, Any]:
    """The record of each statement by the statement's key; None where it was deleted, or is not
    about both cities any more: there is nothing to confirm."""
    statements = list(statements)
    records = records_of(statements)
    found = {one.pk: records.get((one.kind_id, one.record_key)) for one in statements}
    return {
        one.pk: record
        if (record := found[one.pk]) is not None
        and {one.by_city_id, one.city_id} <= {city.pk for city in cities_in(record)}
        else None
        for one in statements
    }


def cities_in(record: Any) -> list[City]:
    """The cities that a record is about, each once. Of a result with two ends it is those."""
    if isinstance(record, Partnership):
        found = record.cities
    elif isinstance(record, Agreement):
        found = record.partnership.cities
    elif isinstance(record, Activity):
        found = [*filter(None, [record.host]), *(p.city for p in record.participations.all())]
    elif isinstance(record, Participation):
        found = [record.city, *cities_in(record.activity)]
    else:
        found = [*filter(None, [record.from_city, record.to_city])]
        if len(found) < 2:
            found += cities_in(record.activity) if record.activity else []
            found += cities_in(record.partnership) if record.partnership else []
    return list({city.pk: city for city in found}.values())


def name_of(record: Model) -> str:
    return str(record)[:400]


def _filled(form: Form, record: Any) -> dict[str, Any]:
    values = {name: value_of(column, record) for name, column in form.columns.items()}
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _with(facts: dict[str, Any], says: dict[str, Any]) -> dict[str, Any]:
    found = facts | {
        name: _text_with(facts.get(name), said) if isinstance(said, dict) else said
        for name, said in says.items()
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _text_with(text: dict[str, Any] | None, said: dict[str, Any]) -> Any:
    """A text with what was said in one language; nothing at all if nothing is left of it."""
    if "language" not in said:
        return said
    texts = (text["texts"] if text else {}) | {said["language"]: said["text"]}
    left = {code: words for code, words in texts.items() if words}
    first = text["original"] if text and text["original"] in left else next(iter(left), "")
    return {"original": first, "texts": left} if left else None


def _first_words(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"original", "texts"}:
            return {"original": value["texts"].get(value["original"], "")}
        return {name: _first_words(inner) for name, inner in value.items()}
    return [_first_words(inner) for inner in value] if isinstance(value, list) else value
