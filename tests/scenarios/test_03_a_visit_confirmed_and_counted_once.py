"""Scenario 3: Perm records a visit to Oxford, Oxford confirms it by a signed link; the figures of
both cities count it, and a joint figure counts it once."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django_tasks_db.models import DBTaskResult

from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from tests.confirmation.pages import form_on, words_of
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member
from tests.ledger.test_admin_forms import activity_sent, rows

pytestmark = pytest.mark.django_db


def counted(client: Client, query: str) -> list[str]:
    """The activities of a list, after a look that its count is theirs."""
    page = BeautifulSoup(client.get(f"/en/activities/?{query}").text, "html.parser")
    found = [row.get_text(" ", strip=True) for row in page.select("main .row h2")]
    noun = "activity" if len(found) == 1 else "activities"
    assert f"{len(found)} {noun}" in page.get_text(" ", strip=True)
    return found


def figure(client: Client, address: str, noun: str) -> str:
    """The number that stands over a noun on a page."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    figures = (one.get_text(" ", strip=True) for one in page.select(".fig"))
    return next(words.split()[0] for words in figures if noun in words)


def test_perm_records_a_visit_oxford_confirms_it_and_it_counts_once(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    perm, oxford = city("Perm", host=True), city("Oxford")
    ledger.partnership(perm, oxford, slug="perm-oxford")
    client.force_login(member(Role.REGISTRAR, perm))
    groups = rows(
        "participations",
        {"city": oxford.pk, "role": "host", "mode": "in-person", "certainty": "counted"},
        {
            "city": perm.pk,
            "role": "guest",
            "mode": "in-person",
            "certainty": "counted",
            "people": 16,
        },
    )
    client.post(
        "/admin/snippets/ledger/activity/add/",
        activity_sent(title__en="Young footballers in Oxford", kind="visit", host=oxford.pk)
        | groups,
    )
    visit = Activity.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"/admin/confirmation/ask/activity/{visit.pk}/",
            {
                "by_city": perm.pk,
                "city": oxford.pk,
                "name": "Jane",
                "email": "links@oxford.example",
                "language": "en",
                "days": "30",
            },
        )
    (letter,) = [task.args_kwargs["kwargs"] for task in DBTaskResult.objects.all()]
    client.logout()
    link = next(word for word in letter["text"].split() if "/en/confirm/" in word)
    link = link[link.index("/en/") :]
    client.post(link, form_on(client, link, verdict="confirmed"))

    assert letter["to"] == "links@oxford.example"
    assert "confirmed by Perm and Oxford" in words_of(client.get(visit.get_absolute_url()))
    title = ["Young footballers in Oxford"]
    for query in ("city=perm", "city=oxford", "partnership=perm-oxford", "year=2018", ""):
        assert (query, counted(client, query)) == (query, title)
    assert figure(client, "/en/cities/perm/", "activit") == "1"
    assert figure(client, "/en/cities/oxford/", "activit") == "1"
    assert figure(client, "/en/partnerships/perm-oxford/", "activit") == "1"
    assert figure(client, "/en/partnerships/perm-oxford/", "confirmed by both sides") == "1"
