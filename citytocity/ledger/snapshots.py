"""A record as it stood when somebody looked at it, and a form as it was sent."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.forms import BaseForm
from modelcluster.models import (
    ClusterableModel,
    get_serializable_data_for_fields,
    model_from_serializable_data,
)

KEPT_BESIDE = frozenset({"updated_at", "latest_revision"})
"""What is no fact of a record."""


def snapshot(record: Model) -> dict[str, Any]:
    """The facts of the record and its rows, as revisions keep them."""
    data = (
        record.serializable_data()
        if isinstance(record, ClusterableModel)
        else get_serializable_data_for_fields(record)
    )
    return facts_in(data)


def facts_in(state: dict[str, Any]) -> dict[str, Any]:
    """The facts of a state, in values that are kept as they are."""
    facts = {name: value for name, value in state.items() if name not in KEPT_BESIDE}
    return json.loads(json.dumps(facts, cls=DjangoJSONEncoder))


def restored(model: Any, data: dict[str, Any]) -> Any:
    """The record as the snapshot has it; an empty one if there is none."""
    if not data:
        return model()
    if issubclass(model, ClusterableModel):
        return model.from_serializable_data(data, check_fks=False)
    return model_from_serializable_data(model, data, check_fks=False)


def gone_from(state: Any, *, but: str = "") -> list[Any]:
    """The fields in which it names what was deleted since."""
    keys = [key for key in state._meta.concrete_fields if key.is_relation and key.name != but]
    named = [(key, getattr(state, key.attname)) for key in keys]
    return [
        key
        for key, value in named
        if value is not None and not key.related_model._base_manager.filter(pk=value).exists()
    ]


def forget_what_is_gone(state: Any, *, but: str = "") -> bool:
    """Empties the names of what was deleted since; whether all that must be named is there."""
    gone = gone_from(state, but=but)
    for key in gone:
        if key.null:
            setattr(state, key.attname, None)
    return all(key.null for key in gone)


def fingerprint(record: Model | None) -> str:
    """Changes with the record; empty where there is none yet."""
    if record is None:
        return ""
    return hashlib.sha256(json.dumps(snapshot(record), sort_keys=True).encode()).hexdigest()


def sent_by(form: BaseForm, data: Any) -> dict[str, list[str]]:
    """What was sent for the form, without what the page around it sent."""
    names = (*form.fields, *getattr(form, "formsets", {}))
    starts = tuple(f"{name}{mark}" for name in names for mark in ("__", "-"))
    return {
        key: [value.replace("\0", "") for value in data.getlist(key)]  # PostgreSQL keeps no NUL
        for key in data
        if key in names or key.startswith(starts)
    }
