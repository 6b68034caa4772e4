"""Figures and their records in the open data are those of the pages, and add up."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citytocity.cities.models import City
from citytocity.figures.measures import MEASURES
from citytocity.figures.measuring import figure
from citytocity.figures.presentation import in_words
from citytocity.ledger.enums import ParticipationRole
from citytocity.opendata.forms import WAYS
from citytocity.opendata.shapes import Several
from citytocity.opendata.telling import ADDING
from tests.factories import ledger
from tests.factories.cities import cities, organisation
from tests.factories.figures import some_of_everything
from tests.factories.sources import cite, source
from tests.factories.visits import visit
from tests.opendata.asking import added_up, answer, as_number, figures, pages, told

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford", "Duisburg")


def test_whoever_takes_the_records_of_a_figure_can_count_it_again(sides: list[City]) -> None:
    """And few questions are asked of the database for each page of them."""
    some_of_everything(sides)
    found = figures(f"{API}/figures?year=2018&city=perm")

    wrong, adding = [], set()
    for one in found:
        if one["records"]["number"]:
            with CaptureQueriesContext(connection) as asked:
                behind = list(pages(f"{one['records']['address']}&limit=25"))
            listed = sum(len(page["records"]) for page in behind)
            adding.add(behind[0]["adding"]["value"])
            if (added_up(behind), listed) != (as_number(one["value"]), one["records"]["number"]):
                wrong.append((one["code"], one["value"], added_up(behind)))
            assert len(asked) <= 12 * len(behind), one["code"]

    assert wrong == []
    assert adding == {"sum", "different", "share", "mean", "least"}


def test_a_figure_costs_six_questions_and_so_do_several_years(sides: list[City]) -> None:
    partnership = some_of_everything(sides)
    codes = [one["code"] for one in told(f"{API}/indicators")["indicators"] if one["is_recorded"]]
    series = "by=year&from_year=2016&to_year=2018"

    most = {}
    for code in codes:
        with CaptureQueriesContext(connection) as asked:
            years = figures(f"{API}/figures/{code}?partnership={partnership.slug}&{series}")
        most[code] = len(asked)
        assert [one["year"] for one in years] == [2016, 2017, 2018]

    assert {code: number for code, number in most.items() if number > 6} == {}


def test_a_page_costs_the_same_with_one_record_and_with_all(sides: list[City]) -> None:
    some_of_everything(sides)

    for code in ("I01", "I08", "I11", "I17", "I19"):
        address = f"{API}/figures/{code}/records?year=2018&city=perm&limit="
        with CaptureQueriesContext(connection) as of_one:
            one = told(f"{address}1")
        with CaptureQueriesContext(connection) as of_all:
            every = told(f"{address}500")

        assert len(one["records"]) == 1 < len(every["records"])
        assert len(of_one) == len(of_all) <= 12


def test_a_figure_says_all_that_its_page_says(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    record = ledger.activity(host=perm)
    guests = {"role": ParticipationRole.GUEST}
    ledger.participation(record, oxford, people=12, **guests)
    ledger.participation(record, oxford, organisation=organisation("Choir", of=oxford), **guests)

    [found] = figures(f"{API}/figures/I08?city=perm&year=2018&role=guest")

    same = figure("I08", year=2018, city=perm, where={"role": ["guest"]})
    address = "city=perm&role=guest"
    assert found == {
        "code": "I08",
        "name": {"text": "Participants", "language": "en"},
        "value": 12,
        "unit": "people",
        "currency": None,
        "certainty": "at-least",
        "in_words": in_words(same),
        "year": 2018,
        "first_day": "2018-01-01",
        "last_day": "2018-12-31",
        "is_complete": True,
        "city": {
            "id": "perm",
            "name": {"text": "Perm", "language": "en"},
            "page": "http://127.0.0.1:8000/en/cities/perm/",
        },
        "other": None,
        "partnership": None,
        "home": None,
        "where": {"role": ["guest"]},
        "records": {
            "number": 2,
            "known": 1,
            "unknown": 1,
            "address": f"http://127.0.0.1:8000{API}/figures/I08/records?year=2018&{address}&lang=en",
        },
        "page": f"http://127.0.0.1:8000/en/figures/I08/?year=2018&{address}",
    }


def test_a_record_says_what_it_gave_and_from_where_it_is_known(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    record = ledger.activity(host=perm, title={"ru": "Фестиваль"}, when="2018-05~", slug="feast")
    record.participations.all().delete()
    ledger.participation(record, oxford, people=12)
    cite(record, by=source("A chronicle", language="de", url="https://example.org/", slug="chr"))

    found = told(f"{API}/figures/I08/records?city=perm&year=2018")

    assert (found["number"], found["pages"], found["next"]) == (1, 1, None)
    assert found["records"] == [
        {
            "kind": "participation",
            "id": "feast/oxford",
            "title": {"text": "Фестиваль", "language": "ru"},
            "when": {"edtf": "2018-05~", "words": "about May 2018"},
            "page": "http://127.0.0.1:8000/en/activities/feast/",
            "part": {
                "value": 12,
                "of": None,
                "group": None,
                "currency": None,
                "certainty": "counted",
            },
            "sources": [
                {
                    "id": "chr",
                    "title": {"text": "A chronicle", "language": "de"},
                    "publisher": "Perm city council",
                    "url": "https://example.org/",
                    "page": "http://127.0.0.1:8000/en/sources/chr/",
                }
            ],
        }
    ]


def test_a_series_has_a_figure_for_each_year_and_parts_one_for_each_value(
    sides: list[City],
) -> None:
    for when, kind in (("2016", "visit"), ("2018", "visit"), ("2018", "camp")):
        ledger.activity(host=sides[0], when=when, kind=kind)

    now = datetime.date.today().year
    years = figures(f"{API}/figures/I11?city=perm&by=year&from_year=2016&to_year=2018")
    kinds = figures(f"{API}/figures/I11?city=perm&year=2018&by=kind")
    usual = figures(f"{API}/figures/I11?city=perm&by=year")
    open_end = figures(f"{API}/figures/I11?by=year&from_year={now - 20}")

    assert [(one["year"], one["value"]) for one in years] == [(2016, 1), (2017, 0), (2018, 2)]
    assert [(one["where"], one["value"]) for one in kinds] == [
        ({"kind": ["camp"]}, 1),
        ({"kind": ["visit"]}, 1),
    ]
    assert [one["year"] for one in usual] == list(range(now - 9, now + 1))
    assert [one["year"] for one in open_end] == list(range(now - 20, now + 1))


def test_a_partnership_is_seen_from_the_side_that_is_asked_for(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    ledger.partnership(perm, oxford, slug="two")
    for host, guest, times in ((perm, oxford, 2), (oxford, perm, 1)):
        for _n in range(times):
            visit(guest, to=host)
    question = f"{API}/figures/I04-in?partnership=two&year=2018"

    seen = {home: figures(f"{question}&home={home}") for home in ("perm", "oxford")}
    parts = {home: figures(f"{question}&home={home}&by=kind") for home in seen}

    for found in (seen, parts):
        assert {home: [one["value"] for one in all_] for home, all_ in found.items()} == {
            "perm": [2],
            "oxford": [1],
        }
        assert {home: one["home"]["id"] for home, [one] in found.items()} == {
            "perm": "perm",
            "oxford": "oxford",
        }


def test_words_come_in_the_language_asked_for_and_say_which_they_are_in(
    sides: list[City],
) -> None:
    by_name = told(f"{API}/indicators/I11?lang=ru")
    by_header = answer(f"{API}/indicators/I11", **{"Accept-Language": "xx, ru;q=0.9, de;q=0.5"})
    in_another = told(f"{API}/indicators/I11?lang=zh-Hans")

    assert by_name["name"] == {"text": "События", "language": "ru"}
    assert by_header.json() == by_name
    assert by_header["Content-Language"] == "ru"
    assert by_name["page"] == "http://127.0.0.1:8000/ru/figures/I11/"
    assert in_another["name"]["language"] == "zh-Hans"


def test_what_the_register_cannot_hold_says_so_and_has_no_records() -> None:
    codes = [
        one["code"] for one in told(f"{API}/indicators")["indicators"] if not one["is_recorded"]
    ]

    [found] = figures(f"{API}/figures/{codes[0]}?year=2018")
    refused = answer(f"{API}/figures/{codes[0]}/records?year=2018")

    assert (found["value"], found["in_words"], found["records"]) == (None, "not recorded", None)
    assert refused.status_code == 404


def test_a_table_has_a_row_for_each_and_no_cell_is_a_formula(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    ledger.activity(oxford, host=perm, title="=1+1", slug="feast")

    figure_rows = _rows(f"{API}/figures/I11?city=perm&year=2018&format=csv")
    by_header = answer(f"{API}/figures/I11?city=perm&year=2018&lang=en", Accept="text/csv")
    records = _rows(f"{API}/figures/I11/records?city=perm&year=2018&format=csv")
    catalogue = _rows(f"{API}/indicators?format=csv")

    [row] = figure_rows
    assert (row["code"], row["value"], row["city"], row["other"]) == ("I11", "1", "perm", "")
    assert _read(by_header.content) == figure_rows
    assert [(row["title"], row["part_value"]) for row in records] == [("'=1+1", "1")]
    assert len(catalogue) == len(told(f"{API}/indicators")["indicators"])


def test_a_table_of_many_records_leads_to_the_next_one(sides: list[City]) -> None:
    for _number in range(3):
        ledger.activity(host=sides[0])

    found = answer(f"{API}/figures/I11/records?city=perm&year=2018&format=csv&limit=2")
    following = found["Link"].removeprefix("<").removesuffix('>; rel="next"')

    assert len(_read(found.content)) == 2
    assert len(_rows(following)) == 1
    assert "Link" not in answer(following)


def test_cities_and_partnerships_are_listed_with_the_ids_that_questions_name(
    sides: list[City],
) -> None:
    perm, oxford, duisburg = sides
    ledger.partnership(perm, oxford, slug="perm-oxford", since="1995", kind="twinning")
    ledger.partnership(perm, duisburg, slug="perm-duisburg", since="2007", kind="friendship")

    listed = list(pages(f"{API}/cities?limit=2"))
    of_oxford = told(f"{API}/partnerships?city=oxford")
    friends = _rows(f"{API}/partnerships?kind=friendship&format=csv")
    rows = _rows(f"{API}/cities?format=csv")

    ids = [city["id"] for page in listed for city in page["cities"]]
    assert ids == ["duisburg", "oxford", "perm"]
    assert [page["number"] for page in listed] == [3, 3]
    assert [one["id"] for one in of_oxford["partnerships"]] == ["perm-oxford"]
    assert of_oxford["partnerships"][0]["since"] == {"edtf": "1995", "words": "1995"}
    assert [city["id"] for city in of_oxford["partnerships"][0]["cities"]] == ["perm", "oxford"]
    assert [(one["id"], one["cities"]) for one in friends] == [("perm-duisburg", "perm,duisburg")]
    assert [row["id"] for row in rows] == ids


def test_every_way_of_counting_says_how_its_parts_add_up() -> None:
    assert {type(one.reduction) for one in MEASURES.values()} == set(ADDING)


def test_the_document_names_every_filter_there_is() -> None:
    assert set(WAYS) <= set(Several.model_fields)


def _rows(address: str) -> list[dict[str, Any]]:
    return _read(answer(address).content)


def _read(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
