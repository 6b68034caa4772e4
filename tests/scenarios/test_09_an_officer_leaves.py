"""Scenario 9: an officer leaves: the term ends, the deputy is proposed, the partner gets a letter
draft, the hand-over pack holds agreements, promises, contacts, upcoming dates."""

import datetime
import io
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.documents.models import Document

from citytocity.cities.models import City
from citytocity.contacts import actions
from citytocity.contacts.enums import Sharing
from citytocity.contacts.models import ContactPoint, Handover
from citytocity.ledger.models import Partnership
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.contacts import contact, days_ago
from tests.factories.people import member
from tests.factories.protocol import promise
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
SOON = (timezone.localdate() + datetime.timedelta(days=30)).isoformat()


@pytest.fixture
def sides() -> list[City]:
    return cities("Duisburg", "Perm")


@pytest.fixture
def twins(sides: list[City]) -> Partnership:
    """With a signed treaty, promises, visits and a partner who may be reached."""
    duisburg, perm = sides
    twins = ledger.partnership(duisburg, perm)
    paper = Document.objects.create(title="Treaty", file=ContentFile(b"signed", "treaty.txt"))
    ledger.agreement(twins, title={"en": "Treaty of 2007"}, document=paper)
    ledger.activity(perm, host=duisburg, title={"en": "Harbour days"}, when=SOON)
    promise(perm, duisburg, due=SOON)
    promise(perm, duisburg, state="kept", settled="2018", title={"en": "What was kept"})
    visit(duisburg, to=perm, when=SOON, title={"en": "Delegation to Perm"})
    contact(
        twins, perm, name="Pavel Partner", email="pavel@example.org", language="ru",
        sharing=Sharing.REACHABLE, office={"en": "Adviser"},
    )  # fmt: skip
    return twins


@pytest.fixture
def deputy(twins: Partnership, sides: list[City]) -> ContactPoint:
    return contact(
        twins, sides[0], name="Dora Deputy", office={"en": "Deputy"}, email="d@x.org", speaks="ru"
    )


@pytest.fixture
def officer(client: Client, sides: list[City]) -> User:
    """Keeps the register of Duisburg, and is signed in."""
    keeper = member(Role.REGISTRAR, sides[0], first_name="Ruth", last_name="Registrar")
    client.force_login(keeper)
    return keeper


def letters_to(address: str) -> list[dict[str, Any]]:
    rows = [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]
    return [row for row in rows if row["to"] == address]


def ended(leaving: ContactPoint, deputy: ContactPoint) -> dict[str, Any]:
    """The form of the contact, with the day on which the term ended and with the deputy."""
    return {
        "partnership": leaving.partnership_id, "city": leaving.city_id, "name": leaving.name,
        "office__en": str(leaving.office), "email": leaving.email, "language": leaving.language,
        "begins": leaving.begins, "ends": days_ago(1), "deputy": deputy.pk, "sharing": "nothing",
        "languages-TOTAL_FORMS": "0", "languages-INITIAL_FORMS": "0",
    }  # fmt: skip


def test_an_officer_leaves_and_the_office_is_handed_on(
    client: Client,
    twins: Partnership,
    sides: list[City],
    deputy: ContactPoint,
    officer: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    duisburg, perm = sides
    leaving = contact(twins, duisburg)
    owed = visit(perm, to=duisburg, title={"en": "Firemen"}, return_owed=True)
    visit(duisburg, to=City.objects.create(slug="x", name={"en": "X"}), when=SOON)

    with django_capture_on_commit_callbacks(execute=True):
        kept = client.post(
            reverse("contact:edit", args=[leaving.pk]), ended(leaving, deputy), follow=True
        )
        opened_again = actions.open_handovers(today=timezone.localdate())
    address = reverse("contacts_admin:handover", args=[Handover.objects.get().pk])
    page = client.get(address)
    client.post(f"{address}hand-to/", {"successor": deputy.pk})
    draft = client.get(address, {"language": "ru"}).context["letter_form"].initial
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}write/", draft)
    packed = client.get(f"{address}pack/")

    assert f'href="{address}"' in kept.text
    assert opened_again == 0
    assert len(letters_to(officer.email)) == 1
    assert "Dora Deputy" in letters_to(officer.email)[0]["text"]
    assert page.context["successor_form"].initial["successor"] == deputy.pk
    made = ContactPoint.objects.get(name="Dora Deputy", office__contains="Head")
    assert (made.begins, made.languages.get().code) == (timezone.localdate().isoformat(), "ru")
    assert "Dora Deputy (d@x.org)" in draft["text"]
    letter = letters_to("pavel@example.org")[0]
    assert letter["language"] == "ru"
    assert "Pavel Partner" in letter["text"]
    with zipfile.ZipFile(io.BytesIO(packed.content)) as pack:
        read = pack.read("index.html").decode()
        assert sorted(pack.namelist())[1:] == ["hand-over.pdf", "index.html", "pack.css"]
        assert pack.read("hand-over.pdf").startswith(b"%PDF-")
        assert pack.read(sorted(pack.namelist())[0]) == b"signed"
    for words in (
        "Treaty of 2007", "Dora Deputy", "Pavel Partner", "Harbour days", "Due: To plant an alley",
        "<strong>To plant an alley</strong>", "Delegation to Perm", str(owed),
    ):  # fmt: skip
        assert words in read
    assert ("What was kept" in read, "No visit" in read) == (False, False)
