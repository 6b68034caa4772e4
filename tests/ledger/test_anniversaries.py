"""Round numbers of years, no surer than the day they count from; and days that come every year."""

import datetime

import pytest

from citytocity.languages.text import Words
from citytocity.ledger.anniversaries import (
    anniversaries,
    is_round,
    partnerships_of,
    round_years,
)
from citytocity.planning.days import Day, days_of, known_days, occurrences
from citytocity.planning.models import DayToKnow
from citytocity.planning.rules import Rule
from tests.factories import ledger
from tests.factories.cities import cities, city

YEAR_2020 = (datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))


@pytest.mark.parametrize(
    ("base", "found"),
    [
        ("1995-10-15", [(25, "2020-10-15")]),
        ("1995-10", [(25, "2020-10")]),
        ("1995", [(25, "2020")]),
        ("1995~", [(25, "2020")]),
        ("1990/..", [(30, "2020")]),
        ("1989/1990", []),
        ("1996-02-29", []),
        ("199X", []),
        ("../1995", []),
        ("[1995,1996]", []),
        ("XXXX-10-12", []),
        ("", []),
        ("no date", []),
        ("2020", []),
        ("1723", []),
        ("1720", [(300, "2020")]),
    ],
)
def test_a_date_has_round_numbers_of_years(base: str, found: list[tuple[int, str]]) -> None:
    assert list(round_years(base, *YEAR_2020)) == found


def test_a_leap_day_is_remembered_on_the_day_before_in_other_years() -> None:
    year = (datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))

    assert list(round_years("1996-02-29", *year)) == [(25, "2021-02-28")]


def test_what_lies_outside_the_days_asked_for_is_left_out() -> None:
    spring = (datetime.date(2020, 3, 1), datetime.date(2020, 5, 31))

    assert list(round_years("1995-10-15", *spring)) == []
    assert list(round_years("1995", *spring)) == [(25, "2020")]


def test_numbers_are_rounder_the_longer_ago_it_was() -> None:
    assert [years for years in range(130) if is_round(years)] == [
        *range(5, 51, 5),
        *range(60, 101, 10),
        125,
    ]


@pytest.mark.django_db
def test_the_day_the_office_chose_counts_and_other_papers_have_their_own() -> None:
    perm, duisburg, oxford = cities("Perm", "Duisburg", "Oxford")
    twins = ledger.partnership(
        perm,
        duisburg,
        slug="twins",
        since="2007",
        first_contact="1995-05",
        base_date="first-contact",
    )
    ledger.agreement(twins, slug="paper", signed="2010-03-04")
    ledger.partnership(oxford, duisburg, since="1990")

    found = anniversaries(perm, partnerships_of(perm), *YEAR_2020)

    assert [(one.of.slug, one.years, one.base, one.when) for one in found] == [
        ("paper", 10, "2010-03-04", "2020-03-04"),
        ("twins", 25, "1995-05", "2020-05"),
    ]


@pytest.mark.django_db
def test_the_paper_that_a_partnership_counts_from_is_not_told_twice() -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    twins = ledger.partnership(perm, duisburg, since="2010-03-04")
    ledger.agreement(twins, signed="2010-03-04")

    assert [one.of for one in anniversaries(perm, partnerships_of(perm), *YEAR_2020)] == [twins]


@pytest.mark.django_db
def test_programmes_count_from_their_first_edition_and_cities_from_their_founding() -> None:
    perm = city("Perm", founded="1720-05-15")
    festival, forum = ledger.programme(slug="festival"), ledger.programme(slug="forum")
    for year in ("2010-06", "2011-06"):
        ledger.activity(perm, when=year, programme=festival)
    ledger.activity(perm, when="2015-06", programme=forum, edition=7)

    found = anniversaries(perm, [], *YEAR_2020)

    assert [(one.of.slug, one.years) for one in found] == [("perm", 300), ("festival", 10)]


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (Rule(4, which=-1, weekday=6), datetime.date(2019, 4, 28)),
        (Rule(5, 9), datetime.date(2019, 5, 9)),
        (Rule(9, which=2, weekday=0), datetime.date(2019, 9, 9)),
        (Rule(2, 29), None),
    ],
)
def test_a_rule_gives_the_day_of_a_year(rule: Rule, day: datetime.date | None) -> None:
    assert rule.in_year(2019) == day


def test_the_days_everybody_knows_are_there_with_their_sources() -> None:
    days = {day.key: day for day in known_days()}

    assert days["twin-cities-day"].rule.in_year(2026) == datetime.date(2026, 4, 26)
    assert days["europe-day"].rule.in_year(2026) == datetime.date(2026, 5, 9)
    assert days["museum-day"].rule.in_year(2026) == datetime.date(2026, 5, 18)
    assert [key for key, day in days.items() if not day.website.startswith("https://")] == []
    assert [key for key, day in days.items() if not {"en", "ru"} <= set(day.name.data)] == []


@pytest.mark.django_db
def test_the_host_adds_days_for_all_cities_and_for_one() -> None:
    perm, oxford = cities("Perm", "Oxford")
    DayToKnow.objects.create(name=Words({"en": "City Day"}), month=6, day=12, city=perm)
    DayToKnow.objects.create(name=Words({"en": "New Year"}), month=1, day=1)

    def added(of: object) -> list[str]:
        return [str(day.name) for day in days_of(of) if day not in known_days()]

    assert (added(perm), added(oxford)) == (["New Year", "City Day"], ["New Year"])


def test_days_come_in_order_and_again_in_the_next_year() -> None:
    days = [Day("b", Words("B"), Rule(3, 1)), Day("a", Words("A"), Rule(12, 31))]

    found = occurrences(days, datetime.date(2019, 12, 1), datetime.date(2020, 12, 31))

    assert [(when.isoformat(), day.key) for when, day in found] == [
        ("2019-12-31", "a"),
        ("2020-03-01", "b"),
        ("2020-12-31", "a"),
    ]
