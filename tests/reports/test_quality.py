"""What is missing for a report, and where it is mended."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityStatus, ParticipationRole
from citytocity.people.models import User
from citytocity.reports.quality import lacks
from tests.factories import ledger
from tests.factories.money import line, open_books
from tests.factories.reports import report
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def test_what_is_missing_is_listed_with_the_form_that_mends_it(
    client: Client, sides: list[City], registrar: User
) -> None:
    undated = ledger.activity(sides[1], host=sides[0], when="")
    ledger.result(to_city=sides[0])
    made = report(city=sides[0], by=registrar)
    client.force_login(registrar)

    page = client.get(f"/admin/annual-reports/{made.pk}/missing/")

    assert {one["words"]: one["told"] for one in page.context["lacks"]} == {
        "Without a date, so in no year": "1 record",
        "Results without evidence": "1 record",
        "Not recorded, for the city shows nobody its books: Money paid, Money paid by the city, "
        "Volunteers, Hours of volunteers": "",
    }
    assert f"/admin/snippets/ledger/activity/edit/{undated.pk}/" in page.text


def test_what_a_record_does_not_say_is_told_for_its_figures_with_the_way_to_mend_it(
    client: Client, sides: list[City], registrar: User
) -> None:
    perm, oxford = sides
    open_books(perm, ledger.partnership(perm, oxford))
    kept, unkept = visit(to=perm, when="2018-05"), ledger.activity(kind="visit", host=perm)
    counted = {"people": 12, "youth": 3, "women": 5, "men": 7, "nonbinary": 0}
    for activity in (kept.activity, unkept):
        ledger.participation(activity, oxford, role=ParticipationRole.GUEST, **counted)
    cost = line(perm, currency="USD", activity=kept.activity)
    made = report(city=perm, by=registrar)
    client.force_login(registrar)

    page = client.get(f"/admin/annual-reports/{made.pk}/missing/")
    told = {one["words"]: {row["url"] for row in one["records"]} for one in page.context["lacks"]}

    assert told["Neither the nights nor both days recorded: Guest-nights"] == {
        f"/admin/visits/{kept.pk}/",
        f"/admin/snippets/ledger/activity/edit/{unkept.pk}/",
    }
    assert told[
        "No exchange rate into the currency of the city: Money paid, Money paid by the city"
    ] == {f"/admin/snippets/money/moneyline/edit/{cost.pk}/"}


def test_figures_that_lack_the_same_of_the_same_records_are_told_together(
    sides: list[City], registrar: User
) -> None:
    visit(sides[1], to=sides[0])
    made = report(city=sides[0], by=registrar)

    found = [one for one in lacks(made, today=TODAY) if "Guest-nights" in one.words]

    assert [(one.words, one.number, len(one.records)) for one in found] == [
        ("Number not recorded: Visitors received, Guest-nights, International participants", 1, 1)
    ]


def test_closed_books_are_told_with_the_form_that_opens_them(
    client: Client, sides: list[City], registrar: User
) -> None:
    made = report(city=sides[0], by=registrar)
    client.force_login(registrar)

    (books,) = [
        one["books"]
        for one in client.get(f"/admin/annual-reports/{made.pk}/missing/").context["lacks"]
        if one["books"]
    ]

    assert client.get(books).status_code == 200


@pytest.mark.parametrize(("last", "is_late"), [("2026-11-25", True), ("2026-12-20", False)])
def test_what_is_planned_is_late_only_when_its_last_day_is_over(
    sides: list[City], registrar: User, last: str, is_late: bool
) -> None:
    ledger.activity(sides[1], host=sides[0], when=last, status=ActivityStatus.PLANNED)
    made = report(city=sides[0], year=2026, by=registrar)

    found = {one.words for one in lacks(made, today=TODAY)}

    assert ("Still planned, though their last day is over" in found) is is_late


@pytest.mark.parametrize(("when", "number"), [("202X", 1), ("2025/2027", 0)])
def test_what_may_be_of_another_year_is_told_for_it_counts_in_none(
    sides: list[City], registrar: User, when: str, number: int
) -> None:
    of = ledger.activity(sides[1], host=sides[0], when=when)
    ledger.result(activity=of, when=when)
    made = report(city=sides[0], year=2026, by=registrar)

    found = [one.number for one in lacks(made, today=TODAY) if "of another year" in one.words]

    assert found == [number] * (2 * number)


@pytest.mark.parametrize(("when", "is_told"), [("", True), ("2026-10", False)])
def test_a_result_without_a_day_is_told_where_its_activity_did_not_take_place(
    sides: list[City], registrar: User, when: str, is_told: bool
) -> None:
    of = ledger.activity(sides[1], host=sides[0], when="2026", status=ActivityStatus.CANCELLED)
    ledger.result(activity=of, when=when)
    made = report(city=sides[0], year=2026, by=registrar)

    found = [
        one for one in lacks(made, today=TODAY) if one.words.startswith("Results without a da")
    ]

    assert [one.number for one in found] == ([1] if is_told else [])


def test_what_is_missing_asks_as_many_questions_of_much_as_of_little(
    client: Client, sides: list[City], registrar: User
) -> None:
    perm, oxford = sides
    open_books(perm, ledger.partnership(perm, oxford))
    made = report(city=perm, by=registrar)
    client.force_login(registrar)
    asked = []
    for number in (1, 2):
        for _n in range(number):
            _lacking_all(perm, oxford)
        with CaptureQueriesContext(connection) as found:
            page = client.get(f"/admin/annual-reports/{made.pk}/missing/")
        asked.append(len(found))

    lacking = page.context["lacks"]
    assert asked[0] == asked[1]
    assert asked[0] <= 40
    assert len(lacking) == 9
    assert all(row["url"] for one in lacking for row in one["records"])


def _lacking_all(host: City, guest: City) -> None:
    """Records that say nothing that a report asks of them."""
    ledger.activity(guest, host=host, when="")
    visit(guest, to=host, when="2018-05")
    came = visit(to=host, when="2018-05")
    ledger.participation(came.activity, guest, role=ParticipationRole.GUEST, people=12)
    ledger.activity(host=host, status=ActivityStatus.PLANNED)
    ledger.result(to_city=host)
    line(host, currency="USD", activity=came.activity)
