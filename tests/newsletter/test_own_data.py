"""All that is held of a reader, for herself: complete, in her language, with what each part is."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from citytocity.cities.models import City
from citytocity.mail.actions import lift, suppress
from citytocity.mail.enums import Reason, Returned
from citytocity.newsletter.actions import issues, readers
from citytocity.newsletter.breaking import BEGINS
from citytocity.newsletter.enums import DeliveryState, Unsent
from citytocity.newsletter.models import Delivery, Issue, Question, Reader, SignUp, Wish
from citytocity.newsletter.own_data import WHAT_EACH_IS, own_data
from citytocity.newsletter.returning import hear
from citytocity.newsletter.sending import send_due
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
NOT_HELD_OF_HER = {"id", "wish"}  # its number, and what stands in words
WHERE = {"key": "link_key", "heard": "last_heard_of"}


@pytest.fixture
def released(officer: User, perm: City) -> Issue:
    newsletter()
    reader(email="anna@example.org", language="ru")
    return issues.release(issue(story("Мост", of=perm)), seen=1, by=officer)


def _held(client: Client, one: Reader) -> dict[str, Any]:
    answer = client.get(f"/en/newsletter/my/{one.token}/all.json")
    return json.loads(answer.content)  # type: ignore[no-any-return]


def _letter(client: Client) -> dict[str, Any]:
    return _held(client, Reader.objects.get())["issues"][0]  # type: ignore[no-any-return]


def test_each_part_says_what_it_is_and_no_column_is_left_out() -> None:
    newsletter()
    held = own_data(reader())

    parts = {name for name in held if not name.endswith("_in_words")} - {"what_each_is"}
    columns = {field.name for field in Reader._meta.fields} - NOT_HELD_OF_HER
    assert parts == set(WHAT_EACH_IS) == set(held["what_each_is"])
    assert {WHERE.get(name, name) for name in columns} - parts == set()
    assert all(held["what_each_is"].values())


@pytest.mark.parametrize("code", ["ru", "de", "fr", "it", "zh-hans"])
def test_it_is_in_her_language_whatever_the_page_is_in(client: Client, code: str) -> None:
    newsletter()

    held = _held(client, reader(language=code))

    with translation.override("en"):
        english = {name: str(words) for name, words in WHAT_EACH_IS.items()}
    same = [name for name, words in held["what_each_is"].items() if words == english[name]]
    assert same == []
    with translation.override(code):
        assert held["state_in_words"] == translation.gettext("reading")


def test_what_her_mail_server_put_off_and_took_is_told(client: Client, released: Issue) -> None:
    Delivery.objects.update(answer="451 4.7.1 Try again later", tries=2)
    send_due(seconds=20)

    letter = _letter(client)

    assert letter["state"] == DeliveryState.HANDED
    assert letter["state_in_words"] == "передано почтовому серверу"
    assert letter["mail_server_said"] == "451 4.7.1 Try again later"
    assert (letter["tries_put_off"], letter["times_in_doubt"]) == (2, 0)
    assert (letter["subject"], letter["language"]) == ("Мост", "ru")
    assert letter["handed_over"]


def test_what_came_back_is_told_and_that_nothing_goes_there_any_more(
    client: Client, released: Issue
) -> None:
    send_due(seconds=20)
    one = Reader.objects.get()
    suppress(one.email, reason=Reason.BOUNCED)
    reference = f"n{Delivery.objects.get().pk}"
    words = "550 5.1.1 no such user"
    hear(kind=Returned.BOUNCED, key=one.address_key, reference=reference, words=words)

    held = _held(client, one)

    assert held["issues"][0]["mail_server_said"] == words
    assert held["issues"][0]["state"] == DeliveryState.REFUSED
    against = held["written_to_no_more"]
    assert "почтов" in against["reason"]
    assert (bool(against["since"]), against["lifted"]) == (True, None)
    lift(one.email)
    assert _held(client, one)["written_to_no_more"]["lifted"]


@pytest.mark.parametrize("noted", [*Unsent.values, f"{BEGINS}ValueError: x"])
def test_what_we_noted_ourselves_is_told_in_her_language(
    client: Client, released: Issue, noted: str
) -> None:
    Delivery.objects.update(state=DeliveryState.DROPPED, answer=noted)

    letter = _letter(client)

    assert letter["mail_server_said"] == ""
    assert letter["we_noted"] not in ("", noted)
    assert not letter["we_noted"].isascii()


def test_the_question_what_waits_and_what_is_not_confirmed_are_told(client: Client) -> None:
    newsletter()
    one = reader(email="anna@example.org")
    now = timezone.now()
    Question.objects.create(
        reader=one, asked=now, answer_by=now.date(), failures=1, words="450 busy"
    )
    SignUp.objects.create(
        email=one.email, language="en", wish=Wish.of(), words="I want it.", page="/en/newsletter/"
    )

    held = _held(client, one)

    assert held["asked_whether_still_wanted"][0]["mail_server_said"] == "450 busy"
    assert held["asked_whether_still_wanted"][0]["times_not_delivered"] == 1
    assert held["sign_ups"][0]["words"] == "I want it."
    assert held["letters_waiting"] == []


def test_what_we_noted_of_the_question_is_told_in_her_language(client: Client) -> None:
    newsletter()
    Question.objects.create(reader=reader(language="ru"), words=Unsent.NOT_NOTED)

    (told,) = _held(client, Reader.objects.get())["asked_whether_still_wanted"]

    with translation.override("ru"):
        assert told["we_noted"] == str(Unsent.NOT_NOTED.label)
    assert not told["we_noted"].isascii()
    assert told["mail_server_said"] == ""


def test_a_letter_that_waits_in_the_queue_is_told(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    newsletter()
    one = reader(email="anna@example.org")
    choice = readers.Choice(email=one.email, language="en", wish=Wish.of())
    with django_capture_on_commit_callbacks(execute=True):
        readers.sign_up(choice, page="/en/newsletter/")

    held = _held(client, one)

    assert [one["subject"] for one in held["letters_waiting"]] == [
        "You read “Twinned Cities” already"
    ]
