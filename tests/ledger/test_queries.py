"""Questions across the records of the register."""

import datetime

import pytest

from citytocity.ledger.models import Participation
from citytocity.ledger.queries import (
    Heads,
    heads,
    month_within,
    years_on_record,
    years_with_activities,
)
from tests.factories import ledger
from tests.factories.cities import city

pytestmark = pytest.mark.django_db


def test_an_activity_over_new_year_is_on_record_in_both_years() -> None:
    ledger.activity(when="2017-12-30/2018-01-02")
    ledger.activity(when="2014")
    ledger.activity(when="")

    assert years_with_activities() == [2018, 2017, 2014]


def test_an_activity_that_goes_on_is_on_record_in_its_first_year() -> None:
    ledger.activity(when="2016/..")

    assert years_with_activities() == [2016]


def test_a_register_without_activities_has_no_years() -> None:
    assert years_with_activities() == []


@pytest.mark.parametrize(
    ("when", "month"),
    [
        ("2018-09-14", 9),
        ("2018-09", 9),
        ("2018-09-28/2018-10-02", None),
        ("2018", None),
        ("", None),
        ("2017-09", None),
    ],
)
def test_an_activity_stands_in_the_month_that_holds_all_its_days(
    when: str, month: int | None
) -> None:
    assert month_within(ledger.activity(when=when), year=2018) == month


def test_the_years_on_record_end_today_where_something_goes_on() -> None:
    today = datetime.date(2026, 5, 1)
    ledger.activity(when="2014/2016")

    closed = years_on_record(today=today)
    ledger.activity(when="2015/..")

    assert closed == (2014, 2016)
    assert years_on_record(today=today) == (2014, 2026)


def test_an_empty_register_is_on_record_this_year() -> None:
    assert years_on_record(today=datetime.date(2026, 5, 1)) == (2026, 2026)


@pytest.mark.parametrize(
    ("certainties", "of_sum"),
    [
        (["counted", "counted"], "counted"),
        (["counted", "at-least"], "at-least"),
        (["about", "at-least"], "at-least"),
        (["estimated", "about"], "about"),
        (["estimated", "counted"], "estimated"),
    ],
)
def test_a_sum_of_heads_is_no_surer_than_its_least_sure_part(
    certainties: list[str], of_sum: str
) -> None:
    meeting = ledger.activity()
    for number, certainty in enumerate(certainties):
        ledger.participation(meeting, city(f"City {number}"), people=10, certainty=certainty)
    ledger.participation(meeting, city("Silent"), certainty="at-least")

    assert heads(meeting.participations.get_live_queryset()) == Heads(20, of_sum, 1)


def test_nobody_at_all_is_counted_for_certain() -> None:
    assert heads(Participation.objects.all()) == Heads(0, "counted", 0)
