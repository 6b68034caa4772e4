"""The state of records as Wagtail's revisions keep it, and whom they name as its usage keeps it.

Both say of each record what `serializable_data` and `ReferenceIndex` say, which ask its model anew
each time: an import has a hundred thousand, so what a model is like is looked at once.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRel
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Field, TextField
from modelcluster.fields import ParentalKey
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_field_value,
)
from wagtail.models import ReferenceIndex

from citytocity.languages.text import Words

Reference = tuple[int, str, str, str]
"""The type and key of the record that is named, and by which fields: their model path and content
path."""
AS_THEY_ARE = (type(None), bool, int)
"""The types of values that a revision keeps as they are."""


def state_of(record: Any) -> dict[str, Any]:
    """As `serializable_data` tells it."""
    model: Any = type(record)
    state = _facts(record)
    if not isinstance(record, ClusterableModel):
        return state
    for accessor in _lists(model):
        state[accessor] = [state_of(row) for row in rows_of(record, accessor)]
    for accessor in _many(model):
        state[accessor] = [other.pk for other in rows_of(record, accessor)]
    return state


def rows_of(record: Any, accessor: str) -> Any:
    """The rows of a list of the record, without a question if they were fetched with it."""
    fetched = record.__dict__.get("_prefetched_objects_cache", {}).get(accessor)
    return getattr(record, accessor).all() if fetched is None else fetched


def remember_rows(record: Any, accessor: str, model: Any, rows: list[Any]) -> None:
    """The record has its list from now on as Django keeps one that it has fetched."""
    fetched = model._default_manager.all()
    fetched._result_cache, fetched._prefetch_done = rows, True
    record.__dict__.setdefault("_prefetched_objects_cache", {})[accessor] = fetched


def references_of(record: Any) -> set[Reference]:
    """As the index of usage has them."""
    if _names(type(record)) is None:
        return set(ReferenceIndex._extract_references_from_object(record))
    return set(_references(record))


# --- the state ---


def _facts(record: Any) -> dict[str, Any]:
    model: Any = type(record)
    here, facts = record.__dict__, {"pk": record.pk}
    for field, name, attname, is_plain, is_text in _fields(model):
        value = here.get(attname) if is_plain else record
        if type(value) in AS_THEY_ARE:
            facts[name] = value
        elif type(value) is Words:
            facts[name] = value.as_json()
        elif is_text and isinstance(value, str):
            facts[name] = str(value)
        else:
            facts[name] = get_field_value(field, record)
    return facts


@lru_cache(maxsize=200)
def _fields(model: Any) -> list[tuple[Any, str, str, bool, bool]]:
    """Each field with its names; whether saving leaves its value as it stands in the record; and
    whether that is a text like any other."""
    return [
        (
            field,
            field.name,
            field.attname,
            field.remote_field is not None or type(field).pre_save is Field.pre_save,
            isinstance(field, CharField | TextField)
            and type(field).value_to_string is Field.value_to_string,
        )
        for field in model._meta.fields
        if field.serialize
    ]


@lru_cache(maxsize=200)
def _lists(model: Any) -> list[str]:
    return [relation.get_accessor_name() for relation in get_all_child_relations(model)]


@lru_cache(maxsize=200)
def _many(model: Any) -> list[str]:
    return [field.name for field in get_all_child_m2m_relations(model) if field.serialize]


# --- whom it names ---


def _references(record: Any) -> Iterator[Reference]:
    model: Any = type(record)
    for attname, name, to_type in _names(model) or ():
        if (key := getattr(record, attname)) is not None:
            yield to_type, str(key), name, name
    for accessor in _lists(model) if isinstance(record, ClusterableModel) else ():
        for row in rows_of(record, accessor):
            for to_type, key, model_path, path in _references(row):
                yield to_type, key, f"{accessor}.item.{model_path}", f"{accessor}.{row.pk}.{path}"


def _names(model: Any) -> list[tuple[str, str, int]] | None:
    """The fields of the model by which it names others, and the type of these. None if it, or one
    of its lists, names others in another way than by a plain key: in a text, or by any type."""
    if not _is_plain(model):
        return None
    return [
        (attname, name, ContentType.objects.get_for_model(to, for_concrete_model=False).pk)
        for attname, name, to in _keys(model)
    ]


@lru_cache(maxsize=200)
def _keys(model: Any) -> list[tuple[str, str, Any]]:
    found = []
    for field in model._meta.get_fields():
        if not (field.is_relation and field.many_to_one) or isinstance(field, ParentalKey):
            continue
        left_out = (field, field.related_model)
        if any(getattr(one, "wagtail_reference_index_ignore", False) for one in left_out):
            continue
        to = field.related_model
        parents = to._meta.get_parent_list()
        found.append((field.attname, field.name, parents[-1] if parents else to))
    return found


@lru_cache(maxsize=200)
def _is_plain(model: Any) -> bool:
    rows = get_all_child_relations(model) if issubclass(model, ClusterableModel) else ()
    return all(_is_plain(relation.related_model) for relation in rows) and not any(
        isinstance(field, GenericForeignKey | GenericRel) or hasattr(field, "extract_references")
        for field in model._meta.get_fields()
    )
