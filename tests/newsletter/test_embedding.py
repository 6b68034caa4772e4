"""Signing up in a frame on another site: without cookies and script, and still by two steps."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation

from citytocity.contributions.guards import Stamp
from citytocity.mail.links import signed
from citytocity.newsletter.actions.readers import asked_by, confirm
from citytocity.newsletter.embedding import SHOWN_ON
from citytocity.newsletter.models import Consent, Reader, SignUp
from citytocity.newsletter.presentation import code_in
from tests.factories.newsletter import newsletter
from tests.factories.people import user

pytestmark = pytest.mark.django_db
ADDRESS = "/en/newsletter/embed/"
SCHOOL = "https://school.example/partners/"


@pytest.fixture(autouse=True)
def offered() -> None:
    """What strangers may do is counted in the cache, which tests share."""
    cache.clear()
    newsletter()


def posted(client: Client, address: str = ADDRESS, **values: Any) -> HttpResponse:
    """Sent as a browser sends it a minute later, from a frame in the school's page."""
    opened = timezone.now() - datetime.timedelta(minutes=1)
    told = {
        "email": "anna@example.org",
        "consent": "on",
        "stamp": Stamp("key", opened).token,
        "shown_on": signed(SCHOOL, purpose=SHOWN_ON),
    }
    sent = {name: value for name, value in (told | values).items() if value is not None}
    return client.post(address, sent, headers={"Origin": "null", "Referer": ""})


def shown_on(client: Client, referer: str) -> str:
    """The page that is kept where the form was opened from there."""
    page = BeautifulSoup(client.get(ADDRESS, headers={"Referer": referer}).content, "html.parser")
    token = page.select_one("[name=shown_on]")["value"]  # type: ignore[index]
    posted(client, shown_on=token)
    return SignUp.objects.get().page


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}asked/"])
def test_any_site_may_show_it_without_cookies_and_script(address: str) -> None:
    answer = Client(enforce_csrf_checks=True).get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "form-action 'self'" in policy
    assert "script-src" not in policy
    assert "X-Frame-Options" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"<script" not in answer.content
    assert not answer.cookies
    assert len(answer.content) < 6_000


def test_who_signs_up_there_is_asked_by_a_letter_and_becomes_a_reader_by_its_link() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = posted(client, "/ru/newsletter/embed/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/newsletter/embed/asked/")
    assert not answer.cookies
    assert not Reader.objects.exists()
    reader = confirm(asked_by(SignUp.objects.get().token))
    assert (reader.email, reader.language, reader.wish.key) == ("anna@example.org", "ru", ";")


def test_the_proof_says_on_which_page_of_which_site_it_was(client: Client) -> None:
    posted(client)
    confirm(asked_by(SignUp.objects.get().token))

    assert Consent.objects.get().page == f"{SCHOOL} {ADDRESS}"


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        (SCHOOL, f"{SCHOOL} {ADDRESS}"),
        ("https://a:b@school.example/x?name=Anna#top", f"https://school.example/x {ADDRESS}"),
        ("", ADDRESS),
        ("about:blank", ADDRESS),
        ("https://[half", ADDRESS),
        (f"https://school.example/{'x' * 300}", f"https://school.example/{'x' * 300}"[:200]),
    ],
)
def test_the_page_is_kept_without_what_stands_behind_its_path(
    client: Client, referer: str, page: str
) -> None:
    assert shown_on(client, referer) == page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "anna"}, "is no e-mail address"),
        ({"consent": None}, "only if you agree"),
        ({"stamp": "forged"}, "was open for long"),
        ({"website": "spam"}, "must stay empty"),
    ],
)
def test_what_is_wrong_is_said_in_the_frame(
    client: Client, values: dict[str, Any], words: str
) -> None:
    answer = posted(client, **values)

    assert words in answer.content.decode()
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert not SignUp.objects.exists()


def test_a_forged_page_is_kept_as_none(client: Client) -> None:
    posted(client, shown_on="https://bank.example/")

    assert SignUp.objects.get().page == ADDRESS


def test_it_is_limited_as_on_our_own_page(client: Client, settings: Any) -> None:
    limits = {"newsletter-sign-up": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | limits
    posted(client)

    answer = posted(client, email="boris@example.org")

    assert "try again in an hour" in answer.content.decode()
    assert SignUp.objects.count() == 1


def test_nothing_is_shown_while_there_is_no_newsletter(client: Client) -> None:
    newsletter(is_on=False)

    assert client.get(ADDRESS).status_code == 404


def test_the_office_finds_the_lines_to_copy_in_each_language(client: Client) -> None:
    client.force_login(user(officer=True))
    page = BeautifulSoup(client.get("/admin/newsletter/settings/").content, "html.parser")

    codes = {area["id"]: area.text for area in page.select("textarea[id^=code-]")}

    assert codes["code-ru"] == code_in("ru", newsletter())
    frame = BeautifulSoup(codes["code-ru"], "html.parser").iframe
    assert str(frame["src"]).endswith("/ru/newsletter/embed/")  # type: ignore[index]
    assert frame["title"] == "Города-побратимы"  # type: ignore[index]
    assert translation.get_language() == "en"
