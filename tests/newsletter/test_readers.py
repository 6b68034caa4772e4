"""Readers sign up by two steps, choose without an account, and leave by one press."""

import datetime
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.contributions.guards import Stamp
from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Reason
from citytocity.mail.letters import Letter, send
from citytocity.mail.links import signed
from citytocity.mail.models import Suppression
from citytocity.mail.queries import is_suppressed
from citytocity.newsletter.actions import readers
from citytocity.newsletter.addresses import normalised, readable
from citytocity.newsletter.announcing import announce, announced
from citytocity.newsletter.enums import ReaderState, Rhythm, Way
from citytocity.newsletter.models import Consent, Reader, SignUp, Wish
from citytocity.people.enums import Role
from tests.factories.cities import city
from tests.factories.ledger import theme
from tests.factories.newsletter import newsletter, reader
from tests.factories.people import member

pytestmark = pytest.mark.django_db
PAGE = "/en/newsletter/"


@pytest.fixture(autouse=True)
def switched_on() -> None:
    cache.clear()
    newsletter()


def _typed(**values: Any) -> dict[str, Any]:
    opened = timezone.now() - datetime.timedelta(minutes=1)
    typed = {
        "email": "Anna@Example.org",
        "language": "ru",
        "rhythm": "each",
        "consent": "on",
        "stamp": Stamp("a-form", opened).token,
    }
    return typed | values


def _letters() -> list[dict[str, str]]:
    return [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]


def _link(letter: dict[str, str], before: str) -> str:
    start = letter["text"].index(before)
    return letter["text"][start:].split()[0]


def test_a_reader_signs_up_confirms_and_is_known_to_have_agreed(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    perm, sport = city("Perm"), theme("sport")

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(PAGE, _typed(cities=[perm.pk], topics=[sport.pk]))
    (letter,) = _letters()
    link = _link(letter, "/ru/newsletter/confirm/")
    opened = client.get(link)
    nobody_yet = Reader.objects.count()
    confirmed = client.post(link)

    assert answer["Location"] == "/en/newsletter/asked/"
    assert (letter["to"], letter["language"]) == ("anna@example.org", "ru")
    assert opened.status_code == 200
    assert nobody_yet == 0
    made = Reader.objects.get()
    assert (made.email, made.language, made.wish.key) == (
        "anna@example.org",
        "ru",
        f"{perm.pk};{sport.pk}",
    )
    assert confirmed["Location"].startswith("/ru/newsletter/my/")
    consent = Consent.objects.get(reader=made)
    assert (consent.way, consent.page) == (Way.SIGN_UP, PAGE)
    assert "Twinned Cities" in consent.words
    assert not SignUp.objects.exists()
    assert client.post(link).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "anna@"}, "is no e-mail address"),
        ({"email": "anna@example.org\r\nBcc: all@example.org"}, "is no e-mail address"),
        ({"consent": ""}, "only if you agree"),
        ({"language": "xx"}, "xx is not one of the available choices"),
        ({"website": "https://spam.example"}, "must stay empty"),
        ({"stamp": "forged"}, "was open for long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, wrong: dict[str, str], said: str
) -> None:
    answer = client.post(PAGE, _typed(**wrong))

    assert said in answer.content.decode()
    assert not SignUp.objects.exists()
    assert _letters() == []


def test_who_reads_it_already_gets_a_letter_that_says_so_and_the_page_tells_nothing(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    known = reader(email="anna@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(PAGE, _typed())

    assert answer["Location"] == "/en/newsletter/asked/"
    assert not SignUp.objects.exists()
    (letter,) = _letters()
    assert "already" in letter["subject"]
    assert readers.reader_of(_link(letter, "/en/newsletter/my/").split("/")[4]) == known


def test_an_address_gets_three_letters_an_hour_and_no_more(client: Client) -> None:
    answers = [client.post(PAGE, _typed()).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 200]


def test_the_box_of_other_pages_opens_the_form_with_the_address_and_does_nothing_else() -> None:
    strict = Client(enforce_csrf_checks=True)

    opened = strict.post(PAGE, {"box": "1", "email": "anna@example.org"})
    forged = strict.post(PAGE, _typed())

    assert 'value="anna@example.org"' in opened.content.decode()
    assert forged.status_code == 403
    assert not SignUp.objects.exists()


def test_every_page_has_the_box_while_it_is_switched_on(
    client: Client, django_assert_num_queries: Any
) -> None:
    city("Perm")
    announce()
    try:
        page = client.get("/ru/newsletter/asked/").content.decode()
        other = client.get("/ru/cities/").content.decode()
        with django_assert_num_queries(0):
            assert announced() == {"en": "Twinned Cities", "ru": "Города-побратимы"}
    finally:
        newsletter(is_on=False)
        announce()

    assert 'action="/ru/newsletter/"' in other
    assert "Города-побратимы</h2>" in other
    assert 'name="box"' not in page
    assert announced() is None
    assert 'name="box"' not in client.get("/ru/cities/").content.decode()


def test_while_it_is_switched_off_no_page_offers_it_but_readers_can_still_leave(
    client: Client,
) -> None:
    newsletter(is_on=False)
    one = reader()

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"box": "1"}).status_code == 404
    assert client.post(f"/en/newsletter/leave/{one.token}/").status_code == 200


def test_one_post_without_cookies_ends_it_and_another_takes_it_back() -> None:
    one = reader()
    program = Client(enforce_csrf_checks=True)

    opened = program.get(f"/ru/newsletter/leave/{one.token}/")
    still = Reader.objects.get().state
    left = program.post(f"/ru/newsletter/leave/{one.token}/", {"List-Unsubscribe": "One-Click"})
    gone = Reader.objects.get()
    program.post(f"/ru/newsletter/back/{one.token}/")
    program.post(f"/ru/newsletter/back/{one.token}/")

    assert (opened.status_code, still) == (200, ReaderState.READING)
    assert left.status_code == 200
    assert not left.cookies
    assert gone.state == ReaderState.LEFT
    assert gone.ended is not None
    assert Reader.objects.get().state == ReaderState.READING
    assert [(one.way, one.page) for one in Consent.objects.all()] == [
        (Way.SIGN_UP, "/en/"),
        (Way.BACK, "/ru/newsletter/back/"),
    ]


def test_a_reader_changes_what_she_gets_in_russian(client: Client) -> None:
    one, oxford = reader(), city("Oxford")

    page = client.get(f"/ru/newsletter/my/{one.token}/")
    client.post(
        f"/ru/newsletter/my/{one.token}/",
        {"language": "ru", "rhythm": "monthly", "cities": [oxford.pk]},
    )

    assert "Сохранить" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")
    changed = Reader.objects.get()
    assert (changed.language, changed.rhythm) == ("ru", Rhythm.MONTHLY)
    assert changed.wish == Wish.of([oxford])


def test_a_reader_takes_her_data_along_and_is_erased_but_for_a_hash(client: Client) -> None:
    one = reader(email="anna@example.org")
    token = one.token

    held = json.loads(client.get(f"/en/newsletter/my/{token}/all.json").content)
    client.get(f"/en/newsletter/my/{token}/erase/")
    still_there = Reader.objects.count()
    client.post(f"/en/newsletter/my/{token}/erase/")

    assert held["email"] == "anna@example.org"
    assert held["consents"][0]["words"] == "I want it."
    assert still_there == 1
    assert not Reader.objects.exists()
    assert not Consent.objects.exists()
    suppressed = Suppression.objects.get()
    assert (suppressed.key, suppressed.reason) == (key_of("anna@example.org"), Reason.ASKED)
    assert client.get(f"/en/newsletter/my/{token}/").status_code == 404


def test_no_letter_that_waits_keeps_the_address_of_who_was_erased_or_never_confirmed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    gone, stays = reader(email="gone@example.org"), reader(email="stays@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        for email in ("gone@example.org", "stays@example.org", "never@example.org"):
            readers.sign_up(readers.Choice(email=email, language="en", wish=stays.wish), page=PAGE)
        send(lambda: Letter("Your password", ()), to="gone@example.org", language="en")
    week = timezone.now() - datetime.timedelta(days=8)
    DBTaskResult.objects.filter(args_kwargs__kwargs__to="never@example.org").update(
        enqueued_at=week
    )

    readers.erase(gone)
    readers.forget_old()

    assert [(letter["to"], letter["of"]) for letter in _letters()] == [
        ("stays@example.org", "newsletter"),
        ("gone@example.org", ""),
    ]


def test_who_was_erased_may_sign_up_anew() -> None:
    readers.erase(reader(email="anna@example.org"))
    asked = SignUp.objects.create(
        email="anna@example.org", language="en", wish=Wish.of(), words="Yes.", page=PAGE
    )

    readers.confirm(asked)

    assert Reader.objects.get().state == ReaderState.READING
    assert not is_suppressed("anna@example.org")


def test_who_left_a_month_ago_and_who_never_confirmed_are_forgotten() -> None:
    long_ago = timezone.now() - datetime.timedelta(days=31)
    reader(left=True, ended=long_ago, email="gone@example.org")
    stays = reader(left=True)
    SignUp.objects.create(
        email="never@example.org", language="en", wish=Wish.of(), words="x", page="", asked=long_ago
    )

    readers.forget_old()

    assert list(Reader.objects.all()) == [stays]
    assert not SignUp.objects.exists()
    assert Suppression.objects.get().key == key_of("gone@example.org")


def test_the_link_of_who_is_gone_opens_nobody_elses_choices_though_her_number_is_given_again(
    client: Client,
) -> None:
    anna = reader()
    number, token = anna.pk, anna.token
    anna.delete()
    boris = reader(pk=number)

    answers = [
        client.get(f"/en/newsletter/my/{link}/all.json").status_code
        for link in (token, signed(boris.pk, purpose=Reader.LINK), boris.token)
    ]

    assert answers == [404, 404, 200]


def test_who_comes_back_while_those_who_left_are_forgotten_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=31)
    first, second = (reader(left=True, ended=long_ago) for _ in range(2))

    def erased_while_another_presses(one: Reader, *, why: Reason) -> None:
        readers.come_back(second if one == first else first, page=PAGE)
        erase(one, why=why)

    erase = readers.erase
    monkeypatch.setattr(readers, "erase", erased_while_another_presses)

    readers.forget_old()

    assert Reader.objects.get().state == ReaderState.READING
    assert not is_suppressed(Reader.objects.get().email)


@pytest.mark.parametrize("token", ["x", "WzFd:1aaaaa:forged", "ж"])
@pytest.mark.parametrize("page", ["my", "leave", "confirm"])
def test_a_forged_link_opens_nothing(client: Client, page: str, token: str) -> None:
    answer = client.get(f"/en/newsletter/{page}/{token}/")

    assert answer.status_code == 404
    assert "This link opens nothing" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("anna@почта.рф", "anna@xn--80a1acny.xn--p1ai"),
        ("a+b@bücher.example", "a+b@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert normalised(typed) == kept
    assert normalised(readable(kept)) == kept


@pytest.mark.parametrize("typed", ["", "anna", "@example.org", "анна@example.org", "a@b..c",
                                   f"{'a' * 250}@example.org", "a@-.example"])  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        normalised(typed)


def test_an_editor_erases_no_reader() -> None:
    one = reader()

    with pytest.raises(PermissionDenied):
        readers.erase_for(one, by=member(Role.EDITOR, city("Perm")))
