"""Founds the site as quickly as rows are written: what founding wrote once is written again.

To found it in six languages takes most of a second, and every test with a story needs it. What it
writes is kept for the process, by all that it depends on; in any other state it is done anew.
"""

from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

from citytocity.website.founding import found_site

STATE = """
    SELECT (SELECT GROUP_CONCAT(name || seq) FROM sqlite_sequence WHERE name IN (
                'wagtailcore_locale', 'wagtailcore_page', 'wagtailcore_revision',
                'wagtailcore_site', 'wagtailcore_pagelogentry')),
           (SELECT COUNT(*) FROM wagtailsearch_indexentry),
           (SELECT TOTAL(LENGTH(title)) FROM wagtailsearch_indexentry)
"""
"""Which keys the next rows get, and the titles by whose length search weighs new ones."""
WRITES = ("INSERT ", "UPDATE ", "DELETE ")

Statement = tuple[str, Any, bool]
_written: dict[tuple[Any, ...], list[Statement]] = {}


def found_as_before() -> None:
    """What `found_site` does, to the row; PostgreSQL keeps its next keys outside of transactions,
    so that there it is done each time."""
    if not settings.ON_SQLITE:
        found_site()
    elif statements := _written.get(state := _state()):
        _write(statements)
    else:
        _written[state] = _statements_of_founding()


def _state() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        keys = cursor.fetchone()
    there = (
        *Locale.objects.order_by("pk").values_list("pk", "language_code"),
        *Page.objects.order_by("pk").values_list("pk", "path", "slug"),
        *Site.objects.values_list("pk", "root_page_id"),
    )
    chosen = (
        settings.LANGUAGE_CODE,
        settings.BASE_URL,
        settings.SITE_NAME,
        get_language(),
        str(settings.WAGTAIL_CONTENT_LANGUAGES),
    )
    return (*keys, there, chosen)


def _statements_of_founding() -> list[Statement]:
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(WRITES) and not (many and not params):
            found.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        found_site()
    return found


def _write(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
    Site.clear_site_root_paths_cache()  # as saving a site does
