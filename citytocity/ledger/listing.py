"""The register's lists in the admin: what stands in a row, and how they are searched."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView

from citytocity.cities.models import City
from citytocity.ledger.choosing import begun, begun_among
from citytocity.ledger.formulas import never_a_formula
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import when_in_words
from citytocity.ledger.queries import current_states


def shown(heading: Any, value: Any, *, name: str, sort_key: str | None = None) -> Column:
    """A column of a list: what the function says of a record. Sorted by a column of the table,
    never by a text in several languages."""
    return Column(name, label=heading, accessor=value, sort_key=sort_key)


def dated(heading: Any, path: str) -> Column:
    """A column that says a date in words, and is sorted by its first day."""
    steps = path.split(LOOKUP_SEP)
    return shown(
        heading,
        lambda record: when_in_words(reduce(getattr, steps, record)),
        name=path,
        sort_key=f"{path}_first",
    )


def in_a_row(cities: Iterable[City]) -> str:
    return ", ".join(str(city) for city in cities)


def states_in_words(partnership: Partnership) -> str:
    """How each side sees the partnership now: `Perm: active, Oxford: suspended`."""
    states = current_states(partnership)
    return ", ".join(
        f"{city}: {states[city.pk].get_state_display()}"
        for city in partnership.cities
        if city.pk in states
    )


class RecordIndexView(IndexView):
    """A list that is searched by any language's words, and taken along as a spreadsheet.

    What is taken along is named by a field of the record, or is a column of the list.
    """

    def get_add_url(self) -> str | None:
        """Who may not add a record gets the form as well: what she saves there is a proposal."""
        may_open = self.user_has_any_permission(["add", "propose"])
        return reverse(self.add_url_name) if may_open else None

    def get_edit_url(self, instance: Any) -> str | None:
        may_open = self.user_has_any_permission(["change", "propose"])
        return reverse(self.edit_url_name, args=[instance.pk]) if may_open else None

    @cached_property
    def add_item_label(self) -> Any:
        return super().add_item_label if self.user_has_permission("add") else _("Propose a record")

    def search_queryset(self, queryset: QuerySet) -> Any:
        if not self.is_searching:
            return queryset
        in_its_order = self.is_filtering or self.is_explicitly_ordered
        return (begun_among if in_its_order else begun)(queryset, self.search_query)

    def to_row_dict(self, item: Any) -> dict[Any, Any]:
        return {taken: _value(item, taken) for taken in self.list_export}

    def get_heading(self, queryset: QuerySet, field: Any) -> str:
        return (
            str(field.label) if isinstance(field, Column) else super().get_heading(queryset, field)
        )

    def preprocess_field_value(self, field: Any, value: Any, export_format: str) -> Any:
        cell = super().preprocess_field_value(field, value, export_format)
        return never_a_formula(cell) if export_format == self.FORMAT_CSV else cell

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        return _spoken_in(get_language(), super().stream_csv(queryset))


def _value(record: Any, taken: Any) -> Any:
    """What the record has there; a word where the table keeps a code."""
    if isinstance(taken, Column):
        return taken.get_value(record)
    in_words = getattr(record, f"get_{taken}_display", None)
    return in_words() if in_words else getattr(record, taken)


def _spoken_in(language: str | None, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Each line in the language of the request, though it is made when the request is over."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
