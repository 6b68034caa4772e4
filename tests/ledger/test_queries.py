"""Questions across the records of the register."""

import datetime

import pytest
from django.db import connection

from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.queries import (
    Heads,
    disagreements,
    heads,
    heads_once,
    month_within,
    standing_on,
    years_on_record,
    years_with_activities,
)
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.sources import cite

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

    assert heads(meeting.participations.get_live_queryset()) == Heads(20, of_sum, 1, 3)


def test_nobody_at_all_is_counted_for_certain() -> None:
    assert heads(Participation.objects.all()) == Heads(0, "counted", 0, 0)


@pytest.mark.parametrize(
    ("about", "stated"),
    [
        ("value", "40"),
        ("value", "40.00"),
        ("when", "2018-09-01 / 2018-09-03"),
        ("title", "Сорок деревьев"),
        ("title", "Forty trees "),
    ],
)
def test_a_source_that_says_the_same_in_other_letters_does_not_disagree(
    about: str, stated: str
) -> None:
    record = ledger.result(
        title={"en": "Forty trees", "ru": "Сорок деревьев"},
        value=40,
        unit={"en": "trees"},
        when="2018-09-01/2018-09-03",
    )
    record.refresh_from_db()

    cite(record, about=about, states=stated)

    assert disagreements(record) == []


def test_a_source_that_says_something_else_disagrees_with_what_counts() -> None:
    record = ledger.result(value=40, unit={"en": "trees"})
    record.refresh_from_db()

    cite(record, about="value", states="41")
    cite(record, about="value", states="40")

    (disputed,) = disagreements(record)
    assert (disputed.about, disputed.counts, len(disputed.citations)) == ("value", "40", 2)


def test_a_number_that_is_none_is_a_disagreement_too() -> None:
    record = ledger.activity(attendance=500)

    cite(record, about="attendance", states="some hundreds")

    assert [disputed.counts for disputed in disagreements(record)] == ["500"]


def test_what_stands_on_a_record_are_the_records_that_name_it() -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford)
    festival = ledger.activity(host=perm)
    result = ledger.result(activity=festival)

    assert standing_on(festival) == [result]
    assert set(standing_on(perm)) == {twins, festival}
    assert standing_on(result) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks how SQLite goes about it")
def test_who_stands_at_the_whole_is_looked_for_among_its_own_groups() -> None:
    groups = Participation.objects.filter(activity__in=Activity.objects.values("pk"))

    way = groups.filter(heads_once(groups)).order_by().explain()

    assert "ledger_participation_groups (activity_id=?)" in way
    assert "ledger_participation_of_city" not in way
