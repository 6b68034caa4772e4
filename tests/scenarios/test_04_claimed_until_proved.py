"""Scenario 4: a result without evidence is claimed; with a document, and confirmed by both sides,
it is sure; without the document its page and the live report say so at once, but not the one that
was handed in: that tells the difference."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from citytocity.ledger.models import Result
from citytocity.people.enums import Role
from citytocity.reports.models import Frozen, Report
from tests.confirmation.pages import form_on, words_of
from tests.factories import confirmation, ledger, reports
from tests.factories.cities import city
from tests.factories.people import member
from tests.ledger.test_admin_forms import kept, rows

pytestmark = pytest.mark.django_db


def edit(client: Client, result: Result, evidence: dict) -> None:
    """Saves the form of the result with these rows of evidence."""
    sent = {
        "title__en": "A book of photographs",
        "kind": "publication",
        "when": "2018",
        "certainty": "counted",
        "still_running": "unknown",
        "partnership": result.partnership_id,
        "slug": result.slug,
    }
    answer = client.post(
        f"/admin/snippets/ledger/result/edit/{result.pk}/", sent | rows("citations") | evidence
    )
    assert answer.status_code == 302, answer.context["form"].errors


def shown(client: Client, result: Result) -> tuple[bool, ...]:
    """Whether the page says that it is claimed, evidenced, and confirmed by both; and whether the
    list of what is evidenced has it."""
    page = words_of(client.get(result.get_absolute_url()))
    listed = client.get("/en/results/?state=evidenced").text
    words = ("claimed", "evidenced", "confirmed by Perm and Oxford")
    return (*(word in page for word in words), result.get_absolute_url() in listed)


def with_evidence(client: Client, report: Report | Frozen) -> tuple[str, ...]:
    """How many results the page of the report tells, and how many of them have evidence."""
    annual = client.get(report.get_absolute_url()).context["annual"]
    (chapter,) = [one for one in annual.chapters if one.code == "results"]
    return tuple(figure.value for figure in chapter.figures[:2])


def test_a_result_is_claimed_until_it_is_proved_and_again_when_the_proof_is_gone(
    client: Client,
) -> None:
    perm, oxford = city("Perm", host=True), city("Oxford")
    result = ledger.result(partnership=ledger.partnership(perm, oxford))
    registrar = member(Role.REGISTRAR, perm)
    client.force_login(registrar)
    claimed = shown(client, result)

    paper = Document.objects.create(title="The book", file=ContentFile(b"pages", "book.txt"))
    edit(
        client,
        result,
        rows("evidence", {"kind": "document", "title__en": "The book", "document": paper.pk}),
    )
    with_document = shown(client, result)
    link = confirmation.link(confirmation.request(result, by=perm, of=oxford, asked_by=registrar))
    oxfords = Client()
    oxfords.post(link, form_on(oxfords, link, verdict="confirmed"))
    confirmed = shown(client, result)
    report = reports.report(city=perm, by=registrar, published=True)
    frozen = reports.handed_in(report, by=registrar)
    piece = result.evidence.get()
    edit(client, result, kept("evidence", [piece], {"kind": "document", "DELETE": "on"}))

    assert claimed == (True, False, False, False)
    assert with_document == (False, True, False, True)
    assert confirmed == (False, True, True, True)
    assert shown(client, result) == (True, False, True, False)
    assert Document.objects.get() == paper
    assert with_evidence(client, report) == ("1", "0")
    assert with_evidence(client, frozen) == ("1", "1")
    changed = client.get(frozen.get_absolute_url()).context["differences"]
    assert ("Results with evidence", "1", "0") in [
        (one["name"], one["then"], one["now"]) for one in changed
    ]
