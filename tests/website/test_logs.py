"""What is written down holds no person and nothing that a person typed."""

import json
import logging
import sys
from contextlib import suppress
from smtplib import SMTPRecipientsRefused

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from citytocity.mail.links import signed
from citytocity.website.logs import JsonLines
from tests.factories import cities


def line(**values: object) -> dict[str, object]:
    given = {"name": "django.request", "levelno": logging.WARNING, "levelname": "WARNING"}
    record = logging.makeLogRecord(given | {"created": 1546214400.5} | values)
    return json.loads(JsonLines().format(record))


def test_a_line_says_when_how_grave_and_what() -> None:
    assert line(msg="Published %s", args=("a story",)) == {
        "time": "2018-12-31T00:00:00.500+00:00",
        "level": "warning",
        "logger": "django.request",
        "event": "Published a story",
    }


def test_what_a_reader_searched_for_is_not_written_down() -> None:
    assert line(msg="GET /en/search/?q=my+illness")["event"] == "GET /en/search/"


def test_a_signed_link_that_opens_something_is_not_written_down() -> None:
    path = f"/en/contribute/draft/{signed([5, 'key'], purpose='anything')}/send/"
    request = RequestFactory().post(path)

    refused = line(msg="Forbidden", status_code=403, request=request)
    told = line(msg=f"Forbidden (CSRF cookie not set.): {path}")

    assert refused["event"] == "/en/contribute/draft/…/send/"
    assert told["event"] == "Forbidden (CSRF cookie not set.): /en/contribute/draft/…/send/"


def test_a_refused_request_is_told_by_its_path_alone() -> None:
    request = RequestFactory().get("/en/activities/", {"city": "ivan@example.org"})

    told = line(msg="Bad: ivan@example.org", status_code=400, request=request)

    assert (told["status"], told["event"]) == (400, "/en/activities/")
    assert "ivan" not in json.dumps(told)


def test_a_fault_of_ours_is_told_with_class_and_place_but_without_its_words() -> None:
    try:
        try:
            raise SMTPRecipientsRefused({"ivan@example.org": (550, b"no such user")})
        except SMTPRecipientsRefused as error:
            raise IntegrityError("Key (email)=(ivan@example.org) already exists.") from error
    except IntegrityError:
        told = line(msg="Internal Server Error: /en/", status_code=500, exc_info=sys.exc_info())

    classes = [text for text in str(told["fault"]).splitlines() if not text.startswith("  ")]
    assert classes == ["smtplib.SMTPRecipientsRefused", "django.db.utils.IntegrityError"]
    assert "tests/website/test_logs.py" in str(told["fault"])
    assert "ivan@" not in json.dumps(told["event"]) + "".join(classes)


def test_an_address_in_a_message_is_not_written_down() -> None:
    assert line(msg="No answer to <ivan@example.org>.")["event"] == "No answer to <…>."


@pytest.mark.parametrize("status", [403, 404, 500])
@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/en/cities/perm/", "/en/cities/perm/"),
        ("/media/documents/ivan-petrov.pdf", "/media/<path>"),
        ("/account/password/reset/key/4-cx1k2l-7d5a2f8d5a2f8d5a2f8d5a2f8d5a2f8d/",
         "/account/password/reset/key/…/"),
        ("/en/invitation/eyJpZCI6MX0:1tKx4d:Zm9vYmFy/", "/en/invitation/<token>/"),
        ("/en/letters/ivan@example.org/", "/en/letters/…/"),
        ("/ru/города/пермь/", "/ru/города/пермь/"),
    ],
)  # fmt: skip
def test_a_path_is_written_down_without_keys_and_names_of_files(
    path: str, written: str, status: int
) -> None:
    request = RequestFactory().get(path)
    with suppress(Resolver404):
        request.resolver_match = resolve(path)

    assert line(msg=f"Refused: {path}", status_code=status, request=request)["event"] == written


@pytest.mark.django_db
def test_the_site_logs_neither_address_nor_query(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    cities.city("Perm", host=True)

    client.get("/en/activities/?year=ivan", REMOTE_ADDR="203.0.113.9")

    written = [JsonLines().format(record) for record in caplog.records]
    assert [json.loads(text)["event"] for text in written] == ["/en/activities/"]
    assert "203.0.113.9" not in "".join(written)
