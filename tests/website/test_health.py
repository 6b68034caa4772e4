"""Whoever watches over the site asks whether it lives and can answer."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from citytocity.website import health

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_alive(client: Client) -> None:
    answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_a_site_with_its_database_and_folder_is_ready(client: Client) -> None:
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "faults": []})


def test_a_site_whose_database_is_behind_is_not_ready(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="ledger").order_by("-pk")[0].delete()

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "faults": ["the database has migrations to come"]},
    )


def test_a_site_that_cannot_keep_anything_is_not_ready(client: Client, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path / "gone"

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "faults": ["the data folder cannot be written"]},
    )


def test_readiness_reads_the_migrations_once(client: Client) -> None:
    client.get("/health/ready")

    with CaptureQueriesContext(connection) as asked:
        client.get("/health/ready")

    assert len(asked) == 2
    assert health._last_migrations.cache_info().misses == 1


@override_settings(SECURE_SSL_REDIRECT=True)
def test_whoever_watches_over_the_site_from_its_own_machine_needs_no_https(client: Client) -> None:
    answers = [client.get(path, SERVER_NAME="127.0.0.1") for path in ("/health/live", "/en/")]

    assert [answer.status_code for answer in answers] == [200, 301]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_asked_anew_each_time_and_leaves_no_trace(client: Client, path: str) -> None:
    answer = client.get(path)

    assert "no-store" in answer.headers["Cache-Control"]
    assert dict(answer.cookies) == {}
