"""Search on SQLite with the best results first; PostgreSQL needs no such help.

modelsearch 1.3 asks the index anew for each record that matches: with 50,000 activities that takes
minutes. Here the index is asked once, and what it says is looked up by key.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, SQLiteFTSIndexEntry
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import And, Or, PlainText, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from citytocity.website.indexing import QuickIndex

Record = TypeVar("Record", bound=Model)
FEWEST = 10  # looked up in one query, in case that some are not in the queryset


class WholeQueryRanked(SQLiteSearchQueryCompiler):
    """Ranks by SQLite's bm25, which speaks for the query as a whole, whatever its shape.

    modelsearch multiplies it by itself for each part of an `And`. As it is negative, and most so
    for the best match, that put the best result of a search for two words last.
    """

    def build_search_query_content(self, query: SearchQuery, config: Any = None) -> Any:
        """Quotation marks are doubled: modelsearch leaves them, and SQLite ends the word there."""
        if isinstance(query, PlainText):
            query = PlainText(query.query_string.replace('"', '""'), query.operator)
        return super().build_search_query_content(query, config=config)

    def build_tsrank(
        self, vector: Any, query: SearchQuery, config: Any = None, boost: float = 1.0
    ) -> Any:
        return BM25() * boost

    def search(self, config: Any, start: Any, stop: Any, score_field: str | None = None) -> Any:
        if self.order_by_relevance or score_field or not _is_plain(self.query):
            return super().search(config, start, stop, score_field)
        found = self.matching()
        return (found if found.query.order_by else found.order_by("-pk"))[start:stop]

    def matching(self) -> QuerySet:
        """What matches, in the order of the queryset."""
        keys = json.dumps([pk for _type, pk in self.ranked([self.queryset.model])])
        return self.queryset.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", [keys]))

    def ranked(self, models: Iterable[type[Model]]) -> list[tuple[int, int]]:
        """Content type and primary key of what matches in the index, the best first."""
        types = {pk for model in models for pk in get_descendants_content_types_pks(model)}
        words = self.build_search_query(self.query)
        columns = self.fields or self.FTS_TABLE_FIELDS
        entries = (
            SQLiteFTSIndexEntry.objects.filter(MatchExpression(columns, words))
            .filter(index_entry__content_type__in=types)
            .annotate(score=self._build_rank_expression(self.get_search_vectors(), None))
            .order_by("score", "-index_entry__pk")
        )
        rows = entries.values_list("index_entry__content_type_id", "index_entry__object_id")
        return [(content_type, int(pk)) for content_type, pk in rows]


class WholeStartRanked(WholeQueryRanked, SQLiteAutocompleteQueryCompiler):
    """The same for words of which only the start is written."""


class BestFirst(SQLiteSearchResults):
    """Looks the best up by their keys."""

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        if self._score_field or not compiler.order_by_relevance or not _is_plain(compiler.query):
            return super()._do_search()
        keys = [pk for _type, pk in compiler.ranked([compiler.queryset.model])]
        return _first(compiler.queryset, keys, at_most=self.stop)[self.start :]

    def _do_count(self) -> int:
        if not _is_plain(self.query_compiler.query):
            return super()._do_count()
        return self.query_compiler.matching()[self.start : self.stop].count()


class SearchBackend(SQLiteSearchBackend):
    query_compiler_class = WholeQueryRanked
    autocomplete_query_compiler_class = WholeStartRanked
    index_class = QuickIndex
    results_class = BestFirst

    def best_of_each(
        self, query: SearchQuery, among: Mapping[str, QuerySet], *, at_most: int
    ) -> dict[str, list[Any]]:
        """The best records of several kinds, with one question to the index for all of them."""
        kinds = {
            content_type: kind
            for kind, queryset in among.items()
            for content_type in get_descendants_content_types_pks(queryset.model)
        }
        keys = defaultdict(list)
        querysets = list(among.values())
        compiler = self.query_compiler_class(querysets[0], query)
        for content_type, pk in compiler.ranked([queryset.model for queryset in querysets]):
            keys[kinds[content_type]].append(pk)
        return {
            kind: _first(queryset, keys[kind], at_most=at_most) for kind, queryset in among.items()
        }


def _first(queryset: QuerySet[Record], keys: list[int], *, at_most: int | None) -> list[Record]:
    """The first records of these keys that are in the queryset, in the order of the keys."""
    wanted = len(keys) if at_most is None else at_most
    found: list[Record] = []
    at_once = max(wanted, FEWEST)
    for start in range(0, len(keys), at_once):
        if len(found) >= wanted:
            break
        some = keys[start : start + at_once]
        records = queryset.in_bulk(some)
        found += [records[pk] for pk in some if pk in records]
    return found[:wanted]


def _is_plain(query: SearchQuery) -> bool:
    """Whether it only says what is looked for, not what is left out."""
    if isinstance(query, And | Or):
        return all(_is_plain(part) for part in query.subqueries)
    return isinstance(query, PlainText)
