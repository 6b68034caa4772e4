"""What readers see of visits: public hours, who came and who went; nothing of persons."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from citytocity.cities.models import City
from citytocity.ledger.models import Partnership
from citytocity.visits.models import Visit
from citytocity.visits.presentation import list_url
from citytocity.visits.queries import last_time, nights_of
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.visits import item, traveller, visit

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 12


@pytest.fixture
def pair() -> tuple[City, City]:
    perm, oxford = cities("Perm", "Oxford")
    return perm, oxford


def went(guest: City, to: City, when: str, people: int | None, **values: Any) -> Visit:
    """A visit of so many people."""
    folder = visit(guest, to=to, when=when, **values)
    folder.activity.participations.filter(city=guest).update(people=people)
    return folder


def words_of(page: bytes, key: str) -> str:
    found = BeautifulSoup(page, "html.parser").find(attrs={"aria-labelledby": key})
    return " ".join(found.get_text(" ").split()) if found else ""


def test_public_hours_are_on_the_activity_and_nothing_else_of_the_folder(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    folder = visit(
        oxford, to=perm, contact="Secret contact", lodging="Secret hotel", report="Secret report"
    )
    traveller(folder, oxford, "ANNA SECRET")
    item(folder, "2018-06-12 10:00", "2018-06-12 11:30", public=True, attends="Secret guest",
         place={"ru": "Ратуша"})  # fmt: skip
    item(folder, "2018-06-12 12:00", title={"en": "Secret talks"})
    address = folder.activity.get_absolute_url()

    page = client.get(address).content

    told = words_of(page, "visit-h")
    assert told.startswith("Programme of the visit Tuesday, 12 June 2018 10:00–11:30 Reception")
    assert '<span lang="ru">Ратуша</span>' in page.decode()
    assert "Asia/Yekaterinburg, UTC+5" in told
    assert "secret" not in page.decode().casefold()
    calendar = client.get(f"{address}programme.ics").content
    assert [str(one["summary"]) for one in Calendar.from_ical(calendar).walk("VEVENT")] == [
        "Reception"
    ]


def test_a_programme_that_is_not_public_has_no_calendar(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    folder = visit(oxford, to=perm)
    item(folder, "2018-06-12 10:00")

    assert client.get(f"{folder.activity.get_absolute_url()}programme.ics").status_code == 404
    assert words_of(client.get(folder.activity.get_absolute_url()).content, "visit-h") == ""


def test_a_visit_leads_to_the_one_it_answers_and_back(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    first = visit(oxford, to=perm, when="2017", title={"en": "Choirs in Perm"})
    back = visit(perm, to=oxford, when="2018", title={"en": "Choirs in Oxford"}, answers=first)

    answer, answered = (
        words_of(client.get(one.activity.get_absolute_url()).content, "visit-h")
        for one in (back, first)
    )

    assert answer == "Visit and return visit In answer to: Choirs in Perm"
    assert answered == "Visit and return visit Answered by: Choirs in Oxford"


def test_who_came_and_who_went_is_counted_by_year_and_opens_its_records(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    partnership = ledger.partnership(perm, oxford)
    went(oxford, perm, "2018-06-11/2018-06-14", 10, return_owed=True)
    went(oxford, perm, "2018-09", 5, nights=2)
    went(perm, oxford, "2017-05-01/2017-05-03", None)
    went(perm, oxford, "2017-06", 7, status="planned")
    went(cities("Duisburg")[0], perm, "2018-07", 100)

    page = client.get(partnership.get_absolute_url()).content
    way = BeautifulSoup(page, "html.parser").find(attrs={"aria-labelledby": "both-ways-h"}).a
    listed = client.get(way["href"]).content

    section = BeautifulSoup(listed, "html.parser").find(attrs={"aria-label": HEADING})
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in section.select("tbody tr")
    ]
    assert rows == [
        ["2018", "Perm", "2", "15", "40"],
        ["2017", "Oxford", "1", "not recorded", "not recorded"],
    ]
    figures = {
        link["href"]: int(re.sub(r"\D.*", "", figure.get_text(strip=True)))
        for figure in section.select(".fig")
        for link in figure.select("a")
    }
    assert list(figures.values()) == [2, 1, 1]
    addresses = [*figures, *(link["href"] for link in section.select("tbody a"))]
    for address in addresses:
        shown = client.get(address)
        assert shown.status_code == 200
        if address in figures:
            assert shown.content.decode().count('<li class="row') == figures[address]
    summary = BeautifulSoup(client.get(rows_of(section)).content, "html.parser")
    assert summary.find(attrs={"role": "status"}).get_text() == (
        "2 visits · person-trips: 15 · guest-nights: 40"
    )


HEADING = "Visit and return visit"


def rows_of(section: Any) -> str:
    return section.select("tbody tr")[0].select("a")[1]["href"]


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ([(10, "counted"), (5, "about")], ["about 15", "about 45"]),
        ([(10, "estimated"), (5, "about"), (None, "counted")], ["at least 15", "at least 45"]),
        ([(10, "counted"), (5, "estimated")], ["estimated 15", "estimated 45"]),
        ([(None, "about")], ["not recorded"] * 2),
    ],
)
def test_a_sum_is_no_surer_than_its_least_sure_part(
    client: Client, pair: tuple[City, City], groups: list[tuple[int | None, str]], shown: list[str]
) -> None:
    perm, oxford = pair
    ledger.partnership(perm, oxford, slug="perm-oxford")
    for number, (people, certainty) in enumerate(groups, 11):
        visit = went(oxford, perm, f"2018-06-{number}/2018-06-{number + 3}", people)
        visit.activity.participations.filter(city=oxford).update(certainty=certainty)

    page = BeautifulSoup(client.get("/en/visits/?partnership=perm-oxford").content, "html.parser")

    section = page.find(attrs={"aria-label": HEADING})
    cells = [cell.get_text(" ", strip=True) for cell in section.select("tbody tr td")]
    assert cells[-2:] == shown
    summary = page.find(attrs={"role": "status"}).get_text()
    assert all(words in summary for words in shown if words != "not recorded")


def test_the_page_of_a_partnership_asks_as_much_for_three_visits_as_for_one(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    partnership = ledger.partnership(perm, oxford)

    def asked() -> int:
        client.get(partnership.get_absolute_url())
        with CaptureQueriesContext(connection) as questions:
            client.get(partnership.get_absolute_url())
        return len(questions)

    went(oxford, perm, "2018-06-11", 3)
    of_one = asked()
    went(oxford, perm, "2018-07-11", 3)
    went(perm, oxford, "2018-08-11", 3)

    assert asked() == of_one
    assert of_one <= QUERIES_AT_MOST


@pytest.mark.parametrize(
    "query",
    ["", "?year=2018", "?owed=on", "?partnership=perm-oxford", "?partnership=perm-oxford&to=perm"],
)
def test_the_list_of_visits_answers_from_few_questions(
    client: Client, pair: tuple[City, City], query: str
) -> None:
    perm, oxford = pair
    ledger.partnership(perm, oxford, slug="perm-oxford")
    for _number in range(3):
        went(oxford, perm, "2018-06-11/2018-06-14", 10, return_owed=True)
    client.get(f"/en/visits/{query}")

    with CaptureQueriesContext(connection) as questions:
        page = client.get(f"/en/visits/{query}")

    assert page.content.decode().count('<li class="row') == 3
    assert len(questions) <= QUERIES_AT_MOST


@pytest.mark.parametrize(
    ("query", "title", "rows"),
    [
        ("of=perm", "Visits from Perm", 1),
        ("to=perm", "Visits to Perm", 2),
        ("of=oxford&to=perm", "Visits from Oxford to Perm", 1),
        ("of=oxford&year=2017", "Visits from Oxford: 2017", 1),
        ("dated=no", "Visits: year not recorded", 0),
        ("owed=on", "Visits owed in return", 3),
        ("owed=on&of=perm", "Visits owed in return to Perm", 1),
        ("owed=on&to=perm", "Visits owed in return by Perm", 2),
        ("owed=on&of=oxford&to=perm", "Visits owed in return to Oxford by Perm", 1),
        ("owed=on&dated=no", "Visits owed in return: year not recorded", 0),
    ],
)
def test_the_title_says_which_way_the_listed_visits_went(
    client: Client, pair: tuple[City, City], query: str, title: str, rows: int
) -> None:
    perm, oxford = pair
    for guest, host in ((oxford, perm), (cities("Duisburg")[0], perm), (perm, oxford)):
        visit(guest, to=host, when="2017", return_owed=True)

    page = client.get(f"/en/visits/?{query}")

    heading = BeautifulSoup(page.content, "html.parser").h1
    assert heading is not None
    assert heading.get_text(strip=True) == title
    assert len(page.context["rows"]) == rows


def test_a_list_that_nobody_can_mean_is_refused(client: Client) -> None:
    assert client.get("/en/visits/?partnership=nowhere").status_code == 400


@pytest.mark.parametrize(
    ("when", "kept", "nights"),
    [
        ("2018-06-11/2018-06-14", None, 3),
        ("2018-06-11", None, 0),
        ("2018-06-11/2018-06-14", 5, 5),
        ("2018-06", None, None),
        ("2018-06-11/..", None, None),
        ("2018-06-11~", None, None),
        ("", None, None),
    ],
)
def test_nights_are_counted_where_both_days_are_known(
    pair: tuple[City, City], when: str, kept: int | None, nights: int | None
) -> None:
    perm, oxford = pair

    assert nights_of(ledger.activity(oxford, host=perm, when=when), kept) == nights


def test_the_last_time_is_the_last_visit_between_the_same_cities(
    pair: tuple[City, City],
) -> None:
    perm, oxford = pair
    duisburg = cities("Duisburg")[0]
    for guest, year in ((oxford, "2015"), (oxford, "2016"), (duisburg, "2017"), (oxford, "2019")):
        visit(guest, to=perm, when=year, title={"en": year})

    found = last_time(visit(oxford, to=perm, when="2018"))

    assert str(found) == "2016"


def test_visits_of_no_recorded_year_open_just_these_and_stand_at_the_end(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    partnership = ledger.partnership(perm, oxford)
    went(oxford, perm, "2018", 10, title={"en": "Dated"})
    went(oxford, perm, "", 5, title={"en": "Undated"})
    address = list_url(partnership=partnership)

    rows = client.get(address).context["rows"]
    table = BeautifulSoup(client.get(address).content, "html.parser").select("tbody tr")
    link = table[-1].select_one("td a")
    assert link is not None
    undated = client.get(str(link["href"])).context["rows"]

    assert "not recorded" in table[-1].get_text()
    assert ["Undated" in str(row) for row in rows] == [False, True]
    assert ["Undated" in str(row) for row in undated] == [True]


def test_a_cancelled_visit_is_not_shown_as_an_answer(
    client: Client, pair: tuple[City, City]
) -> None:
    perm, oxford = pair
    first = visit(oxford, to=perm, when="2017")
    item(first, "2018-06-12 10:00", public=True)
    visit(perm, to=oxford, answers=first, status="cancelled", title={"en": "Choirs"})

    page = client.get(first.activity.get_absolute_url())

    assert "Choirs" not in words_of(page.content, "visit-h")


def test_a_partnership_without_visits_tells_of_none(
    client: Client, pair: tuple[City, City]
) -> None:
    partnership: Partnership = ledger.partnership(*pair)

    page = client.get(partnership.get_absolute_url()).content

    assert words_of(page, "both-ways-h") == ""


@pytest.mark.parametrize(("status", "told"), [("held", "CONFIRMED"), ("cancelled", "CANCELLED")])
def test_calendars_hear_that_a_visit_was_called_off(client: Client, status: str, told: str) -> None:
    perm, oxford = cities("Perm", "Oxford")
    folder = visit(oxford, to=perm, status=status)
    item(folder, "2018-06-12 10:00", public=True)

    calendar = client.get(f"{folder.activity.get_absolute_url()}programme.ics").content

    (event,) = Calendar.from_ical(calendar).walk("VEVENT")
    assert event["status"] == told
    assert event["sequence"] == int(event["last-modified"].dt.timestamp()) // 60
