from typing import Any

import pytest
import yaml

from citytocity.cities.models import City
from citytocity.dates import edtf
from citytocity.ledger.importing import Tally, import_files
from citytocity.ledger.models import Activity, Partnership
from citytocity.operations.demo import REGISTER

Record = dict[str, Any]

TITLED = ["programmes", "activities", "results", "recognitions", "agreements"]
END_OF_THE_DEMO_WORLD = "2018-12-31"


@pytest.fixture(scope="module")
def register() -> dict[str, list[Record]]:
    return yaml.safe_load(REGISTER.read_text(encoding="utf-8"))


def test_every_activity_has_a_source(register: dict[str, list[Record]]) -> None:
    assert [activity["id"] for activity in register["activities"] if not activity["sources"]] == []


@pytest.mark.parametrize("section", TITLED)
def test_every_title_is_in_english_and_russian(
    register: dict[str, list[Record]], section: str
) -> None:
    lacking = [
        record["id"] for record in register[section] if not {"en", "ru"} <= set(record["title"])
    ]

    assert lacking == []


def test_every_summary_is_in_english_and_russian(register: dict[str, list[Record]]) -> None:
    records = [*register["programmes"], *register["partnerships"], *register["activities"]]

    assert [r["id"] for r in records if not {"en", "ru"} <= set(r["summary"])] == []


@pytest.mark.parametrize("section", ["activities", "results", "recognitions", "programmes"])
def test_nothing_happens_after_the_end_of_2018(
    register: dict[str, list[Record]], section: str
) -> None:
    late = [
        record["id"]
        for record in register[section]
        if "when" in record and str(edtf.parse(record["when"]).last) > END_OF_THE_DEMO_WORLD
    ]

    assert late == []


def test_perm_has_six_partnerships(register: dict[str, list[Record]]) -> None:
    pairs = [[side["city"] for side in p["sides"]] for p in register["partnerships"]]

    assert sorted(pairs) == [
        ["perm", "agrigento"],
        ["perm", "amneville"],
        ["perm", "duisburg"],
        ["perm", "louisville"],
        ["perm", "oxford"],
        ["perm", "qingdao"],
    ]


def test_every_city_is_named_in_six_languages(register: dict[str, list[Record]]) -> None:
    six = {"de", "en", "fr", "it", "ru", "zh-hans"}

    assert {city["id"]: set(city["name"]) for city in register["cities"]} == {
        "perm": six,
        "oxford": six,
        "duisburg": six,
        "louisville": six,
        "qingdao": six,
        "agrigento": six,
        "amneville": six,
    }


def test_where_sources_disagree_each_says_its_own(register: dict[str, list[Record]]) -> None:
    said = {
        f"{record['id']}.{about}": stated
        for section in ["cities", "partnerships", "activities"]
        for record in register[section]
        for about, stated in _stated(record).items()
        if len(stated) > 1
    }

    assert said == {
        "amneville.population": ["10107", "10162"],
        "come-together-2018.when": ["2018-09-09/2018-09-23", "2018-09-19/2018-09-23"],
        "football-oxford-2018.when": ["2018-08", "2018-08-08/2018-08-22"],
        "football-qingdao-2018.when": ["2018-05~", "2018-07"],
        "perm-agrigento.since": ["2005", "2012"],
        "perm-oxford.first_contact": ["1989", "1990"],
        "perm-oxford.since": [
            "1995",
            "formally recognised in a November, feted in the December before the article",
        ],
        "perm-qingdao.since": ["2003", "2006"],
        "perm.founded": ["1568", "1723"],
    }


def _stated(record: Record) -> dict[str, list[str]]:
    """What the sources of a record say, by the fact they speak of; each saying once."""
    stated: dict[str, set[str]] = {}
    for source in record.get("sources", []):
        if isinstance(source, dict) and "states" in source:
            stated.setdefault(source["about"], set()).add(source["states"])
    return {about: sorted(sayings) for about, sayings in stated.items()}


@pytest.mark.django_db
def test_the_register_can_be_read_in_and_a_second_time_changes_nothing() -> None:
    first = import_files([REGISTER])
    second = import_files([REGISTER])

    assert first == Tally(created=135)
    assert second == Tally(unchanged=135)
    assert City.objects.count() == 7
    assert Partnership.objects.count() == 6
    assert Activity.objects.count() == 28
