"""The register's lists in the admin: what stands in a row, and how they are searched."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView

from citytocity.cities.models import City
from citytocity.ledger.choosing import begun
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
    def search_queryset(self, queryset: QuerySet) -> Any:
        if not self.is_searching:
            return queryset
        return begun(queryset, self.search_query, by_relevance=not self.is_explicitly_ordered)
