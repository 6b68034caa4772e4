"""Choosing another record in a form: by typing the start of its name, in any language.

wagtail-autocomplete 1.0 was not taken: by itself it looks for a piece of text in one column, while
our names stand in several languages, and it brings 245 KB of script.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.search.backends import get_search_backend

from citytocity.languages.searching import search_query

AT_MOST = 20
KEY = re.compile(r"^[0-9]{1,18}$")  # longer ones are more than a database can be asked for


def suggested(records: QuerySet, typed: str) -> list[Any]:
    """The records whose names have the typed words, or words that begin so; the first of all
    records where nothing is typed. `AT_MOST` of them."""
    if not typed.strip():
        return list(records[:AT_MOST])
    return list(begun(records, typed)[:AT_MOST])


def begun(records: QuerySet, typed: str) -> Any:
    """The records that have each typed word, in any of its forms or only begun, the best first;
    none where what is typed has no word in it."""
    query = search_query(typed)
    return records.none() if query is None else get_search_backend().autocomplete(query, records)


def begun_among(records: QuerySet, typed: str) -> QuerySet:
    """The same, in the records' own order and however they are narrowed: the index knows only the
    columns it was told of."""
    query = search_query(typed)
    if query is None:
        return records.none()
    everything = records.model._default_manager.order_by()
    found = get_search_backend().autocomplete(query, everything, order_by_relevance=False)
    return records.filter(pk__in=found.get_queryset().values("pk"))


def choosable(model: type[Model]) -> QuerySet:
    """The records of a kind, with what their names are made of."""
    records = model.snippet_viewset.get_queryset(None)  # type: ignore[attr-defined]
    return model._default_manager.all() if records is None else records


def is_key(value: Any) -> bool:
    """Whether a record can be asked for by it."""
    return bool(KEY.match(str(value)))


class RecordSelect(forms.Select):
    """A select that holds the chosen record alone; a script lets one type to choose another.

    The form tells it the names (`ChoosingForm`): it asks the database nothing itself.
    """

    template_name = "ledger/admin/record_select.html"

    class Media:
        css = {"all": ["ledger/record-select.css"]}
        js = ["ledger/record-select.js"]

    def __init__(self, model: type[Model], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model = model
        self.names: dict[str, str] = {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        viewset = self.model.snippet_viewset  # type: ignore[attr-defined]
        context["widget"] |= {
            "suggestions": viewset.get_url_name("suggestions"),
            "edit": viewset.get_url_name("edit"),
        }
        return context

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> list:
        named = [(key, self.names.get(key) or _missed(key)) for key in value]
        chosen = [(key, name) for key, name in named if name]
        choices = chosen if self.allow_multiple_selected else chosen or [("", "")]
        options = [
            self.create_option(name, key, label, selected=True, index=index)
            for index, (key, label) in enumerate(choices)
        ]
        return [(None, options, 0)]

    def use_required_attribute(self, initial: Any) -> bool:
        """The field that is typed in takes its place; Django's answer reads all records."""
        return False


class RecordSelectMultiple(RecordSelect, forms.SelectMultiple):
    """The same for several records."""


class ChoosingForm(WagtailAdminModelForm):
    """Names what is chosen in it and its rows."""

    class Media:
        css = {"all": ["ledger/record-form.css"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [form for formset in self.formsets.values() for form in formset.forms]
        name_chosen([self, *rows])


def name_chosen(forms: Iterable[forms.BaseForm]) -> None:
    """Tells the fields of the forms what the records chosen in them are called, with one question
    for each kind of record."""
    fields = [field for form in forms for field in _choices(form)]
    wanted = defaultdict(set)
    for field in fields:
        wanted[field.field.widget.model].update(_keys(field.value()))
    names = {model: names_of(model, keys) for model, keys in wanted.items()}
    for field in fields:
        field.field.widget.names = names[field.field.widget.model]


class Choice(FieldPanel):
    """A field that names another record, or several."""

    def get_form_options(self) -> dict[str, Any]:
        several = self.db_field.many_to_many
        kind = RecordSelectMultiple if several else RecordSelect
        self.widget = kind(self.db_field.related_model)
        return super().get_form_options()


class CitedFact(FieldPanel):
    """What a source is cited for: one of the facts that its record names as citable."""

    def get_form_options(self) -> dict[str, Any]:
        record = self.model._meta.get_field("record").related_model
        facts = [
            (name, capfirst(record._meta.get_field(name).verbose_name)) for name in record.citable
        ]
        self.widget = forms.Select(choices=[("", _("The record as a whole")), *facts])
        return super().get_form_options()


def _choices(form: forms.BaseForm) -> list[forms.BoundField]:
    return [field for field in form if isinstance(field.field.widget, RecordSelect)]


def _missed(sent: str) -> str:
    """What was typed and is no record: the script marks it, and the officer gets it back."""
    return sent[1:] if sent.startswith("?") else ""


def _keys(value: Any) -> set[str]:
    values: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    return {str(key) for key in values if is_key(key)}


def names_of(model: type[Model], keys: set[str]) -> dict[str, str]:
    """What the records are called, by their keys, in two questions or three."""
    return {str(key): str(record) for key, record in choosable(model).in_bulk(keys).items()}
