"""Sources, and records that name them."""

from itertools import count
from typing import Any

from citytocity.sources.models import Citation, Record, Source

number = count(1)


def source(title: str = "City news", **values: Any) -> Source:
    defaults = {"slug": f"source-{next(number)}", "publisher": "Perm city council"}
    return Source.objects.create(title=title, **defaults | values)


def cite(record: Record, *, by: Source | None = None, **values: Any) -> Citation:
    """A citation of the record: by the source, or by a new one."""
    citations = type(record)._meta.get_field("citations").related_model.objects
    return citations.create(record=record, source=by or source(), **values)
