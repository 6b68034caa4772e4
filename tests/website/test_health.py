from pathlib import Path
from typing import Any

import pytest
from django.test import Client


def test_a_process_that_answers_is_alive_without_a_database(client: Client) -> None:
    answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"live": True})


@pytest.mark.django_db
def test_a_whole_installation_is_ready(client: Client) -> None:
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "faults": []})


@pytest.mark.django_db
def test_a_data_folder_that_is_not_there_is_said(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "gone"

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["faults"] == ["the data folder cannot be written"]


@pytest.mark.django_db
def test_nobody_keeps_an_answer_about_health(client: Client) -> None:
    assert "no-store" in client.get("/health/ready")["Cache-Control"]
