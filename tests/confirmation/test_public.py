"""Readers see beside each record who recorded it, who confirmed it, and where the sides differ."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from citytocity.cities.models import City
from citytocity.confirmation.actions import settle, settle_all
from citytocity.confirmation.models import Request
from citytocity.ledger.exporting import write_yaml
from citytocity.ledger.importing import import_files
from citytocity.ledger.models import Activity, Partnership
from tests.confirmation.pages import form_on, words_of
from tests.factories import confirmation, ledger
from tests.factories.cities import city

pytestmark = pytest.mark.django_db
WITH_A_GROUP_MORE = """
activities:
  - id: visit
    participations:
      - {city: oxford, role: host}
      - {city: perm, role: guest, people: 16}
      - {city: duisburg, role: partner, people: 3}
"""


def answered(client: Client, asked: Request, **given: Any) -> None:
    address = confirmation.link(asked)
    assert client.post(address, form_on(client, address, **given)).status_code == 302


def page_of(client: Client, record: Any) -> str:
    return words_of(client.get(record.get_absolute_url()))


def test_a_record_of_two_cities_says_who_recorded_it(client: Client, visit: Activity) -> None:
    assert "recorded by Perm" in page_of(client, visit)


def test_a_confirmed_record_names_both_cities_until_its_facts_change(
    client: Client, visit: Activity, asked: Request
) -> None:
    answered(client, asked, verdict="confirmed")
    assert "confirmed by Perm and Oxford" in page_of(client, visit)

    visit.title = {"en": "A visit", "ru": "Визит"}
    visit.save()
    assert "confirmed by Perm and Oxford" in page_of(client, visit)

    visit.when = "2018-09-14"
    visit.save()
    assert "confirmed by Oxford, changed since" in page_of(client, visit)


def test_what_the_other_city_says_otherwise_stands_beside_the_record(
    client: Client, visit: Activity, asked: Request
) -> None:
    group = visit.participations.get(people=16)
    end = f"participations-{group.pk}-people"
    answered(
        client,
        asked,
        verdict="corrected",
        words="See our guest book.",
        **{"-when": "2018-09-13", end: "18"},
    )

    page = page_of(client, visit)

    assert "Oxford: says otherwise" in page
    assert "When: 13 September 2018 (here: 12 September 2018)" in page
    assert "Perm: People: 18 (here: 16)" in page
    assert "See our guest book." in page
    visit.when = "2018-09-13"
    visit.save()
    assert "13 September 2018 (here" not in page_of(client, visit)


def test_a_declined_record_shows_the_words_in_their_language(
    client: Client, visit: Activity, asked: Request
) -> None:
    answered(client, asked, verdict="declined", words="Nobody of ours was there.")

    page = client.get(visit.get_absolute_url())

    assert (
        'lang="en"' in page.text.split("Nobody of ours was there.")[0].rsplit("<blockquote", 1)[1]
    )


def test_the_partnership_counts_what_its_list_shows(
    client: Client, pair: Partnership, perm: City, oxford: City
) -> None:
    given = {"confirmed": {}, "declined": {"words": "No."}, "": {}}
    for verdict, more in given.items():
        asked = confirmation.request(ledger.activity(perm, host=oxford), by=perm, of=oxford)
        if verdict:
            answered(client, asked, verdict=verdict, **more)

    page = client.get(pair.get_absolute_url())
    for state in ("confirmed", "disputed", "waiting"):
        address = f"/en/partnerships/perm-oxford/confirmations/?state={state}"
        assert address in page.text
        assert client.get(address).text.count('class="row"') == 1
    assert client.get("/en/partnerships/perm-oxford/confirmations/").text.count('class="row"') == 3


def test_a_wrong_state_in_the_address_is_told(client: Client, pair: Partnership) -> None:
    answer = client.get("/en/partnerships/perm-oxford/confirmations/?state=maybe")

    assert answer.status_code == 400


def test_a_deleted_record_is_listed_no_more(
    client: Client, pair: Partnership, visit: Activity, asked: Request
) -> None:
    visit.delete()

    page = client.get("/en/partnerships/perm-oxford/confirmations/")

    assert "Nothing of this kind is on record." in words_of(page)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_database_as_often_for_many_as_for_one(
    client: Client,
    pair: Partnership,
    visit: Activity,
    perm: City,
    oxford: City,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    result = ledger.result(partnership=pair, activity=visit)
    records = [visit, result, pair, *visit.participations.all()]
    records += [ledger.activity(perm, host=oxford) for _more in range(number)]
    answered(client, confirmation.request(*records, by=perm, of=oxford), verdict="confirmed")

    for address in (
        visit.get_absolute_url(),
        result.get_absolute_url(),
        pair.get_absolute_url(),
        "/en/partnerships/perm-oxford/confirmations/",
    ):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_a_result_with_evidence_is_confirmed_by_the_other_city(
    client: Client, pair: Partnership, perm: City, oxford: City
) -> None:
    result = ledger.result(partnership=pair)
    answered(client, confirmation.request(result, by=perm, of=oxford), verdict="confirmed")
    assert "claimed" in page_of(client, result)

    ledger.evidence(result)

    page = page_of(client, result)
    assert ("evidenced" in page, "confirmed by Perm and Oxford" in page) == (True, True)


def test_a_confirmation_counts_while_the_facts_are_as_they_were(
    client: Client, pair: Partnership, visit: Activity, asked: Request
) -> None:
    answered(client, asked, verdict="confirmed")
    group = visit.participations.get(people=16)
    assert "1 record confirmed by both sides" in page_of(client, pair)

    group.people = 17
    group.save()
    assert "confirmed by both sides" not in page_of(client, pair)
    assert "confirmed by Oxford, changed since" in page_of(client, visit)

    group.people = 16
    group.save()
    assert "1 record confirmed by both sides" in page_of(client, pair)


@pytest.mark.parametrize(("also", "state"), [({}, "confirmed"), ({"attendance": 900}, "outdated")])
def test_a_dispute_is_over_when_the_record_holds_what_was_said(
    client: Client, visit: Activity, asked: Request, also: dict[str, int], state: str
) -> None:
    group = visit.participations.get(people=16)
    end = f"participations-{group.pk}-people"
    answered(
        client, asked, verdict="corrected", words="So it was.", **{"-when": "2018-09-13", end: "18"}
    )

    visit.when = "2018-09-13"
    for name, value in also.items():
        setattr(visit, name, value)
    visit.save()
    assert asked.statements.get().state == "corrected"
    group.people = 18
    group.save()

    assert (asked.statements.get().state, asked.statements.get().says) == (state, {})


def test_a_group_that_a_file_adds_is_nothing_that_was_confirmed(
    client: Client, visit: Activity, asked: Request, tmp_path: Path
) -> None:
    answered(client, asked, verdict="confirmed")
    city("Duisburg")
    file = tmp_path / "register.yaml"
    file.write_text(WITH_A_GROUP_MORE)

    import_files([file])

    assert asked.statements.get().state == "outdated"


def test_a_register_that_is_taken_out_and_in_again_keeps_its_confirmations(
    client: Client, visit: Activity, asked: Request, tmp_path: Path
) -> None:
    answered(client, asked, verdict="confirmed")
    file = tmp_path / "register.yaml"
    write_yaml(file, closed=True)

    tally = import_files([file])

    assert (tally.changed, asked.statements.get().state) == (0, "confirmed")
    assert "confirmed by Perm and Oxford" in page_of(client, visit)
    assert "confirmed" not in file.read_text()


def test_what_was_changed_unheard_is_found_by_the_worker(
    client: Client, visit: Activity, asked: Request
) -> None:
    answered(client, asked, verdict="confirmed")
    visit.participations.filter(people=16).update(people=17)
    unheard = asked.statements.get().state

    found = [settle_all(), settle_all()]

    assert (unheard, asked.statements.get().state, found) == ("confirmed", "outdated", [1, 0])


@pytest.mark.parametrize("looks", [lambda visit: settle(visit), lambda visit: settle_all()])
def test_a_refusal_while_the_worker_looks_is_never_overwritten(
    client: Client, visit: Activity, asked: Request, looks: Callable[[Activity], Any]
) -> None:
    answered(client, asked, verdict="confirmed")
    visit.participations.filter(people=16).update(people=17)

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if sql.startswith("SAVEPOINT"):
            asked.statements.update(state="declined", words="It never was.")
        return answer

    with connection.execute_wrapper(meanwhile):
        looks(visit)

    statement = asked.statements.get()
    assert (statement.state, statement.words) == ("declined", "It never was.")


def test_the_partnership_tells_how_its_agreements_stand(
    client: Client, pair: Partnership, perm: City, oxford: City
) -> None:
    paper = ledger.agreement(pair, signed="1995-05-12")
    answered(client, confirmation.request(paper, by=perm, of=oxford), verdict="confirmed")

    assert "agreement of 12 May 1995: confirmed" in page_of(client, pair)
