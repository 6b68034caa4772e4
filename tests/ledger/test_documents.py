"""Whose files are for everybody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from citytocity.cities.models import City
from citytocity.ledger.actions import delete
from citytocity.people.enums import Role
from tests.factories import ledger, money, protocol, visits
from tests.factories.cities import cities
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def receipt() -> Document:
    return Document.objects.create(title="Receipt", file=ContentFile(b"secret", "receipt.txt"))


def line_of_money(perm: City, oxford: City, file: Document) -> Any:
    return money.line(perm, activity=ledger.activity(perm, host=oxford), document=file)


def paper_of_a_visit(perm: City, oxford: City, file: Document) -> Any:
    return visits.visit(perm, to=oxford, paper=file)


def hidden_letter(perm: City, oxford: City, file: Document) -> Any:
    return protocol.letter(perm, oxford, document=file)


@pytest.mark.parametrize(
    ("made", "partner"),
    [(line_of_money, 404), (paper_of_a_visit, 200), (hidden_letter, 200)],
)
def test_the_file_of_a_closed_record_is_for_those_who_may_see_the_record(
    client: Client, receipt: Document, made: Callable, partner: int
) -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    made(perm, oxford, receipt)

    def answer(person: Any = None) -> int:
        client.logout()
        if person:
            client.force_login(person)
        return client.get(receipt.url).status_code

    assert answer() == 404
    assert answer(member(Role.REGISTRAR, duisburg)) == 404
    assert answer(member(Role.AUTHOR, perm)) == 404
    assert answer(member(Role.REGISTRAR, oxford)) == partner
    assert answer(member(Role.REGISTRAR, perm)) == 200
    assert answer(user(officer=True)) == 200


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_it_stays_closed_when_the_record_names_it_no_longer(
    client: Client, receipt: Document, how: str
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    keeper = member(Role.REGISTRAR, perm)
    line = line_of_money(perm, oxford, receipt)
    line.save_revision(user=keeper)
    if how == "deleted":
        delete(line, by=keeper)
    else:
        line.document = None
        line.save()

    assert client.get(receipt.url).status_code == 404
    client.force_login(keeper)
    assert client.get(receipt.url).status_code == 200


def test_what_an_open_record_names_too_is_for_everybody(client: Client, receipt: Document) -> None:
    perm, oxford = cities("Perm", "Oxford")
    letter = hidden_letter(perm, oxford, receipt)
    assert client.get(receipt.url).status_code == 404

    letter.is_public = True
    letter.save()
    assert client.get(receipt.url).status_code == 200

    letter.is_public = False
    letter.save()
    ledger.agreement(ledger.partnership(perm, oxford), document=receipt)
    assert client.get(receipt.url).status_code == 200
