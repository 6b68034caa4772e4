"""Who may ask, how often, from where; what may be kept; what is said when there is no answer."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from citytocity.people.enums import Role
from citytocity.website.cache import PageCache
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.people import member, user
from tests.opendata.asking import answer, told

pytestmark = pytest.mark.django_db
API = "/api/v1"
FIGURE = f"{API}/figures/I11?year=2018"


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("I11?city=atlantis", "city", "There is no such record: check the address."),
        ("I11?year=soon", "year", "Enter a whole number."),
        ("I11?year=10000", "year", "Ensure this value is less than or equal to 9990."),
        ("I11?city=perm&other=perm", "other", "Ask for two different cities, or for one alone."),
        ("I11?kind=dance", "kind", "“dance” is none of: exchange, visit"),
        ("I11?theme=dance", "theme", "“dance” is not known."),
        ("I11?role=guest", "role", "Nothing is asked by this name here; there are: city,"),
        ("I11?citty=perm", "citty", "Nothing is asked by this name here; there are: city,"),
        ("I11?year=2017&year=2018", "year", "Say it once; several values stand with commas"),
        ("I11?by=role", "by", "This figure is not broken down so."),
        ("I11?by=kind&kind=visit", "by", "Ask for the figure of one value, or of each;"),
        ("I11?from_year=2016", "from_year", "A series of years is asked for by “by=year”."),
        ("I11?by=year&year=2018", "year", "Of a series say the first and the last year."),
        ("I11?by=year&from_year=2018&to_year=2016", "to_year", "It is before 2018."),
        ("I11?by=year&from_year=1900&to_year=2018", "to_year", "A series has 30 years at most."),
        ("I11?lang=tlh", "lang", "“tlh” is none of: en, ru, de, it, fr, zh-hans."),
        ("I11?format=pdf", "format", "“pdf” is none of: json, csv."),
        ("I11/records?limit=501", "limit", "Ensure this value is less than or equal to 500."),
        ("I11/records?year=2018&page=2", "page", "This list has 1 pages."),
        ("I11?city=%00", "city", "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_with_a_question_is_said_beside_its_field(
    query: str, field: str, message: str
) -> None:
    city("Perm")

    refused = answer(f"{API}/figures/{query}")

    told = refused.json()
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert told["type"] == "http://127.0.0.1:8000/en/open-data/#not-understood"
    assert [fault["field"] for fault in told["errors"]] == [field]
    assert told["errors"][0]["message"].startswith(message)


def test_all_that_is_wrong_is_told_at_once_and_in_the_language_asked_for() -> None:
    refused = answer(f"{API}/figures/I11?city=atlantis&year=soon&lang=ru")

    told = refused.json()
    assert [fault["field"] for fault in told["errors"]] == ["city", "year"]
    assert told["title"] == "Адрес просит о том, чего нет."
    assert told["type"] == "http://127.0.0.1:8000/en/open-data/#not-understood"


@pytest.mark.parametrize(
    "path",
    [
        "/figures/I99",
        "/indicators/I99",
        "/figures/I99/records",
        "/nothing",
        "/nothing/",
        "/figures/",
    ],
)
def test_what_is_not_there_is_told_to_programs_and_leads_to_no_page(path: str) -> None:
    refused = answer(f"{API}{path}")

    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")
    assert refused.json()["status"] == 404
    assert refused["Access-Control-Allow-Origin"] == "*"


def test_what_is_kept_from_readers_is_not_there_for_anybody() -> None:
    browser = Client()
    browser.force_login(user(admin=True))

    refused = [browser.get(f"{API}/figures/{code}?year=2018") for code in ("I19-planned", "I30")]
    catalogue = {one["code"] for one in told(f"{API}/indicators")["indicators"]}

    assert [one.status_code for one in refused] == [404, 404]
    assert not catalogue & {"I19-planned", "I30"}


def test_who_is_signed_in_gets_what_everybody_gets() -> None:
    perm = city("Perm", host=True)
    ledger.activity(host=perm)
    officer = Client()
    officer.force_login(member(Role.REGISTRAR, perm))

    theirs, ours = (
        officer.get(f"{API}/figures?year=2018&city=perm"),
        answer(f"{API}/figures?year=2018&city=perm"),
    )

    assert theirs.content == ours.content
    assert "Set-Cookie" not in theirs
    assert "Cookie" not in theirs["Vary"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method: str) -> None:
    refused = getattr(Client(enforce_csrf_checks=True), method)(f"{API}/figures")

    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert refused.json()["title"] == "The open data can only be read."


def test_any_site_may_read_and_ask_beforehand() -> None:
    before = Client().options(
        FIGURE, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    )
    read = answer(FIGURE, Origin="https://example.org")
    page = Client().get("/en/open-data/", headers={"Origin": "https://example.org"})

    assert before.status_code == 204
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert {one["Access-Control-Allow-Origin"] for one in (before, read)} == {"*"}
    assert "Access-Control-Allow-Credentials" not in read
    assert "Access-Control-Allow-Origin" not in page


def test_who_asks_too_often_is_told_when_to_come_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citytocity.opendata.limits.time.time", lambda: 1_800_000_030.0)
    settings.OPEN_DATA_QUESTIONS = 2

    codes = [answer(FIGURE).status_code for _number in range(2)]
    refused = answer(FIGURE)

    assert (codes, refused.status_code) == ([200, 200], 429)
    assert refused["Retry-After"] == "60"
    assert refused.json()["type"].endswith("#too-often")


def test_who_has_the_answer_is_told_so() -> None:
    first = answer(FIGURE)

    by_tag = answer(FIGURE, **{"If-None-Match": first["ETag"]})
    by_day = answer(FIGURE, **{"If-Modified-Since": first["Last-Modified"]})
    ledger.activity(host=city("Perm"))
    changed = answer(FIGURE, **{"If-None-Match": first["ETag"]})

    assert [one.status_code for one in (by_tag, by_day, changed)] == [304, 304, 200]
    assert by_tag["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert changed["ETag"] != first["ETag"]


def test_the_head_of_an_answer_is_that_of_the_whole() -> None:
    whole, head = answer(FIGURE), Client().head(FIGURE)

    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], str(len(whole.content)))


@pytest.mark.parametrize(
    ("query", "vary", "is_kept"),
    [
        ("?year=2018&lang=en&format=json", None, True),
        ("?year=2018&lang=en", "Accept", False),
        ("?year=2018&format=json", "Accept-Language", False),
        ("?year=2018", "Accept-Language, Accept", False),
    ],
)
def test_the_page_cache_keeps_what_headers_do_not_decide(
    tmp_path: Path, query: str, vary: str | None, is_kept: bool
) -> None:
    """Else who wants a table, or Russian, would get what somebody before wanted."""
    made = answer(f"{API}/figures/I11{query}")
    asked = []

    def site(environ: dict[str, Any], start: Any) -> list[bytes]:
        asked.append(environ)
        start(f"200 {HTTPStatus(200).phrase}", list(made.items()))
        return [made.content]

    cache = PageCache(site, folder=tmp_path, hosts=["*"])
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"{API}/figures/I11",
        "QUERY_STRING": query[1:],
        "HTTP_HOST": "localhost",
    }
    for _time in range(2):
        cache(dict(environ), lambda *_answer: None)

    assert made.get("Vary") == vary
    assert len(asked) == (1 if is_kept else 2)


def test_a_fault_of_ours_is_told_to_programs_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(raise_request_exception=False)
    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", lambda _rows: 1 / 0)

    broken = browser.get(f"{API}/figures/I11?city=perm")

    assert (broken.status_code, broken["Content-Type"]) == (500, "application/problem+json")
    assert broken.json()["type"].endswith("#broken")


def test_who_comes_while_a_large_list_is_written_is_told_when_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(_rows: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", locked)

    busy = answer(f"{API}/figures/I11?city=perm")

    assert (busy.status_code, busy["Content-Type"]) == (503, "application/problem+json")
    assert (busy["Retry-After"], busy["Access-Control-Allow-Origin"]) == ("180", "*")
    assert busy.json()["type"].endswith("#busy")


def test_a_long_series_of_a_figure_is_cut_where_it_may_end() -> None:
    sides = cities("Perm", "Oxford")
    ledger.activity(sides[1], host=sides[0])

    years = told(f"{API}/figures/I11?by=year&from_year=1900")["figures"]

    assert [years[0]["year"], years[-1]["year"]] == [1900, 1929]
