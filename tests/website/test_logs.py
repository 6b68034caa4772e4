"""What is written down holds no person and nothing that a person typed."""

import json
import logging
import sys

import pytest
from django.test import Client, RequestFactory

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


def test_a_fault_of_ours_is_told_with_its_place() -> None:
    try:
        raise ZeroDivisionError("nobody came")
    except ZeroDivisionError:
        told = line(msg="Internal Server Error: /en/", status_code=500, exc_info=sys.exc_info())

    assert str(told["fault"]).endswith("ZeroDivisionError: nobody came")


@pytest.mark.django_db
def test_the_site_logs_neither_address_nor_query(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    cities.city("Perm", host=True)

    client.get("/en/activities/?year=ivan", REMOTE_ADDR="203.0.113.9")

    written = [JsonLines().format(record) for record in caplog.records]
    assert [json.loads(text)["event"] for text in written] == ["/en/activities/"]
    assert "203.0.113.9" not in "".join(written)
