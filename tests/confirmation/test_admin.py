"""Officers ask from a record's page; the other city's people answer there too, nobody for them."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from citytocity.cities.models import City
from citytocity.confirmation import actions
from citytocity.confirmation.actions import NothingToAskError
from citytocity.confirmation.enums import Verdict
from citytocity.confirmation.exchange import documents
from citytocity.confirmation.exchange.keys import public_key
from citytocity.confirmation.models import Request, Statement
from citytocity.confirmation.permissions import statements_of
from citytocity.ledger.models import Activity, Partnership
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.confirmation.pages import form_on, words_of
from tests.factories import confirmation, ledger
from tests.factories.cities import city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db


def ask_page(record: Activity) -> str:
    return f"/admin/confirmation/ask/activity/{record.pk}/"


def letter(**values: Any) -> dict[str, Any]:
    return {
        "name": "Jane",
        "email": "links@oxford.example",
        "language": "en",
        "days": "30",
        "message": "",
    } | values


def test_a_letter_with_several_records_is_sent_from_the_page_of_one(
    client: Client, visit: Activity, perm: City, oxford: City, registrar: User
) -> None:
    other = ledger.activity(perm, host=oxford, title={"en": "A festival"})
    client.force_login(registrar)
    edit = client.get(f"/admin/snippets/ledger/activity/edit/{visit.pk}/")
    assert "Ask Oxford to confirm" in edit.text
    assert ask_page(visit) in edit.text
    cities = {"by_city": perm.pk, "city": oxford.pk}

    client.post(ask_page(visit), letter(records=[f"activity-{other.pk}"], **cities))

    request = Request.objects.get()
    assert {one.record for one in request.statements.all()} == {visit, other}
    assert (request.by_city, request.city, request.asked_by) == (perm, oxford, registrar)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"name": "<b>"}, "without HTML tags"),
        ({"days": "900"}, "not one of the available choices"),
        ({"records": "activity-999999"}, "Select a valid choice"),
        ({"city": "by_city"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_in_the_letter_is_told_beside_its_field(
    client: Client,
    visit: Activity,
    perm: City,
    oxford: City,
    registrar: User,
    changes: dict[str, Any],
    told: str,
) -> None:
    ledger.activity(perm, host=oxford)
    client.force_login(registrar)
    stranger = city("Duisburg").pk
    values = {"by_city": perm.pk, "city": oxford.pk} | changes
    values = {name: stranger if value == "by_city" else value for name, value in values.items()}

    answer = client.post(ask_page(visit), letter(**values))

    assert (answer.status_code, Request.objects.count()) == (400, 0)
    assert told in answer.text


def test_a_city_does_not_ask_itself(
    client: Client, visit: Activity, perm: City, registrar: User
) -> None:
    client.force_login(registrar)

    answer = client.post(ask_page(visit), letter(by_city=perm.pk, city=perm.pk))

    assert "A city does not ask itself" in answer.text
    with pytest.raises(NothingToAskError):
        confirmation.request(visit, by=perm, of=perm, asked_by=registrar)


def test_only_who_keeps_the_register_of_the_asking_city_asks(
    visit: Activity, perm: City, oxford: City, asked: Request
) -> None:
    for role in (Role.EDITOR, Role.AUTHOR, Role.CHECKER):
        with pytest.raises(PermissionDenied):
            confirmation.request(visit, by=perm, of=oxford, asked_by=member(role, perm))
    of_oxford = member(Role.REGISTRAR, oxford)
    for verb in (actions.ask_again, actions.revoke):
        with pytest.raises(PermissionDenied):
            verb(asked, by=of_oxford)


def test_a_record_of_other_cities_cannot_be_asked_about(perm: City, oxford: City) -> None:
    alone = ledger.activity(host=perm)

    with pytest.raises(NothingToAskError):
        confirmation.request(alone, by=perm, of=oxford)


def test_to_ask_twice_is_one_statement_and_keeps_its_answer(
    client: Client, visit: Activity, perm: City, oxford: City, asked: Request
) -> None:
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="confirmed"))

    confirmation.request(visit, by=perm, of=oxford)

    statement = Statement.objects.get()
    assert (statement.state, statement.is_waiting, statement.requests.count()) == (
        "confirmed",
        True,
        2,
    )


def test_the_other_citys_registrar_answers_in_the_admin(
    client: Client, oxford: City, asked: Request, statement: Statement
) -> None:
    somebody = member(Role.REGISTRAR, oxford, first_name="Olive")
    client.force_login(somebody)
    address = f"/admin/confirmation/request/{asked.pk}/answer/"
    assert address in client.get(f"/admin/statement/inspect/{statement.pk}/").text

    answer = client.post(address, form_on(client, address, verdict="confirmed"), follow=True)

    statement.refresh_from_db()
    assert "Thank you." in answer.text
    assert statement.state == "confirmed"
    assert (statement.answers.get().given_by, statement.answers.get().way) == (somebody, "account")


@pytest.mark.parametrize("who", ["officer", "admin", "registrar"])
def test_nobody_answers_for_another_city(
    asked: Request, statement: Statement, registrar: User, who: str
) -> None:
    people = {"officer": user(officer=True), "admin": user(admin=True), "registrar": registrar}
    said = actions.Said(statement.pk, Verdict.CONFIRMED, seen="")

    with pytest.raises(PermissionDenied):
        actions.answer_by_account(asked, [said], key="key", by=people[who])


def test_the_list_is_narrowed_to_what_waits_and_what_is_disputed(
    client: Client, visit: Activity, perm: City, oxford: City, asked: Request, registrar: User
) -> None:
    other = ledger.activity(perm, host=oxford, title={"en": "A festival"})
    confirmation.request(other, by=perm, of=oxford)
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="declined", words="No."))
    client.force_login(registrar)

    waiting, disputed = (
        client.get(f"/admin/statement/?state={state}").text for state in ("waiting", "disputed")
    )

    assert ("A festival" in waiting, "A visit" in waiting) == (True, False)
    assert ("A festival" in disputed, "A visit" in disputed) == (False, True)


def test_the_page_of_a_statement_keeps_every_answer_and_shows_the_link_to_nobody(
    client: Client, oxford: City, asked: Request, statement: Statement, registrar: User
) -> None:
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="confirmed"))
    client.post(address, form_on(client, address, verdict="declined", words="After all, no."))
    client.force_login(registrar)
    page = f"/admin/statement/inspect/{statement.pk}/"

    ours = words_of(client.get(page))
    client.force_login(member(Role.REGISTRAR, oxford))
    theirs = words_of(client.get(page))

    assert ("It is so" in ours, "After all, no." in ours) == (True, True)
    assert ("links@oxford.example" in ours, "/en/confirm/" in ours) == (True, False)
    assert ("links@oxford.example" in theirs, "/en/confirm/" in theirs) == (False, False)


def test_an_old_letter_loses_whom_it_went_to(
    asked: Request, pair: Partnership, settings: Any
) -> None:
    assert actions.forget_addressees() == 0
    Request.objects.update(sent="2018-01-01T00:00Z", until="2018-02-01T00:00Z")

    assert actions.forget_addressees() == 1
    asked.refresh_from_db()
    assert (asked.name, asked.email) == ("", "")
    assert actions.forget_addressees() == 0


def test_several_records_are_taken_along_in_one_signed_file(
    client: Client, visit: Activity, perm: City, oxford: City, registrar: User
) -> None:
    other = ledger.activity(perm, host=oxford, title={"en": "A festival"})
    client.force_login(registrar)

    sent = {"file": "1", "by_city": perm.pk, "records": [f"activity-{other.pk}"]}
    answer = client.post(ask_page(visit), sent)

    document = documents.read(answer.content)
    assert document.is_signed_by(public_key())
    assert [one["id"] for one in document.raw["records"]] == [visit.slug, other.slug]


def test_a_file_is_signed_for_the_city_that_was_chosen(
    client: Client, visit: Activity, perm: City, oxford: City
) -> None:
    client.force_login(user(officer=True))

    for chosen in (perm, oxford):
        answer = client.post(ask_page(visit), {"file": "1", "by_city": chosen.pk})
        assert documents.read(answer.content).raw["issuer"]["city"] == chosen.slug
    client.force_login(member(Role.REGISTRAR, perm))
    wrong = client.post(ask_page(visit), {"file": "1", "by_city": oxford.pk})

    assert (wrong.status_code, "Select a valid choice" in wrong.text) == (400, True)


def test_nobody_signs_for_a_city_whose_register_another_keeps(
    client: Client, oxford: City, statement: Statement, registrar: User
) -> None:
    address = f"/admin/confirmation/record/{statement.pk}/file/"
    shown = f"/admin/statement/inspect/{statement.pk}/"
    answers = {}

    for who in (registrar, member(Role.REGISTRAR, oxford)):
        client.force_login(who)
        answers[who] = (client.get(address).status_code, address in client.get(shown).text)

    assert [*answers.values()] == [(200, True), (302, False)]


def test_a_second_city_that_asks_sees_its_own_request(
    visit: Activity, oxford: City, statement: Statement
) -> None:
    duisburg = city("Duisburg")
    registrar = member(Role.REGISTRAR, duisburg)
    assert [*statements_of(registrar)] == []
    visit.participations.create(city=duisburg, role="guest")

    for _time in range(2):
        confirmation.request(visit, by=duisburg, of=oxford, asked_by=registrar)

    assert [*statements_of(registrar)] == [statement]


def test_who_asks_does_not_answer_by_the_letters_link(
    client: Client, asked: Request, statement: Statement, registrar: User
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="confirmed")
    client.force_login(registrar)

    answer = client.post(address, sent)

    statement.refresh_from_db()
    assert (answer.status_code, statement.state) == (403, "waiting")
    assert "the other city answers this letter" in words_of(answer)
