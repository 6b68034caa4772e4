"""Why a command cannot be done, in words for the person who gave it."""

import re
from collections.abc import Callable

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db.utils import DatabaseError, OperationalError, ProgrammingError

NO_TABLES = re.compile(r"no such (table|column)|(relation|column) .+ does not exist")


class RefusedError(Exception):
    """A command cannot be done; the message tells why, and the way out."""


def in_plain_words(error: BaseException) -> str:
    """What the error means for who gave the command; empty if it is a fault of ours."""
    for kind, said in SAYINGS.items():
        if isinstance(error, kind):
            return said(error)
    return ""


def _as_it_is(error: BaseException) -> str:
    return str(error)


def _database_address(error: BaseException) -> str:
    return (
        "DATABASE_URL is not understood. Write it as postgres://user:password@host:5432/name, "
        "or leave it out to keep everything in the data folder."
    )


def _settings(error: BaseException) -> str:
    if "psycopg" in str(error):
        return (
            "DATABASE_URL names a PostgreSQL database, but its driver is not installed. "
            "In a checkout run script/bootstrap once while DATABASE_URL is set; "
            "else install the package with its part “postgres”."
        )
    return str(error)


def _database(error: BaseException) -> str:
    first_line = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
    if isinstance(error, OperationalError | ProgrammingError) and NO_TABLES.search(first_line):
        return f"The database is not up to date ({first_line}). Run `citytocity upgrade`."
    if isinstance(error, OperationalError):
        return (
            f"The database does not answer: {first_line}. Check DATABASE_URL and the data folder."
        )
    return f"The database refuses: {first_line}."


def _file(error: BaseException) -> str:
    if not isinstance(error, OSError) or error.filename is None:
        return str(error)
    return f"{error.filename}: {error.strerror}."


SAYINGS: dict[type[BaseException], Callable[[BaseException], str]] = {
    RefusedError: _as_it_is,
    CommandError: _as_it_is,
    ImproperlyConfigured: _settings,
    dj_database_url.UnknownSchemeError: _database_address,
    dj_database_url.ParseError: _database_address,
    DatabaseError: _database,
    OSError: _file,
}
