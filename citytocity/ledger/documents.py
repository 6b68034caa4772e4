"""Which uploaded documents are for everybody: a closed record keeps its file closed.

Wagtail gives a document to whoever knows its number and name, and both can be guessed. It closes
collections, which an officer would have to choose with every receipt; what names a file is known.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404, HttpRequest
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.permissions import policy_registry

from citytocity.ledger.models import DeletedRecord

Naming = tuple[Any, str]
"""A model, and its field that names a document."""


def check_may_open(document: Any, request: HttpRequest) -> None:
    """Http404, as if there were none, for whoever may not open the document."""
    if not may_open(request.user, document):
        raise Http404


def may_open(user: Any, document: Any) -> bool:
    """Whether it is for everybody, or the person may see one of the closed records that name it or
    named it. What nothing closed ever named is for everybody, as what stands in drafts is."""
    namings = list(_namings(document))
    closed = [naming for naming in namings if _is_closed(naming[0])]
    if _is_for_everybody(document, [naming for naming in namings if naming not in closed]):
        return True
    records = [*_records(document, closed), *_earlier(document, closed)]
    if not records:
        return True
    if any(_is_shown(record, document, closed) for record in records):
        return True
    return user.is_authenticated and any(
        policy_registry.get_by_type(type(one)).user_has_permission_for_instance(user, "view", one)
        for one in records
    )


def _namings(document: Any) -> Iterator[Naming]:
    for relation in document._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.is_relation:
            yield relation.related_model, relation.field.name


def _is_closed(model: Any) -> bool:
    return getattr(policy_registry.get_by_type(model), "is_closed", False)


def _is_for_everybody(document: Any, namings: list[Naming]) -> bool:
    """Whether an open record names it, or a page that is out."""
    if any(model._default_manager.filter(**{name: document}).exists() for model, name in namings):
        return True
    used_in = ReferenceIndex.get_references_to(document)
    others: dict[int, set[str]] = {}
    for kind, key in used_in.values_list("base_content_type", "object_id"):
        others.setdefault(kind, set()).add(key)
    return any(_is_seen(kind, keys) for kind, keys in others.items())


def _is_seen(kind: int, keys: set[str]) -> bool:
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None or _is_closed(model):
        return False
    return not issubclass(model, Page) or Page.objects.live().filter(pk__in=keys).exists()


def _is_shown(record: Any, document: Any, closed: list[Naming]) -> bool:
    """Whether readers see the record, and with it the file that it names now."""
    names = [name for model, name in closed if model is type(record)]
    is_named = any(getattr(record, f"{name}_id") == document.pk for name in names)
    return is_named and getattr(record, "is_public", False)


def _records(document: Any, closed: list[Naming]) -> Iterator[Model]:
    for model, name in closed:
        yield from model._default_manager.filter(**{name: document})


def _earlier(document: Any, closed: list[Naming]) -> Iterator[Model]:
    """Records of which an earlier state names it, and those that were deleted."""
    for model, name in closed:
        kind = ContentType.objects.get_for_model(model)
        states = Revision.objects.filter(content_type=kind, **{f"content__{name}": document.pk})
        keys = [int(key) for key in states.values_list("object_id", flat=True).distinct()]
        yield from model._default_manager.filter(pk__in=keys)
        yield from DeletedRecord.objects.filter(kind=kind, **{f"facts__{name}": document.pk})
