import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

pytestmark = pytest.mark.django_db


def test_a_document_names_no_coding_it_does_not_have(client: Client) -> None:
    document = Document.objects.create(title="Guests", file=ContentFile(b"sixteen", "guests.txt"))

    answer = client.get(document.url)

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"sixteen")
    assert "Content-Encoding" not in answer.headers


def test_a_document_under_another_name_is_not_found(client: Client) -> None:
    document = Document.objects.create(title="Guests", file=ContentFile(b"sixteen", "guests.txt"))

    assert client.get(f"/documents/{document.pk}/other.txt").status_code == 404
