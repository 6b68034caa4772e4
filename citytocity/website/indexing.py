"""What search keeps on SQLite, taken in more quickly.

modelsearch 1.3 works out each text of a record six times, and weighs the titles of the whole index
again after every few records, also where none of these has a title: with 300,000 texts in the index
that took longer than taking in the records.
"""

from functools import cached_property
from typing import Any

from modelsearch.backends.database.sqlite.sqlite import IndexEntry, ObjectIndexer, SQLiteIndex
from modelsearch.index import AutocompleteField, SearchField
from modelsearch.utils import get_content_type_pk

from citytocity.ledger.table import write_rows

COLUMNS = ("title", "autocomplete", "body")


class QuickIndex(SQLiteIndex):
    """Says the same as modelsearch's own index."""

    def add_items(self, model: Any, objs: list[Any]) -> None:
        if not model.get_search_fields() or not objs:
            return
        texts = {str(one.pk): _Texts(one, self.backend).by_column for one in objs}
        content_type = get_content_type_pk(model)
        own = self.entries.filter(content_type_id=content_type)
        there = set(own.filter(object_id__in=texts).values_list("object_id", flat=True))
        for key in there:
            own.filter(object_id=key).update(**texts[key])
        write_rows(
            IndexEntry,
            {"content_type": content_type},
            ("object_id", *COLUMNS),
            [
                (key, *(columns[name] for name in COLUMNS))
                for key, columns in texts.items()
                if key not in there
            ],
        )
        if any(columns["title"] for columns in texts.values()):
            self._refresh_title_norms()


class _Texts(ObjectIndexer):
    """The texts of one record, each worked out once."""

    @cached_property
    def by_column(self) -> dict[str, str]:
        known: dict[str, str] = {}
        columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
        for field in self.search_fields:
            for one, text in self._found(field, known):
                columns[_column(one)].append(text)
        return {name: " ".join(texts) for name, texts in columns.items()}

    def _found(self, field: Any, known: dict[str, str]) -> list[tuple[Any, str]]:
        """The texts of a field with the fields they are of. `known` are the record's own: another
        one, whose texts it is found by too, may have a field of the same name."""
        if not isinstance(field, SearchField | AutocompleteField):
            return list(self.prepare_field(self.obj, field))
        name = field.field_name
        if name not in known:
            ((_field, known[name]),) = self.prepare_field(self.obj, field)
        return [(field, known[name])]


def _column(field: SearchField | AutocompleteField) -> str:
    if isinstance(field, AutocompleteField):
        return "autocomplete"
    return "title" if field.field_name == "title" else "body"
