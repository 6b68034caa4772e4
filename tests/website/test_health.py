"""Whoever watches over the site asks whether it lives and can answer."""

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

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


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_asked_anew_each_time_and_leaves_no_trace(client: Client, path: str) -> None:
    answer = client.get(path)

    assert "no-store" in answer.headers["Cache-Control"]
    assert dict(answer.cookies) == {}
