"""What of the uploaded files is for everybody."""

from pathlib import Path

import pytest
from django.test import Client

from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    for name in ("documents/secret.pdf", "original_images/home.jpg", "images/home.width-480.jpg"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"what is in it")


@pytest.mark.parametrize(
    "path",
    [
        "documents/secret.pdf",
        "original_images/home.jpg",
        "images/../documents/secret.pdf",
        "./documents/secret.pdf",
        "/documents/secret.pdf",
        "images/../../database.sqlite3",
    ],
)
def test_documents_and_originals_are_not_there_for_readers(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_pictures_as_pages_show_them_are_kept_for_a_year(client: Client) -> None:
    answer = client.get("/media/images/home.width-480.jpg")

    assert (answer.status_code, answer.getvalue()) == (200, b"what is in it")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_editor_sees_an_original_which_nobody_else_may_keep(client: Client) -> None:
    client.force_login(user(admin=True))

    answer = client.get("/media/original_images/home.jpg")

    assert (answer.status_code, answer.getvalue()) == (200, b"what is in it")
    assert answer.headers["Cache-Control"] == "private, no-store"
