"""A partnership as slides: any years of it, each figure with its records, silent years said so."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from citytocity.ledger.models import Activity, Partnership
from tests.factories import ledger
from tests.factories.cities import cities

pytestmark = pytest.mark.django_db
SHOWN = "/en/partnerships/links/presentation/"
QUERIES_AT_MOST = 12


@pytest.fixture
def links() -> Partnership:
    """Two cities and what they did in 2016 and 2018, and long before."""
    here, there = cities("Perm", "Oxford")
    record = ledger.partnership(here, there, slug="links", since="1995")
    for when in ("1996-05", "2016/2018", "2018-09"):
        activity = ledger.activity(there, host=here, when=when)
        ledger.result(activity=activity, when="")
    activity.participations.filter(city=there).update(people=16)
    ledger.practice(there, here, when="2017")
    ledger.recognition(partnership=record, when="2018")
    return record


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(soup: BeautifulSoup) -> list[str]:
    return [title.text for title in soup.select(".slide > .wrap > :is(h1, h2)")]


def years(soup: BeautifulSoup) -> dict[str, str]:
    """What is said of each year."""
    return {
        row.find(["a", "span"]).text: row.select_one(".num").text for row in soup.select(".bars li")
    }


def test_a_presentation_tells_of_the_last_ten_years_on_record(
    client: Client, links: Partnership
) -> None:
    soup = page(client, SHOWN)

    assert titles(soup) == [
        "Perm – Oxford2009–2018",
        "In figures",
        "Year by year: activities",
        "What travelled",
        "What came of it",
        "Recognitions",
        "What is next",
    ]
    assert years(soup) == dict.fromkeys(map(str, range(2009, 2016)), "nothing on record") | {
        "2016": "1",
        "2017": "1",
        "2018": "2",
    }


@pytest.mark.parametrize("query", ["", "?from_year=1995&to_year=2018", "?to_year=2016"])
def test_each_figure_and_year_of_a_presentation_opens_the_records_it_counts(
    client: Client, links: Partnership, query: str
) -> None:
    soup = page(client, SHOWN + query)

    figures = [(f.b.text, f.a["href"]) for f in soup.select(".fig") if "people" not in f.text]
    bars = [(row.select_one(".num").text, row.a["href"]) for row in soup.select(".bars li:has(a)")]
    for number, address in [*figures, *bars]:
        assert (address, len(page(client, str(address)).select(".row"))) == (address, int(number))
    assert (len(figures) >= 3, len(bars) >= 1) == (True, True)


def test_people_are_told_with_the_groups_that_nobody_counted(
    client: Client, links: Partnership
) -> None:
    soup = page(client, f"{SHOWN}?from_year=2018&to_year=2018")

    people = next(f for f in soup.select(".fig") if "people" in f.text)
    assert people.b.text == "16"
    assert "Of 3 groups no head count is recorded" in soup.text


def test_years_with_nothing_on_record_say_so(client: Client, links: Partnership) -> None:
    soup = page(client, f"{SHOWN}?from_year=2000&to_year=2002")

    assert titles(soup)[1:] == ["In figures", "Year by year: activities", "What is next"]
    assert soup.select(".fig") == []
    assert "Nothing is on record for these years." in soup.text
    assert set(years(soup).values()) == {"nothing on record"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from_year=2018&to_year=2009", "To the year “2009”: It is before 2018."),
        ("from_year=1800&to_year=2009", "A presentation tells of 100 years at most."),
        ("from_year=soon", "From the year “soon”: Enter a whole number."),
    ],
)
def test_years_that_cannot_be_shown_are_refused(
    client: Client, links: Partnership, query: str, told: str
) -> None:
    answer = client.get(f"{SHOWN}?{query}")

    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_the_last_slide_tells_what_is_planned_and_the_round_years_to_come(
    client: Client, links: Partnership
) -> None:
    soon = datetime.date.today().year + 1
    here, there = links.cities
    plan = {"when": f"{soon}-05", "status": "planned", "title": {"en": "A regatta"}}
    ledger.activity(there, host=here, **plan)
    Partnership.objects.update(since=str(soon - 30), since_first=f"{soon - 30}-01-01")

    last = page(client, SHOWN).select(".slide")[-1]

    assert [row.text for row in last.select(".row h3")] == ["A regatta"]
    assert last.select_one(".said a").text == "30 years together"


def test_a_presentation_of_nothing_at_all_still_opens(client: Client) -> None:
    ledger.partnership(*cities("Perm", "Oxford"), slug="links", since="")

    soup = page(client, SHOWN)

    assert titles(soup)[1:] == ["In figures", "Year by year: activities", "What is next"]
    assert "Nothing planned is on record." in soup.text


def test_a_presentation_of_many_records_asks_no_more_than_one_of_few(
    client: Client, links: Partnership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> int:
        client.get(SHOWN)
        with django_assert_max_num_queries(QUERIES_AT_MOST) as questions:
            client.get(SHOWN)
        return len(questions)

    def more() -> Any:
        here, there = links.cities
        ledger.recognition(partnership=links, when="2018", city=here)
        return ledger.result(activity=ledger.activity(there, host=here, when="2018-10"))

    few = asked()
    more()
    more()

    assert asked() == few


def test_years_of_each_activity_are_those_by_which_lists_find_it(links: Partnership) -> None:
    here, there = links.cities
    for when in ("2015/..", "../2017", "1990/2030", ""):
        ledger.activity(there, host=here, when=when)

    spans = Activity.objects.years_of_each(2014, 2020)

    assert {y: sum(y in span for span in spans) for y in range(2014, 2021)} == {
        y: Activity.objects.in_year(y).count() for y in range(2014, 2021)
    }


def test_the_figures_tell_of_what_took_place_and_of_each_head_once(
    client: Client, links: Partnership
) -> None:
    here, there = links.cities
    for status in ("cancelled", "planned", "postponed"):
        off = ledger.activity(there, host=here, when="2015-05", status=status)
        off.participations.update(people=40)
    festival = ledger.activity(there, host=here, when="2015-05")
    concert = ledger.activity(there, host=here, when="2015-05", part_of=festival)
    for one in (festival, concert):
        one.participations.filter(city=there).update(people=7)

    soup = page(client, f"{SHOWN}?from_year=2015&to_year=2015")

    figures = soup.select(".fig")
    lists = [page(client, str(figure.a["href"])) for figure in figures]
    assert [figure.b.text for figure in figures][:2] == ["2", "4"]
    assert [len(found.select(".row")) for found in lists][:2] == [2, 4]
    people = next(f for f in figures if "people" in f.text)
    assert people.b.text == "7"
    assert years(soup) == {"2015": "2"}
