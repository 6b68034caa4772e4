"""What search knows of a record, where that is more than its own words.

A partnership is found by its cities, a participation by its activity: whose name changes is
followed by those that quote it.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from modelsearch.backends import get_search_backends_with_name

from citytocity.cities.models import City
from citytocity.ledger.models import Activity, Agreement, Participation, Partnership

NAMES: dict[type[Model], tuple[str, ...]] = {
    City: ("name", "other_names"),
    Activity: ("title",),
    Partnership: ("name",),
}


def index_anew(model: type[Model], records: list[Any]) -> None:
    """Search takes in the records as they are now."""
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(model, records)


def heed_new_name(sender: Any, instance: Any, *, raw: bool = False, **kwargs: Any) -> None:
    """Hears of every row about to be saved; of a new name those that quote it hear on commit."""
    if sender in NAMES and instance.pk and not raw and _is_renamed(sender, instance):
        transaction.on_commit(lambda: _index_quoting(instance))


def _is_renamed(model: Any, record: Any) -> bool:
    """A partnership is called by its cities too, which are saved after it: it always counts."""
    names = {name: getattr(record, name) for name in NAMES[model]}
    known = model.objects.filter(pk=record.pk).values(*names).first()
    return model is Partnership or known != names


def _index_quoting(record: Any) -> None:
    for rows in _quoting(record):
        index_anew(rows.model, list(rows))


def _quoting(record: Any) -> list[QuerySet]:
    groups = Participation.objects.select_related("city", "activity")
    papers = Agreement.objects.prefetch_related("partnership__sides__city")
    if isinstance(record, Activity):
        return [groups.filter(activity=record)]
    if isinstance(record, Partnership):
        return [papers.filter(partnership=record)]
    return [
        Partnership.objects.filter(sides__city=record).with_sides(),
        papers.filter(partnership__sides__city=record),
        groups.filter(city=record),
    ]
