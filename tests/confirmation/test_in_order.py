"""What counts when answers come late, twice, in the wrong order, or about something else by now."""

import datetime
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.cities.models import City
from citytocity.confirmation import exporting
from citytocity.confirmation.exchange.faults import DocumentRefusedError
from citytocity.confirmation.facts import fingerprint_now
from citytocity.confirmation.importing.recognising import known_as
from citytocity.confirmation.importing.taking import Taken, take_in
from citytocity.confirmation.importing.trusting import trusted
from citytocity.confirmation.models import Answer, Installation, Request, Statement
from citytocity.ledger.models import Activity, Agreement, Partnership, Proposal, Result
from citytocity.people.enums import Role
from citytocity.people.models import Membership, User
from tests.confirmation.pages import filled, form_on, words_of
from tests.confirmation.test_exchange import by_oxford, partner
from tests.factories import confirmation, ledger
from tests.factories.cities import city
from tests.factories.people import member

__all__ = ["partner"]  # a fixture
pytestmark = pytest.mark.django_db


def one(visit: Activity, verdict: str, **more: Any) -> dict[str, Any]:
    told = {"uid": exporting.uid_of(visit), "verdict": verdict}
    return told | {"fingerprint": fingerprint_now(visit)} | more


def brought(answers: list[dict], of: City, by: User, *, days_ago: int = 0) -> Taken:
    issued = timezone.now() - datetime.timedelta(days=days_ago)
    stamp = issued.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = by_oxford(exporting.answers_file(answers, city=of), issued=stamp)
    return take_in(trusted(signed), same={}, by=by)


def refused(content: bytes, by: User, **same: Any) -> list[tuple[str, str]]:
    with pytest.raises(DocumentRefusedError) as error:
        take_in(trusted(by_oxford(content)), same=same.get("same", {}), by=by)
    return [(one.pointer, one.message) for one in error.value.problems]


def test_a_file_that_answers_one_record_twice_is_refused(
    visit: Activity, oxford: City, partner: Installation, registrar: User
) -> None:
    answers = [one(visit, "confirmed"), one(visit, "declined", words="No.")]

    problems = refused(exporting.answers_file(answers, city=oxford), registrar)

    told = "The file speaks of “A visit” twice: which of it counts?"
    assert problems == [("/answers/1/uid", told)]
    assert not Answer.objects.exists()


def test_an_older_file_is_kept_and_changes_nothing(
    visit: Activity, oxford: City, partner: Installation, registrar: User
) -> None:
    brought([one(visit, "declined", words="It never took place.")], oxford, registrar)

    taken = brought([one(visit, "confirmed")], oxford, registrar, days_ago=20)

    assert Statement.objects.get().state == "declined"
    assert taken.overtaken == [Statement.objects.get()]
    assert taken.confirmed == []
    assert [answer.verdict for answer in Answer.objects.all()] == ["declined", "confirmed"]


def test_the_name_of_a_record_is_not_taken_over_by_another_kind(
    visit: Activity,
    pair: Partnership,
    perm: City,
    partner: Installation,
    registrar: User,
) -> None:
    foreign = ledger.activity(perm, host=city("Duisburg"), slug="f", title={"en": "F"}, when="2017")
    uid = exporting.uid_of(foreign)
    file = json.loads(exporting.records_file([pair], city=perm))
    file["records"][0]["uid"] = uid

    problems = refused(json.dumps(file).encode(), registrar, same={0: pair.pk})

    assert problems == [("/records/0/uid", "By this name another record is known here: “F”.")]
    assert known_as(uid) == foreign


def test_a_newer_answer_takes_the_correction_before_it_back(client: Client, asked: Request) -> None:
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="corrected", **{"-when": "2018-09-14"}))
    assert Proposal.objects.get().state == "open"

    client.post(address, form_on(client, address, verdict="confirmed"))

    assert Statement.objects.get().state == "confirmed"
    assert Proposal.objects.get().state == "withdrawn"


def test_a_city_that_was_taken_out_confirms_nothing(
    client: Client, visit: Activity, asked: Request, oxford: City
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="confirmed")
    Activity.objects.filter(pk=visit.pk).update(host=None)
    visit.participations.filter(city=oxford).delete()

    first = client.post(address, sent)

    assert first.status_code == 409
    assert "is not about both cities any more" in words_of(first)
    assert Statement.objects.get().state == "waiting"


def test_fields_that_nobody_touched_follow_the_record_that_was_changed(
    client: Client, visit: Activity, asked: Request
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="corrected", **{"-when": "2018-09-14"})
    Activity.objects.filter(pk=visit.pk).update(attendance=400)

    first = client.post(address, sent)
    again = client.post(address, filled(BeautifulSoup(first.text, "html.parser")))

    assert (first.status_code, again.status_code) == (409, 302)
    assert Answer.objects.get().says == {"when": "2018-09-14"}


def test_who_keeps_two_cities_is_offered_to_ask_the_third(
    client: Client, visit: Activity, oxford: City
) -> None:
    keeper = member(Role.REGISTRAR, oxford)
    Membership.objects.create(user=keeper, role=Role.REGISTRAR, city=city("Duisburg"))
    client.force_login(keeper)

    page = client.get(f"/admin/snippets/ledger/activity/edit/{visit.pk}/").text

    assert "Ask Perm to confirm" in page


def test_changed_fields_are_not_dropped_by_another_answer(client: Client, asked: Request) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="confirmed", **{"-when": "2018-09-14"})

    page = client.post(address, sent)

    assert page.status_code == 400
    assert "You changed fields below" in words_of(page)
    assert not Answer.objects.exists()


def test_words_of_a_record_that_is_left_for_later_are_not_dropped(
    client: Client, visit: Activity, perm: City, oxford: City, registrar: User
) -> None:
    other = ledger.activity(perm, host=oxford, slug="second", kind="visit", when="2019")
    asked = confirmation.request(visit, other, by=perm, of=oxford, asked_by=registrar)
    address = confirmation.link(asked)
    first, second = asked.statements.order_by("pk")
    sent = form_on(client, address)
    said = {f"s{first.pk}-verdict": "confirmed", f"s{second.pk}-words": "We look for the photo."}

    page = client.post(address, sent | said)

    assert page.status_code == 400
    assert "choose an answer too" in words_of(page)
    assert "We look for the photo." in page.text


def test_when_who_asked_has_left_all_who_keep_the_register_hear_of_the_answer(
    client: Client,
    asked: Request,
    perm: City,
    registrar: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    follower = member(Role.REGISTRAR, perm, email="next@perm.example")
    User.objects.filter(pk=registrar.pk).update(is_active=False)
    address = confirmation.link(asked)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, form_on(client, address, verdict="confirmed"))

    letters = [row.args_kwargs["kwargs"]["to"] for row in DBTaskResult.objects.all()]
    assert letters == [follower.email]


def test_what_belongs_to_a_new_record_of_the_same_file_comes_with_it(
    visit: Activity, pair: Partnership, perm: City, partner: Installation, registrar: User
) -> None:
    result = ledger.result(activity=visit, from_city=perm, title={"en": "A choir"}, when="2021")
    agreement = ledger.agreement(pair)
    file = json.loads(exporting.records_file([visit, result, pair, agreement], city=perm))
    for place, record in enumerate(file["records"]):
        record["uid"] = f"urn:uuid:00000000-0000-0000-0000-00000000000{place}"
    for part, whole in ((1, 0), (3, 2)):
        file["records"][part]["of"] = file["records"][whole]["uid"]
    others = dict.fromkeys(range(4), 0)

    taken = take_in(trusted(by_oxford(json.dumps(file).encode())), same=others, by=registrar)

    made = {type(record): record for record in taken.new}
    assert made[Result].activity == made[Activity]
    assert made[Agreement].partnership == made[Partnership]


def test_words_can_be_withheld_from_readers_and_the_next_answer_is_shown(
    client: Client, visit: Activity, asked: Request, oxford: City, registrar: User
) -> None:
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="declined", words="Mr Smith stole it."))
    statement = asked.statements.get()
    page = f"/admin/confirmation/statement/{statement.pk}/words/"
    client.force_login(member(Role.REGISTRAR, oxford))
    client.post(page)
    shown = words_of(client.get(visit.get_absolute_url()))
    client.force_login(registrar)
    client.post(page)
    client.logout()
    hidden = words_of(client.get(visit.get_absolute_url()))
    client.post(address, form_on(client, address, verdict="declined", words="It was another day."))

    assert "Mr Smith" in shown
    assert "Mr Smith" not in hidden
    assert Answer.objects.filter(words="Mr Smith stole it.").exists()
    assert "It was another day." in words_of(client.get(visit.get_absolute_url()))
