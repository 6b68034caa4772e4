"""A language that the site gives up: its readers get letters that lead somewhere, and can leave."""

from typing import Any

import pytest
from django.conf import settings as told_settings
from django.core import mail
from django.test import Client

from citytocity.cities.models import City
from citytocity.newsletter.actions import issues, readers
from citytocity.newsletter.asking import ask_due
from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.clicking import Way
from citytocity.newsletter.enums import ReaderState
from citytocity.newsletter.models import Delivery, Edition, Issue, Question, Reader, SignUp, Wish
from citytocity.newsletter.sending import send_due
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter()


def _give_up_french(settings: Any) -> None:
    """As after a start with CITYTOCITY_LANGUAGES without it."""
    settings.CONTENT_CODES = [code for code in told_settings.CONTENT_CODES if code != "fr"]
    settings.LANGUAGES = [pair for pair in told_settings.LANGUAGES if pair[0] != "fr"]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES


@pytest.fixture
def made(perm: City) -> Issue:
    return issue(story("A bridge", of=perm))


def test_who_reads_in_it_gets_the_letters_of_the_sites_language_with_links_that_open(
    settings: Any, officer: User, made: Issue, client: Client
) -> None:
    one = reader(language="fr")
    reader(language="en")
    _give_up_french(settings)

    issues.release(made, seen=1, by=officer)
    send_due(seconds=20)

    assert list(Edition.objects.values_list("language", flat=True)) == ["en"]
    letter = next(sent for sent in mail.outbox if sent.to == [one.email]).message()
    leaving = letter["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    assert letter["Content-Language"] == "en"
    assert client.get(leaving).status_code == 200
    one.refresh_from_db()
    assert one.language == "fr"  # it may come back


def test_letters_that_wait_in_it_are_set_anew(settings: Any, officer: User, made: Issue) -> None:
    reader(language="fr")
    issues.release(made, seen=1, by=officer)
    _give_up_french(settings)

    send_due(seconds=20)

    letter = mail.outbox[0].message()
    assert letter["Content-Language"] == "en"
    assert "/fr/" not in letter.as_string()
    assert Delivery.objects.get().edition.language == "en"


@pytest.mark.parametrize("number", [1, 3])
def test_the_office_is_told_how_many_read_in_it(
    settings: Any, officer: User, made: Issue, client: Client, number: int
) -> None:
    for _one in range(number):
        reader(language="fr")
    client.force_login(officer)
    _give_up_french(settings)
    words = "chose a language that the site does not offer any more (French)."

    pages = [
        client.get(address).content.decode()
        for address in ("/admin/newsletter/readers/", f"/admin/newsletter/{made.pk}/release/")
    ]

    who = "1 reader" if number == 1 else "3 readers"
    assert [f"{who} {words}" in page for page in pages] == [True, True]


def test_links_of_old_letters_open_in_the_sites_language(settings: Any, client: Client) -> None:
    token = reader(language="fr").token
    _give_up_french(settings)

    answer = client.get(f"/fr/newsletter/my/{token}/", follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/en/newsletter/my/{token}/", 302)]
    assert "this site does not offer any more (French)" in page
    assert '<option value="en" selected>' in page


def test_one_press_of_an_old_letter_ends_it_without_cookies(settings: Any) -> None:
    one = reader(language="fr")
    _give_up_french(settings)
    mailer = Client(enforce_csrf_checks=True)

    answer = mailer.post(f"/fr/newsletter/leave/{one.token}/", {"List-Unsubscribe": "One-Click"})

    one.refresh_from_db()
    assert (answer.status_code, one.state) == (200, ReaderState.LEFT)


@pytest.mark.parametrize(
    "address",
    [
        "/fr/newsletter/nothing/here/",
        "/fr/newsletter/my/forged/",
        "/xx/newsletter/",
        "/en/newsletter/x/",
    ],
)
def test_what_was_never_there_is_not_there(settings: Any, client: Client, address: str) -> None:
    _give_up_french(settings)

    assert client.get(address, follow=True).status_code == 404


def test_a_counted_link_of_an_old_letter_leads_to_a_page(
    settings: Any, officer: User, made: Issue, client: Client
) -> None:
    issues.release(made, seen=1, by=officer)
    item = chosen_items(made, made.items.all())[0].item
    address = Way(made.pk, item, "fr").address.removeprefix(settings.BASE_URL)
    _give_up_french(settings)

    answer = client.get(address, follow=True)

    assert answer.status_code == 200
    assert "A bridge" in answer.content.decode()


def test_other_letters_come_in_the_sites_language(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    one = reader(language="fr")
    Question.objects.create(reader=one)
    _give_up_french(settings)
    choice = readers.Choice(email="new@example.org", language="fr", wish=Wish.of())

    ask_due(seconds=20)
    with django_capture_on_commit_callbacks(execute=True):
        readers.sign_up(choice, page="/en/newsletter/")

    question = mail.outbox[0].message()
    assert question["Content-Language"] == "en"
    assert "/en/newsletter/still/" in mail.outbox[0].body
    assert one.language == "fr"
    assert SignUp.objects.get().language == "fr"
    assert not Reader.objects.exclude(pk=one.pk).exists()
