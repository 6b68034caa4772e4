import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db


def test_a_document_names_no_coding_it_does_not_have(client: Client) -> None:
    document = Document.objects.create(title="Guests", file=ContentFile(b"sixteen", "guests.txt"))

    answer = client.get(document.url)

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"sixteen")
    assert "Content-Encoding" not in answer.headers


def test_a_document_under_another_name_is_not_found(client: Client) -> None:
    document = Document.objects.create(title="Guests", file=ContentFile(b"sixteen", "guests.txt"))

    assert client.get(f"/documents/{document.pk}/other.txt").status_code == 404


def test_a_document_of_a_collection_for_some_readers_is_not_given_by_its_address(
    client: Client,
) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document = Document.objects.create(
        title="Guests", file=ContentFile(b"sixteen", "guests.txt"), collection=closed
    )

    answer = client.get(document.url)

    assert (answer.status_code, answer.url.split("?")[1]) == (302, f"next={document.url}")
