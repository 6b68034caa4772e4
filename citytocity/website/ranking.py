"""Search on SQLite with the best results first; PostgreSQL needs no such help."""

from typing import Any

from modelsearch.backends.database.sqlite.query import BM25
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import SearchQuery


class WholeQueryRanked(SQLiteSearchQueryCompiler):
    """Ranks by SQLite's bm25, which speaks for the query as a whole, whatever its shape.

    modelsearch 1.3 multiplies it by itself for each part of an `And`. As it is negative, and most
    so for the best match, that put the best result of a search for two words last.
    """

    def build_tsrank(
        self, vector: Any, query: SearchQuery, config: Any = None, boost: float = 1.0
    ) -> Any:
        return BM25() * boost


class SearchBackend(SQLiteSearchBackend):
    query_compiler_class = WholeQueryRanked
