"""What a city answered of a record holds it fast: it is not undone as if nobody had seen it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from citytocity.confirmation.models import Statement


def answered_records(model: Any, keys: list[int]) -> set[int]:
    """The keys of those records of which a city said how it stands to them."""
    of_one = ContentType.objects.get_for_model(model)
    found = Statement.objects.filter(kind=of_one, record_key__in=keys, answered__isnull=False)
    return set(found.values_list("record_key", flat=True))
