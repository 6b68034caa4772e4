"""Questions are put together once, and asked of several years, beside each other and again."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.figures import counting, kinds
from citytocity.figures.catalogue import indicator, indicators
from citytocity.figures.counting import Wanted, counted_all
from citytocity.figures.kinds import Period
from citytocity.figures.measuring import figure, figures, of_years
from citytocity.figures.scope import Scope
from citytocity.ledger.models import Partnership, PartnershipSide, Result
from citytocity.readings.models import Reading
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.figures import some_of_everything
from tests.factories.money import line, open_books

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2019, 6, 1)


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford", "Duisburg")


def test_years_are_counted_in_one_question(
    sides: list[City], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ledger.activity(sides[1], host=sides[0], when="2017")
    ledger.activity(sides[1], host=sides[0], when="2018")

    with django_assert_num_queries(1):
        found = of_years(["I11"], [2016, 2017, 2018], Scope(sides[0]), today=TODAY)

    assert [found[year]["I11"].value for year in (2016, 2017, 2018)] == [0, 1, 1]


def test_what_can_have_no_records_is_counted_between_others(sides: list[City]) -> None:
    some_of_everything(sides)
    perm = Scope(sides[0])
    wanted = [
        Wanted(indicator("I11"), Period(2018, TODAY), perm, where)
        for where in ({}, {"kind": []}, {"kind": ["visit"]}, {})
    ]

    whole, none, visits, again = counted_all(wanted)

    assert none.value == none.records == 0
    assert whole == again
    assert 0 < visits.value < whole.value


@pytest.mark.parametrize("beside", ["I08", "I10", "I15"])
def test_a_share_of_some_records_is_counted_beside_figures_of_others(
    sides: list[City], beside: str
) -> None:
    some_of_everything(sides)
    alone = figure("I07-balance", year=2018, city=sides[0], today=TODAY)

    found = figures([beside, "I07-balance"], year=2018, city=sides[0], today=TODAY)

    assert found["I07-balance"].counted == alone.counted
    assert alone.is_recorded


# --- put together once ---


def test_a_question_that_was_put_together_is_asked_of_other_years_and_of_what_came_since(
    sides: list[City], monkeypatch: pytest.MonkeyPatch
) -> None:
    counting._put_together.cache_clear()
    ledger.activity(sides[1], host=sides[0], when="2017")
    before = figure("I11", year=2018, city=sides[0], today=TODAY).value
    monkeypatch.setattr(counting, "_query", None)  # nothing can be put together any more

    ledger.activity(sides[1], host=sides[0], when="2018")

    assert before == 0
    assert figure("I11", year=2018, city=sides[0], today=TODAY).value == 1
    assert figure("I11", year=2017, city=sides[0], today=TODAY).value == 1


def test_a_partnership_that_gets_another_side_has_its_questions_put_together_anew(
    sides: list[City],
) -> None:
    perm, oxford, duisburg = sides
    partnership = ledger.partnership(perm, oxford, since="1995")
    ledger.activity(duisburg, host=perm, when="2018")
    before = figure("I11", year=2018, partnership=partnership, today=TODAY)

    PartnershipSide.objects.create(partnership=partnership, city=duisburg, sort_order=2)
    partnership = Partnership.objects.get()

    found = figure("I11", year=2018, partnership=partnership, today=TODAY)
    assert (before.value, found.value) == (0, 1)


def test_readings_are_found_by_the_address_of_now(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    partnership = ledger.partnership(perm, oxford)
    for path, times in (("cities/perm-city/", 40), ("partnerships/perm-and-oxford/", 20)):
        Reading.objects.create(path=path, language="en", day=datetime.date(2018, 5, 1), times=times)
    scopes: list[dict[str, Any]] = [{"city": perm}, {"partnership": partnership}]
    before = [figure("I24", year=2018, today=TODAY, **scope).value for scope in scopes]

    City.objects.filter(pk=perm.pk).update(slug="perm-city")
    Partnership.objects.update(slug="perm-and-oxford")
    scopes = [{"city": City.objects.get(pk=perm.pk)}, {"partnership": Partnership.objects.get()}]

    assert before == [0, 0]
    assert [figure("I24", year=2018, today=TODAY, **scope).value for scope in scopes] == [40, 20]


def test_who_counts_once_is_asked_apart_from_who_counts_each_time(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    festival = ledger.activity(host=perm, when="2018-06-12")
    concert = ledger.activity(host=perm, when="2018-06-12", part_of=festival)
    for record in (festival, concert):
        ledger.participation(record, oxford, people=20)
    once = indicator("I08")
    assert once.measure is not None
    each = replace(once, measure=replace(once.measure, kind=kinds.PARTICIPATIONS))

    found = [counted_all([Wanted(one, Period(2018, TODAY), Scope(perm))]) for one in (once, each)]

    assert [one.value for (one,) in found] == [20, 40]


def test_money_is_read_in_the_form_it_is_kept_in(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    open_books(perm, ledger.partnership(perm, oxford))
    for amount in ("300", "14.50", "0.50"):
        trip = ledger.activity(oxford, host=perm, when="2018")
        line(perm, amount, activity=trip, currency="RUB")

    assert str(figure("I19", year=2018, city=perm, today=TODAY).value) == "315.00"


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020])
def test_visits_both_ways_are_those_of_the_two_figures(sides: list[City], year: int) -> None:
    perm, oxford, duisburg = sides
    two = some_of_everything(sides)
    three = ledger.partnership(perm, oxford, duisburg)
    scopes = [Scope(), Scope(perm), Scope(oxford), Scope(perm, oxford), Scope(partnership=two),
              *(Scope(partnership=three, seen_from=side) for side in sides)]  # fmt: skip
    for scope in scopes:
        found = of_years(["I04-in", "I04-out"], [year], scope, today=TODAY)[year]
        both = set(found["I04-in"].records) | set(found["I04-out"].records)

        listed = list(kinds.visits_both_ways(scope, Period(year, TODAY)))

        assert sorted(one.pk for one in listed) == sorted(one.pk for one in both)


def test_what_a_question_is_put_together_from_is_not_on_record(
    sides: list[City], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """But for the cities of the scope, else what is remembered of it could be out of date."""
    partnership = some_of_everything(sides)
    prefetch_related_objects([partnership], "sides__city")
    ContentType.objects.get_for_model(Result)
    scopes = [Scope(), Scope(sides[0]), Scope(*sides[:2]), Scope(partnership=partnership)]
    rows = [
        counting._Row(scope, {"slot0_": Wanted(one, Period(2018, TODAY), scope)})
        for scope in scopes
        for one in indicators().values()
        if one.measure is not None
    ]

    with django_assert_num_queries(0):
        for row in rows:
            counting._put_together.__wrapped__((row,))
