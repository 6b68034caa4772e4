"""A file that a record names is not deleted, and a closed record is not told."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.factories import money, protocol
from tests.factories.cities import cities
from tests.factories.ledger import partnership
from tests.factories.people import user
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
both_ways = pytest.mark.parametrize(
    "address",
    ["documents/delete/{}/", "bulk/wagtaildocs/document/delete/?id={}&next=/admin/documents/"],
)


@both_ways
def test_the_file_of_a_receipt_is_not_deleted(client: Client, address: str) -> None:
    perm, oxford = cities("Perm", "Oxford")
    client.force_login(user(admin=True))
    receipt = Document.objects.create(title="Receipt", file=ContentFile(b"12", "receipt.txt"))
    twins = partnership(perm, oxford)
    money.line(perm, partnership=twins, when="2018", document=receipt, note="Zebrafish")

    answer = client.post(f"/admin/{address.format(receipt.pk)}", follow=True)

    assert "Not deleted: Receipt. These records name it: lines of money." in answer.text
    assert "Zebrafish" not in answer.text
    assert Document.objects.filter(pk=receipt.pk).exists()


@both_ways
def test_the_paper_of_a_visits_decision_is_not_deleted(client: Client, address: str) -> None:
    perm, oxford = cities("Perm", "Oxford")
    client.force_login(user(admin=True))
    paper = Document.objects.create(title="Minutes", file=ContentFile(b"12", "minutes.txt"))
    visit(oxford, to=perm, title={"en": "Zebrafish"}, decision="accepted", paper=paper)

    answer = client.post(f"/admin/{address.format(paper.pk)}", follow=True)

    assert "Not deleted: Minutes. These records name it: visits." in answer.text
    assert "Zebrafish" not in answer.text
    assert Document.objects.filter(pk=paper.pk).exists()


def test_the_picture_of_a_gift_is_not_deleted(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    client.force_login(user(admin=True))
    pictures = get_image_model().objects
    picture = pictures.create(title="Samovar", file=get_test_image_file())
    protocol.gift(perm, oxford, picture=picture)

    answer = client.post(f"/admin/images/{picture.pk}/delete/", follow=True)

    assert "Not deleted: Samovar. These records name it: gifts." in answer.text
    assert pictures.filter(pk=picture.pk).exists()


def test_a_file_that_nothing_names_is_deleted(client: Client) -> None:
    client.force_login(user(admin=True))
    document = Document.objects.create(title="Draft", file=ContentFile(b"12", "draft.txt"))

    client.post(f"/admin/documents/delete/{document.pk}/")

    assert not Document.objects.exists()


def test_a_file_is_deleted_only_from_the_sites_own_form() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user(admin=True))
    document = Document.objects.create(title="Draft", file=ContentFile(b"12", "draft.txt"))

    answer = client.post(f"/admin/documents/delete/{document.pk}/")

    assert answer.status_code == 403
    assert Document.objects.exists()
