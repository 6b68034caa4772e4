"""The first page: what is ahead, what was, and the newest of each city."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from tests.factories import ledger, stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 12
TODAY = datetime.date.today()


def home_page(client: Client, language: str = "en") -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/{language}/").text, "html.parser")


def rows(page: BeautifulSoup, heading: str) -> list[str]:
    """The titles under a heading of the page; nothing where the heading is not there."""
    section = page.find("section", attrs={"aria-labelledby": heading})
    return [title.text for title in section.select("li.row h3")] if section else []


def planned(days: int, title: str, **values: Any) -> None:
    day = (TODAY + datetime.timedelta(days=days)).isoformat()
    ledger.activity(when=day, status="planned", title={"en": title}, **values)


@pytest.fixture
def perm() -> City:
    """The host, with a page of its own, so that the site is founded."""
    perm = city("Perm", host=True)
    stories.city_page(perm)
    return perm


def test_the_next_six_are_on_however_many_lie_ahead(client: Client, perm: City) -> None:
    for number in range(1, 25):
        planned(number, f"In {number} days", host=perm)
    for year in range(2010, 2019):
        ledger.activity(host=perm, when=str(year), title={"en": f"Of {year}"})

    page = home_page(client)

    assert rows(page, "on-h") == [f"In {number} days" for number in range(1, 7)]
    assert rows(page, "cal") == [f"Of {year}" for year in range(2018, 2012, -1)]
    assert page.select_one("#cal").text == "Together in 2018"
    assert page.select_one(".fig").span.text == "activity in 2018"


def test_what_goes_on_today_or_has_no_day_yet_is_still_ahead(client: Client, perm: City) -> None:
    planned(-1, "Yesterday", host=perm)
    planned(0, "Today", host=perm)
    ledger.activity(host=perm, when="", status="planned", title={"en": "Some day"})
    ledger.activity(host=perm, when="2018/..", status="planned", title={"en": "Since 2018"})

    assert rows(home_page(client), "on-h") == ["Since 2018", "Today", "Some day"]


def newest(page: BeautifulSoup) -> dict[str, str]:
    """What stands beside each twin city as its newest."""
    twins = page.select("li.twin")
    told = {twin.b.text: twin.select_one(".newest") for twin in twins}
    return {name: line.get_text(" ", strip=True) if line else "" for name, line in told.items()}


def test_each_twin_city_has_its_newest_story_or_activity(client: Client, perm: City) -> None:
    oxford, duisburg, agrigento = city("Oxford"), city("Duisburg"), city("Agrigento")
    for twin in (oxford, duisburg, agrigento):
        ledger.partnership(perm, twin)
    ledger.activity(oxford, host=perm, when="2018-09", title={"en": "Fair"})
    ledger.activity(perm, host=oxford, when="2017", title={"en": "Walk"})
    ledger.activity(perm, host=duisburg, when="2018-12", title={"de": "Ausstellung"})
    planned(9, "Not yet", host=oxford)
    told = stories.story("A choir", of=perm, dated=datetime.date(2018, 10, 1))
    told.cities.set([oxford, duisburg])
    told.save()

    page = home_page(client)

    assert newest(page) == {
        "Oxford": "1 October 2018 A choir",
        "Duisburg": "December 2018 Ausstellung",
        "Agrigento": "",
    }
    assert page.select_one('.newest a[lang="de"]').text == "Ausstellung"


def test_the_first_page_of_three_twins_asks_no_more_than_that_of_one(
    client: Client, perm: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def one_more(name: str) -> None:
        twin = city(name)
        ledger.partnership(perm, twin)
        planned(3, name, host=perm)
        activity = ledger.activity(twin, host=perm)
        ledger.practice(twin, perm, activity=activity)
        told = stories.story(name, of=perm)
        told.cities.set([twin])
        told.save()

    def asked() -> int:
        client.get("/en/")
        with django_assert_max_num_queries(QUERIES_AT_MOST) as questions:
            client.get("/en/")
        return len(questions)

    one_more("Oxford")
    with_one = asked()
    one_more("Duisburg")
    one_more("Agrigento")

    assert asked() == with_one
