"""The ids that files may name: those of the register, and those that the files bring."""

from typing import Any

from django.utils.translation import gettext as _

from citytocity.ledger.importing.problems import Problems, UnusableValueError, unknown_id
from citytocity.ledger.kinds import KINDS, Column
from citytocity.ledger.written import Item, Position, Written


class Ids:
    """The keys of records by their ids; None as the key of one that is not kept yet."""

    def __init__(self) -> None:
        self._known: dict[Any, dict[str, int | None]] = {}

    def __contains__(self, model: Any) -> bool:
        return model in self._known

    def learn(self, written: Written, problems: Problems) -> None:
        """Those of the register and of the files; an id that the files bring twice is told."""
        for key, kind in KINDS.items():
            ids = dict(kind.model.objects.values_list("slug", "pk"))
            first_seen: dict[str, Position] = {}
            items = written.sections.get(key, [])
            for item in getattr(items, "bare", items):
                slug = item.text("id")
                if slug in first_seen:
                    message = _("The id “%(id)s” is there twice; first in %(where)s.")
                    told = {"id": slug, "where": first_seen[slug]}
                    problems.refuse(item.at("id"), message % told)
                first_seen.setdefault(slug, item.at("id"))
                ids.setdefault(slug, None)
            self._known[kind.model] = ids

    def keep(self, record: Any) -> None:
        """The record has its key now."""
        self._known[type(record)][record.slug] = record.pk

    def pk(self, model: Any, slug: Any) -> int | None:
        """The key of the record with this id; None if it comes with these files, not kept yet."""
        if isinstance(slug, Item | list):
            raise UnusableValueError(_("Write the id of a record here."))
        ids = self._known[model]
        if str(slug) not in ids:
            raise UnusableValueError(unknown_id(model, str(slug), list(ids)))
        return ids[str(slug)]

    def is_pending(self, column: Column, item: Item, key: str) -> bool:
        """Whether the reference names a record of these files that is not kept yet."""
        ids = self._known.get(column.field.related_model, {})
        value = item.values.get(key)
        return isinstance(value, str) and value in ids and ids[value] is None
