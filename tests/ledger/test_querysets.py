"""Questions on one kind of record, asked of worlds small enough to answer by hand."""

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.ledger.enums import ParticipationRole
from citytocity.ledger.models import (
    Activity,
    Participation,
    Partnership,
    Recognition,
    Result,
)
from tests.factories import ledger as make
from tests.factories.cities import city, organisation
from tests.factories.sources import cite

pytestmark = pytest.mark.django_db


@pytest.fixture
def perm() -> City:
    return city("Perm")


@pytest.fixture
def oxford() -> City:
    return city("Oxford")


@pytest.fixture
def duisburg() -> City:
    return city("Duisburg")


@pytest.fixture
def qingdao() -> City:
    return city("Qingdao")


# In a year


@pytest.mark.parametrize(
    "when",
    [
        "2018",
        "2018-09~",
        "2018-01-01",
        "2018-12-31",
        "2017-12-30/2018-01-02",
        "2018-12-30/2019-01-02",
        "2017/2019",
        "201X",
        "[2018-03,2019-03]",
        "1990/..",
        "2018-11/..",
        "../2018-06-14",
    ],
)
def test_a_year_has_what_happened_in_it_wholly_or_in_part(when: str) -> None:
    record = make.activity(when=when)

    assert list(Activity.objects.in_year(2018)) == [record]


@pytest.mark.parametrize(
    "when",
    ["", "XXXX-10-12", "2017", "2019-01-01", "2017-12-31", "2019/..", "../2017", "../2019-06-14"],
)
def test_a_year_has_nothing_of_other_years_or_of_unknown_ones(when: str) -> None:
    make.activity(when=when)

    assert not Activity.objects.in_year(2018).exists()


def test_people_took_part_in_the_year_of_their_activity(perm: City) -> None:
    make.activity(perm, when="2017")
    record = make.activity(perm, when="2018")

    assert list(Participation.objects.in_year(2018)) == [record.participations.get()]


def test_a_result_without_a_date_is_of_the_year_of_its_activity() -> None:
    festival = make.activity(when="2018")
    undated = make.result(activity=festival, when="")
    make.result(activity=festival, when="2019")
    make.result(when="")

    assert list(Result.objects.in_year(2018)) == [undated]


def test_a_recognition_is_of_its_own_year(perm: City) -> None:
    make.recognition(city=perm, when="2017")
    award = make.recognition(city=perm, when="2018-11")

    assert list(Recognition.objects.in_year(2018)) == [award]


# Of a city


def test_a_city_has_the_partnerships_it_is_a_side_of(
    perm: City, oxford: City, duisburg: City
) -> None:
    twins = make.partnership(perm, oxford)
    make.partnership(oxford, duisburg)

    assert list(Partnership.objects.of_city(perm)) == [twins]


def test_a_city_takes_part_by_its_people_or_as_host(
    perm: City, oxford: City, duisburg: City
) -> None:
    as_guest = make.activity(perm, host=oxford)
    as_partner = make.activity(perm, duisburg)
    as_host_alone = make.activity(host=perm)
    without_people = Activity.objects.create(slug="open-day", host=perm)
    make.activity(duisburg, host=oxford)

    found = Activity.objects.with_city(perm)

    assert sorted(found, key=lambda record: record.pk) == [
        as_guest,
        as_partner,
        as_host_alone,
        without_people,
    ]


def test_several_groups_of_a_city_show_their_activity_once(perm: City) -> None:
    record = make.activity()
    for name in ("Ballet", "School"):
        make.participation(record, perm, organisation=organisation(name, of=perm))

    assert list(Activity.objects.with_city(perm)) == [record]


def test_a_city_has_the_results_it_gave_or_took_or_worked_for(
    perm: City, oxford: City, duisburg: City
) -> None:
    given, taken = make.practice(perm, oxford), make.practice(duisburg, perm)
    worked_for = make.result(activity=make.activity(perm, duisburg))
    shared = make.result(partnership=make.partnership(perm, oxford))
    make.practice(oxford, duisburg)
    make.result(activity=make.activity(oxford, duisburg))
    make.result(partnership=make.partnership(oxford, duisburg))

    assert sorted(one.pk for one in Result.objects.of_city(perm)) == sorted(
        one.pk for one in (given, taken, worked_for, shared)
    )


def test_a_city_is_honoured_with_its_partnerships(perm: City, oxford: City, duisburg: City) -> None:
    own = make.recognition(city=perm)
    shared = make.recognition(partnership=make.partnership(perm, oxford))
    make.recognition(city=duisburg)
    make.recognition(partnership=make.partnership(oxford, duisburg))

    assert set(Recognition.objects.of_city(perm)) == {own, shared}


# Of a partnership


def test_a_partnership_of_two_has_what_both_take_part_in(
    perm: City, oxford: City, duisburg: City
) -> None:
    visit = make.activity(perm, host=oxford)
    festival = make.activity(perm, oxford, duisburg)
    make.activity(perm)
    make.activity(oxford, duisburg)
    make.activity(perm, host=duisburg)

    found = Activity.objects.of_partnership(make.partnership(perm, oxford))

    assert set(found) == {visit, festival}


def test_a_host_without_people_on_record_takes_part_too(perm: City, oxford: City) -> None:
    visit = Activity.objects.create(slug="visit", host=oxford)
    make.participation(visit, perm, role=ParticipationRole.GUEST)

    found = Activity.objects.of_partnership(make.partnership(perm, oxford))

    assert list(found) == [visit]


def test_a_partnership_of_three_has_what_two_of_them_take_part_in(
    perm: City, oxford: City, duisburg: City, qingdao: City
) -> None:
    all_three = make.activity(perm, oxford, duisburg)
    two_of_them = make.activity(oxford, duisburg, qingdao)
    guest_and_host = Activity.objects.create(slug="visit", host=oxford)
    make.participation(guest_and_host, perm)
    make.activity(perm, qingdao)
    make.activity(host=oxford)

    found = Activity.objects.of_partnership(make.partnership(perm, oxford, duisburg))

    assert set(found) == {all_three, two_of_them, guest_and_host}


def test_two_groups_of_one_city_are_no_partnership(
    perm: City, oxford: City, duisburg: City
) -> None:
    record = make.activity()
    for name in ("Ballet", "School"):
        make.participation(record, perm, organisation=organisation(name, of=perm))

    for twins in (make.partnership(perm, oxford), make.partnership(perm, oxford, duisburg)):
        assert not Activity.objects.of_partnership(twins).exists()


def test_a_partnership_without_sides_has_no_activities(perm: City, oxford: City) -> None:
    make.activity(perm, oxford)

    assert not Activity.objects.of_partnership(make.partnership()).exists()


def test_a_partnership_has_the_results_between_its_sides(
    perm: City, oxford: City, duisburg: City
) -> None:
    twins = make.partnership(perm, oxford)
    named = make.result(partnership=twins)
    travelled = make.practice(oxford, perm)
    worked_for = make.result(activity=make.activity(perm, oxford))
    make.practice(duisburg, perm)
    make.result(activity=make.activity(perm, duisburg))
    make.result()

    assert set(Result.objects.of_partnership(twins)) == {named, travelled, worked_for}


def test_a_partnership_has_its_own_recognitions(perm: City, oxford: City) -> None:
    twins = make.partnership(perm, oxford)
    award = make.recognition(partnership=twins)
    make.recognition(city=perm)

    assert list(Recognition.objects.of_partnership(twins)) == [award]


# Kinds and states


def test_a_journey_is_a_group_of_guests(perm: City, oxford: City) -> None:
    visit = make.activity(perm, host=oxford)

    assert [group.city for group in visit.participations.guests()] == [perm]


def test_results_are_claimed_or_evidenced_and_never_both() -> None:
    claim, proved = make.result(), make.result(evidenced=True)
    make.evidence(proved, url="https://example.org/review")

    assert list(Result.objects.claimed()) == [claim]
    assert list(Result.objects.evidenced()) == [proved]


def test_practices_are_the_ideas_that_travelled(perm: City, oxford: City) -> None:
    make.result()
    walks = make.practice(oxford, perm)

    assert list(Result.objects.practices()) == [walks]


def test_the_newest_come_first_and_those_without_a_day_last() -> None:
    for slug, when in [("yearly", "XXXX-10-12"), ("b", "2018"), ("new", "2018-09~"), ("a", "2018")]:
        make.activity(slug=slug, when=when)

    found = Activity.objects.order_by("pk").newest_first()

    assert [record.slug for record in found] == ["new", "a", "b", "yearly"]


# All that a row shows, however many rows there are


def read_partnerships(shown: QuerySet) -> list[str]:
    return [f"{twins} {[state.state for state in twins.states.all()]}" for twins in shown]


def read_activities(shown: QuerySet) -> list[str]:
    return [f"{a} {a.host} {[str(p.city) for p in a.participations.all()]}" for a in shown]


def read_participations(shown: QuerySet) -> list[str]:
    return [f"{p.city} {p.organisation} {p.activity} {p.activity.host}" for p in shown]


def read_results(shown: QuerySet) -> list[str]:
    return [f"{r} {r.from_city} {r.to_city} {r.activity} {r.pieces} {r.known_from}" for r in shown]


def read_recognitions(shown: QuerySet) -> list[str]:
    return [f"{r} {r.issuer} {r.city} {r.activity} {r.partnership_id}" for r in shown]


def make_world(number: int) -> None:
    """As many partnerships, each with an activity, a result of it and a recognition."""
    host = city("Perm")
    for position in range(number):
        other = city(f"Twin {position}")
        twins = make.partnership(host, other)
        make.state(twins, other, "active")
        festival = make.activity(other, host=host)
        group = organisation("Ballet", of=other)
        make.participation(festival, other, organisation=group)
        make.practice(other, host, activity=festival, evidenced=True)
        make.recognition(partnership=twins, city=host, issuer=group, activity=festival)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("model", "read", "queries"),
    [
        (Partnership, read_partnerships, 3),
        (Activity, read_activities, 2),
        (Participation, read_participations, 1),
        (Result, read_results, 1),
        (Recognition, read_recognitions, 1),
    ],
)
def test_rows_are_read_with_the_same_queries_however_many_there_are(
    number: int,
    model: type,
    read: object,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_world(number)

    with django_assert_num_queries(queries):
        rows = read(model.objects.shown())

    assert len(rows) == model.objects.count() >= number


def test_a_result_is_shown_with_its_evidence_and_sources_counted() -> None:
    nothing, much = make.result(when="2018"), make.result(when="2017", evidenced=True)
    make.evidence(much, url="https://example.org/review")
    for _ in range(3):
        cite(much)

    shown = Result.objects.shown()

    assert [(r.pk, r.pieces, r.known_from) for r in shown] == [(nothing.pk, 0, 0), (much.pk, 2, 3)]


def test_recognitions_of_three_partnerships_bring_their_cities_in_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_world(3)

    with django_assert_num_queries(2):
        given = [r.partnership.cities for r in Recognition.objects.with_cities()]

    assert [[c.slug for c in cities] for cities in given] == [
        ["perm", f"twin-{number}"] for number in (0, 1, 2)
    ]


def test_cities_of_a_partnership_are_shown_in_their_order(perm: City, oxford: City) -> None:
    make.partnership(oxford, perm)

    assert Partnership.objects.shown().get().cities == [oxford, perm]
