"""Whether this process is alive, and whether it can answer readers."""

import os
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"live": True})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers and is up to date, and the data folder can be written."""
    faults = [fault for check in (_database, _data_folder) if (fault := check())]
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


def _database() -> str:
    try:
        if _last_migrations() - MigrationRecorder(connection).applied_migrations().keys():
            return "the database has migrations to come"
    except DatabaseError:
        return "the database does not answer"
    return ""


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each room and package: to read them all takes a second."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _data_folder() -> str:
    return "" if os.access(settings.DATA_DIR, os.W_OK) else "the data folder cannot be written"
