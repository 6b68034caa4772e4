"""Somebody of the other city answers by the link of a letter, whatever happened meanwhile."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.cities.models import City
from citytocity.confirmation import actions
from citytocity.confirmation.models import Answer, Request, Statement
from citytocity.ledger.models import Activity, Proposal
from citytocity.mail.links import signed
from citytocity.people.models import User
from tests.confirmation.pages import filled, form_on, words_of
from tests.factories import confirmation, ledger

pytestmark = pytest.mark.django_db


def state_of(statement: Statement) -> str:
    statement.refresh_from_db()
    return statement.state


def test_the_page_tells_the_record_in_the_readers_language(
    client: Client, visit: Activity, asked: Request
) -> None:
    visit.title = {"en": "A visit", "ru": "Визит"}
    visit.save()

    english = words_of(client.get(confirmation.link(asked)))
    russian = words_of(client.get(confirmation.link(asked).replace("/en/", "/ru/", 1)))

    assert ("A visit" in english, "12 September 2018" in english) == (True, True)
    assert "Визит" in russian
    assert "How do we know this?" in english


def test_no_search_engine_lists_it_and_nobody_hears_the_link(
    client: Client, asked: Request
) -> None:
    answer = client.get(confirmation.link(asked))

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_opening_the_link_answers_nothing(
    client: Client, asked: Request, statement: Statement
) -> None:
    client.get(f"{confirmation.link(asked)}?s{statement.pk}-verdict=confirmed")

    assert (state_of(statement), Answer.objects.count()) == ("waiting", 0)


def test_a_record_is_confirmed_as_it_was_shown(
    client: Client, asked: Request, statement: Statement
) -> None:
    address = confirmation.link(asked)

    answer = client.post(address, form_on(client, address, verdict="confirmed"), follow=True)

    assert "Thank you" in words_of(answer)
    assert state_of(statement) == "confirmed"
    assert statement.shown["when"] == "2018-09-12"


def test_declining_needs_words_and_keeps_what_was_typed_for_the_others(
    client: Client, perm: City, oxford: City, visit: Activity
) -> None:
    other = ledger.activity(perm, host=oxford, title={"en": "A festival"})
    asked = confirmation.request(visit, other, by=perm, of=oxford)
    first, second = asked.statements.order_by("pk")
    address = confirmation.link(asked)
    sent = form_on(client, address)
    sent |= {
        f"s{first.pk}-verdict": "declined",
        f"s{second.pk}-verdict": "confirmed",
        f"s{second.pk}-words": "We were there.",
    }

    answer = client.post(address, sent)

    assert answer.status_code == 400
    assert "Say in a few words" in words_of(answer)
    assert "We were there." in answer.text
    assert Answer.objects.count() == 0


def test_a_correction_is_a_proposal_that_the_registrar_accepts_field_by_field(
    client: Client, asked: Request, statement: Statement, visit: Activity, registrar: User
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="corrected", words="Our guest book says so.")
    group = visit.participations.get(people=16)
    sent |= {
        f"s{statement.pk}-when": "2018-09-13",
        f"s{statement.pk}-participations-{group.pk}-people": "18",
    }

    answer = client.post(address, sent, follow=True)

    proposal = Proposal.objects.get()
    assert "says otherwise" in words_of(answer)
    assert (state_of(statement), statement.proposal) == ("corrected", proposal)
    assert statement.says == {
        "when": "2018-09-13",
        "participations": {str(group.pk): {"people": 18}},
    }
    client.force_login(registrar)
    page = client.get(f"/admin/proposal/inspect/{proposal.pk}/")
    parts = [box["value"] for box in BeautifulSoup(page.text, "html.parser").select("[name=take]")]
    assert len(parts) == 2
    seen = BeautifulSoup(page.text, "html.parser").select_one("[name=seen]")["value"]
    client.post(f"/admin/proposal/accept/{proposal.pk}/", {"take": parts, "seen": seen})
    visit.refresh_from_db()
    assert (visit.when, visit.participations.get(pk=group.pk).people) == ("2018-09-13", 18)
    assert state_of(statement) == "confirmed"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("when", "yesterday", "date"),
        ("attendance", "-3", "greater than or equal to 0"),
        ("youth", "17", "more young people than people"),
        ("title", "<b>Visit</b>", "HTML"),
    ],
)
def test_a_correction_that_cannot_be_is_told_beside_its_field(
    client: Client, asked: Request, visit: Activity, field: str, value: str, told: str
) -> None:
    address = confirmation.link(asked)
    group = visit.participations.get(people=16)
    end = f"participations-{group.pk}-youth" if field == "youth" else f"-{field}"

    answer = client.post(address, form_on(client, address, verdict="corrected", **{end: value}))

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    beside = [one for one in page.select(".field.bad") if one.select(f"[name$='{end}']")]
    assert told in beside[0].get_text()
    assert beside[0].select_one(f"[name$='{end}']")["value"] == value
    assert Proposal.objects.count() == 0


def test_a_correction_without_words_says_whose_it_is(
    client: Client, asked: Request, statement: Statement
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="corrected")

    client.post(address, sent | {f"s{statement.pk}-when": "2018-09-13"})

    assert Proposal.objects.get().reason == (f"{statement.city} says so, asked to confirm it.")


def test_a_correction_that_changes_nothing_is_none(client: Client, asked: Request) -> None:
    address = confirmation.link(asked)

    answer = client.post(address, form_on(client, address, verdict="corrected"))

    assert (answer.status_code, Answer.objects.count()) == (400, 0)
    assert "Change below what is different." in words_of(answer)


def test_the_same_post_twice_is_one_answer(
    client: Client, asked: Request, statement: Statement
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="confirmed")
    client.post(address, sent)
    anew = form_on(client, address, verdict="declined", words="We were wrong.")
    client.post(address, anew)

    replayed = client.post(address, sent)

    assert "received already" in words_of(replayed)
    assert (state_of(statement), Answer.objects.count()) == ("declined", 2)


def test_of_two_contradicting_answers_the_second_sees_the_first_and_both_are_kept(
    client: Client, asked: Request, statement: Statement
) -> None:
    address = confirmation.link(asked)
    mine = form_on(client, address, verdict="confirmed")
    theirs = form_on(client, address, verdict="declined", words="Nobody of ours was there.")
    client.post(address, mine)

    told = client.post(address, theirs)

    assert told.status_code == 409
    assert "Somebody else of your city has answered meanwhile" in words_of(told)
    assert "Nobody of ours was there." in told.text
    assert state_of(statement) == "confirmed"
    again = filled(BeautifulSoup(told.text, "html.parser"))
    client.post(address, again)
    assert state_of(statement) == "declined"
    assert [one.verdict for one in statement.answers.all()] == ["declined", "confirmed"]


def test_a_record_changed_meanwhile_is_shown_anew_before_it_is_confirmed(
    client: Client, asked: Request, statement: Statement, visit: Activity
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="confirmed", words="Yes!")
    visit.when = "2018-09-20"
    visit.save()

    told = client.post(address, sent)

    assert (told.status_code, state_of(statement)) == (409, "waiting")
    assert "20 September 2018" in words_of(told)
    assert "Yes!" in told.text
    client.post(address, filled(BeautifulSoup(told.text, "html.parser")))
    assert state_of(statement) == "confirmed"


def test_a_correction_of_a_record_deleted_meanwhile_is_kept_in_its_words(
    client: Client, asked: Request, statement: Statement, visit: Activity
) -> None:
    address = confirmation.link(asked)
    sent = form_on(client, address, verdict="corrected", words="It was on the 13th.")
    sent[f"s{statement.pk}-when"] = "2018-09-13"
    visit.delete()

    told = client.post(address, sent)
    client.post(address, filled(BeautifulSoup(told.text, "html.parser")))

    kept = statement.answers.get()
    assert "was taken out while you were reading" in words_of(told)
    assert (kept.words, kept.too_late) == ("It was on the 13th.\nWhen: 2018-09-13", True)
    assert (state_of(statement), Proposal.objects.count()) == ("waiting", 0)


@pytest.mark.parametrize(
    "token",
    [
        "made-up",
        signed([1, 1], purpose="reader"),
        signed("words", purpose=Request.PURPOSE),
        signed([999_999, 1], purpose=Request.PURPOSE),
    ],
    ids=["made up", "for another purpose", "of another form", "of no letter"],
)
def test_a_forged_link_opens_nothing(client: Client, token: str) -> None:
    for answer in (client.get(f"/en/confirm/{token}/"), client.post(f"/en/confirm/{token}/")):
        assert answer.status_code == 404
        assert "This link opens nothing" in words_of(answer)


def test_a_link_that_is_over_revoked_or_replaced_says_so(
    client: Client, asked: Request, registrar: User
) -> None:
    first = confirmation.link(asked)
    again = actions.ask_again(asked, by=registrar)

    assert client.get(first).status_code == 404
    assert client.get(confirmation.link(again)).status_code == 200
    actions.revoke(again, by=registrar)
    assert client.get(confirmation.link(again)).status_code == 404
    past = timezone.now() - datetime.timedelta(days=2)
    Request.objects.update(revoked=None, sent=past, until=past + datetime.timedelta(days=1))
    over = client.get(confirmation.link(again))
    assert over.status_code == 410
    assert "The time of this link is over" in words_of(over)


def test_a_form_that_was_not_made_here_is_not_taken(client: Client, asked: Request) -> None:
    address = confirmation.link(asked)

    answer = client.post(address, form_on(client, address, verdict="confirmed", key="made-up"))

    assert (answer.status_code, Answer.objects.count()) == (400, 0)


def test_a_statement_of_another_letter_cannot_be_answered(
    client: Client, asked: Request, visit: Activity, perm: City, oxford: City
) -> None:
    other = confirmation.request(
        ledger.activity(perm, host=oxford), by=perm, of=oxford
    ).statements.get()
    address = confirmation.link(asked)

    client.post(address, form_on(client, address) | {f"s{other.pk}-verdict": "confirmed"})

    assert state_of(other) == "waiting"


def test_by_one_link_one_answers_so_often_and_no_more(
    client: Client, asked: Request, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirmation-answer": "1/h/key"}
    address = confirmation.link(asked)
    client.post(address, form_on(client, address, verdict="confirmed"))

    answer = client.post(
        address, form_on(client, address, verdict="declined", words="After all, no.")
    )

    assert answer.status_code == 429
    assert "After all, no." in answer.text


def test_who_asked_hears_of_the_answer_and_who_is_asked_gets_the_link(
    client: Client, asked: Request, registrar: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        address = confirmation.link(actions.ask_again(asked, by=registrar))
        client.post(address, form_on(client, address, verdict="confirmed"))

    letters = [task.args_kwargs["kwargs"] for task in DBTaskResult.objects.order_by("enqueued_at")]
    assert [letter["to"] for letter in letters] == ["links@oxford.example", asked.asked_by.email]
    assert letters[0]["subject"] == "Perm asks you: is this right?"
    assert "A visit" in letters[0]["text"]
    assert address.split("/")[-2].split(":")[0] in letters[0]["text"]
    assert letters[1]["subject"] == "Oxford has answered"
