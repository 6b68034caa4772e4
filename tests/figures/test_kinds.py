"""What counts: once however often it is told, in its own currency, and never before its time."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from citytocity.cities.models import City
from citytocity.figures.catalogue import indicators
from citytocity.figures.measuring import figure, figures, of_years
from citytocity.figures.presentation import parts, shown
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import ActivityKind, ActivityStatus
from citytocity.ledger.models import Activity, Partnership, Result
from citytocity.visits.queries import journeys, sum_of
from tests.factories import ledger
from tests.factories.cities import cities, organisation
from tests.factories.money import hours, line, open_books
from tests.factories.protocol import gift, given, promise
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2019, 6, 1)


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford", "Duisburg")


def value(code: str, year: int = 2018, **scope: Any) -> Any:
    return figure(code, year=year, today=TODAY, **scope).value


# --- money in one currency ---


@pytest.mark.parametrize(
    ("rate", "into", "told", "unknown"),
    [
        (None, "", Decimal(500), 1),
        (Decimal(2), "USD", Decimal(500), 1),
        (Decimal(70), "RUB", Decimal(7500), 0),
    ],
)
def test_money_adds_up_in_the_currency_of_the_city_alone(
    sides: list[City], rate: Decimal | None, into: str, told: Decimal, unknown: int
) -> None:
    perm, oxford, _duisburg = sides
    trip = ledger.activity(oxford, host=perm)
    open_books(perm, ledger.partnership(perm, oxford))
    rated = {"rate_day": datetime.date(2018, 9, 1), "rate_source": "Bank"} if rate else {}
    line(perm, "100", activity=trip, currency="EUR", rate=rate, rate_currency=into, **rated)
    line(perm, "500", activity=trip, currency="RUB")

    found = figure("I19", year=2018, city=perm, today=TODAY)

    assert (found.value, found.currency, found.unknown) == (told, "RUB", unknown)
    assert sum(part.number or 0 for _key, part in parts(found)) == told


# --- gifts in the books of two cities ---


@pytest.mark.parametrize(
    ("in_oxford", "counts"),
    [
        ({"when": "2018-06"}, 1),
        ({"when": "2018-07"}, 2),
        ({"when": "2018-06", "hall": False}, 1),
        (None, 1),
    ],
)
def test_a_gift_that_both_cities_keep_counts_once(
    sides: list[City], in_oxford: dict[str, Any] | None, counts: int
) -> None:
    perm, oxford, _duisburg = sides
    given(perm, oxford, is_public=True)
    if in_oxford:
        gift(oxford, perm, **{"hall": True} | in_oxford)

    told = [
        value("P01-given", city=perm),
        value("P01-received", city=oxford),
        value("P01-given", city=perm, other=oxford),
        value("P01-given"),
        value("P01-received"),
    ]

    assert told == [counts] * 5


# --- partnerships of three, and two between the same cities ---


def test_what_two_of_three_sides_did_with_a_third_alone_is_not_of_these_two(
    sides: list[City],
) -> None:
    perm, oxford, duisburg = sides
    of_three, alone = ledger.partnership(*sides), ledger.partnership(perm, duisburg)
    open_books(perm, of_three)
    open_books(perm, alone)
    trips = [ledger.activity(guest, host=perm) for guest in (oxford, duisburg)]
    for amount, trip in zip(("20", "55"), trips, strict=True):
        line(perm, amount, activity=trip, currency="RUB")
        line(perm, amount, activity=trip, currency="RUB", stage="planned")
        hours(perm, trip)
        ledger.result(activity=trip, partnership=of_three)
        ledger.recognition(activity=trip, partnership=of_three)
    line(perm, "700", partnership=of_three, when="2018", currency="RUB")
    line(perm, "700", partnership=of_three, when="2018", currency="RUB", stage="planned")
    line(perm, "3", partnership=alone, when="2018", currency="RUB")
    ledger.result(partnership=of_three)
    ledger.recognition(partnership=of_three)
    codes = ["I11", "I13-hours", "I17", "I19", "I19-planned", "R01"]
    scopes: list[dict[str, Any]] = [
        {"city": perm, "other": oxford},
        {"city": perm, "other": duisburg},
        {"partnership": of_three},
        {"city": perm},
    ]

    told = [[value(code, **scope) for code in codes] for scope in scopes]

    assert told == [
        [1, 32, 1, 20, 20, 2],
        [1, 32, 1, 58, 55, 2],
        [2, 64, 3, 775, 775, 3],
        [2, 64, 3, 778, 775, 3],
    ]


def test_what_hangs_on_one_of_two_partnerships_between_the_same_cities_is_of_that_alone(
    sides: list[City],
) -> None:
    perm, oxford, _duisburg = sides
    twins, project = ledger.partnership(perm, oxford), ledger.partnership(oxford, perm)
    open_books(perm, twins)
    line(perm, "20", activity=ledger.activity(oxford, host=perm), currency="RUB")
    for partnership, amount in ((twins, "3"), (project, "700")):
        line(perm, amount, partnership=partnership, when="2018", currency="RUB")
        ledger.result(partnership=partnership)
        ledger.agreement(partnership, signed="2018")
    codes = ["I01", "I02-signed", "I11", "I17", "I19"]

    told = [[value(code, partnership=of) for code in codes] for of in (twins, project)]

    assert told == [[1, 1, 1, 1, 23], [1, 1, 1, 1, None]]


# --- whose stories are ---


def test_stories_of_two_cities_name_both_and_those_of_their_partnership_name_it_or_what_it_did(
    sides: list[City],
) -> None:
    perm, oxford, _duisburg = sides
    twins = ledger.partnership(perm, oxford)
    concert = ledger.activity(oxford, host=perm, when="2018-05-01")
    named: dict[str, dict[str, Any]] = {
        "both": {"cities": sides[:2]},
        "one": {"cities": [perm]},
        "concert": {"cities": [perm], "activities": [concert]},
        "twins": {"partnerships": [twins]},
    }
    for title, of in named.items():
        story(title, of=perm, dated="2018-05-02", **of)

    scopes = (
        {"city": perm},
        {"city": perm, "other": oxford},
        {"partnership": twins},
    )
    found = [
        {one.title for one in figure("I21", year=2018, today=TODAY, **of).records} for of in scopes
    ]

    assert found == [{"both", "one", "concert"}, {"both"}, {"concert", "twins"}]


# --- what took place ---


@pytest.mark.parametrize(
    ("status", "when", "counts"),
    [
        (ActivityStatus.CANCELLED, "", 0),
        (ActivityStatus.PLANNED, "", 0),
        (ActivityStatus.ONGOING, "", 1),
        (ActivityStatus.CANCELLED, "2018-10", 1),
    ],
)
def test_results_and_hours_of_what_did_not_take_place_count_by_a_day_of_their_own_alone(
    sides: list[City], status: ActivityStatus, when: str, counts: int
) -> None:
    perm, oxford, _duisburg = sides
    partnership = ledger.partnership(perm, oxford)
    open_books(perm, partnership)
    activity = ledger.activity(oxford, host=perm, status=status)
    ledger.practice(oxford, perm, activity=activity, when=when, still_running="yes")
    hours(perm, activity, when=when)
    codes = ["I13-hours", "I17", "I18", "I18-running"]

    told = [value(code, city=perm) for code in codes]
    listed = Result.objects.of_partnership(partnership).in_year(2018).count()

    assert told == [32 * counts, counts, counts, counts]
    assert listed == counts


# --- dates of which the year itself is not known ---


@pytest.mark.parametrize(
    ("when", "years"),
    [
        ("201X", []),
        ("20XX~", []),
        ("[2016-11,2018-02]", []),
        ("[2017-02,2017-05]", [2017]),
        ("2017-XX", [2017]),
        ("2016/2018", [2016, 2017, 2018]),
        ("201X/2017", [2015, 2016, 2017]),
        ("{2016,2017}", [2016, 2017]),
        ("2016-24", [2016, 2017]),
    ],
)
def test_what_may_be_of_another_year_counts_in_none_and_what_lasted_in_each(
    sides: list[City], when: str, years: list[int]
) -> None:
    perm, oxford, _duisburg = sides
    partnership = ledger.partnership(perm, oxford)
    open_books(perm, partnership)
    trip = _journey(perm, oxford, when=when)
    ledger.result(activity=trip, when="")
    ledger.result(partnership=partnership, when=when)
    ledger.agreement(partnership, signed=when)
    ledger.recognition(city=perm, when=when)
    gift(perm, oxford, direction="given", hall=True, when=when)
    line(perm, "500", activity=trip, currency="RUB")
    hours(perm, trip, when=when)
    counted = {"I02-signed": 1, "I08": 40, "I11": 1, "I17": 2, "P01-given": 1, "R01": 1}
    begun = {"I04-in": 1, "I05-in": 40, "I13-hours": 32, "I19": 500}
    begins = [year for year in years if when != "201X/2017"][:1]

    told = of_years([*counted, *begun], range(2015, 2020), Scope(perm), today=TODAY)

    of_years_told = {code: [y for y in told if told[y][code].value] for code in (*counted, *begun)}
    assert of_years_told == dict.fromkeys(counted, years) | dict.fromkeys(begun, begins)
    assert [told[y][code].value for y in years for code in counted] == [*counted.values()] * len(
        years
    )


# --- parts with their whole ---


def test_a_concert_adds_nobody_to_its_festival(sides: list[City]) -> None:
    perm, oxford, duisburg = sides
    festival = _attended(perm, 5000, {oxford: 40})
    day = _attended(perm, 3000, {oxford: 40}, part_of=festival)
    _attended(perm, 900, {oxford: 40, duisburg: 7}, part_of=day)

    found = figures(["I11", "I11-audience", "I08", "I10", "I08-groups"], year=2018, city=perm,
                    today=TODAY)  # fmt: skip

    assert [one.value for one in found.values()] == [3, 5000, 47, Decimal("42.3"), 7]
    assert [len(list(parts(one))) for one in found.values()] == [3, 1, 5, 7, 7]


@pytest.mark.parametrize(
    ("whole", "part", "audience"),
    [
        ({"attendance": None, "heads": None}, {}, 3000),
        ({"when": "2017"}, {}, 3000),
        ({"status": ActivityStatus.CANCELLED}, {}, 3000),
        ({}, {"attendance": None}, 5000),
        ({}, {"when": "2018-10"}, 5000),
    ],
)
def test_a_part_counts_where_its_whole_says_nothing_in_the_year(
    sides: list[City], whole: dict[str, Any], part: dict[str, Any], audience: int
) -> None:
    perm, oxford, _duisburg = sides
    values = {"attendance": 5000, "heads": 40} | whole
    festival = _attended(perm, heads={oxford: values.pop("heads")}, **values)
    values = {"attendance": 3000} | part
    _attended(perm, heads={oxford: 40}, part_of=festival, **values)

    told = value("I11-audience", city=perm), value("I08", city=perm)

    assert told == (audience, 40)


def test_groups_of_other_bodies_and_of_another_scope_are_no_part_of_the_whole(
    sides: list[City],
) -> None:
    perm, oxford, duisburg = sides
    school, club = organisation(city=oxford), organisation(city=oxford)
    forum = ledger.activity(host=duisburg, when="2018")
    ledger.participation(forum, oxford, organisation=school, people=20)
    excursion = ledger.activity(host=perm, when="2018", part_of=forum)
    ledger.participation(excursion, oxford, organisation=school, people=20)
    ledger.participation(excursion, oxford, organisation=club, people=5)

    told = value("I08", city=oxford), value("I08", city=perm)

    assert told == (25, 25)


def test_a_whole_of_another_kind_takes_nobody_from_concerts(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    festival = _attended(perm, 5000, {oxford: 40})
    _attended(perm, 900, {oxford: 40}, part_of=festival, kind=ActivityKind.PERFORMANCE)

    narrowed = {"kind": [ActivityKind.PERFORMANCE.value]}
    found = figure("I08", year=2018, city=perm, where=narrowed, today=TODAY)

    assert (found.value, value("I08", city=perm)) == (40, 40)


@pytest.mark.parametrize(
    ("whole", "part", "trips", "nights"),
    [
        ({}, {}, 40, 240),
        ({"people": None}, {}, 40, 80),
        ({"kind": ActivityKind.FESTIVAL}, {}, 40, 80),
        ({"when": "2017-12-29/2017-12-31"}, {}, 40, 80),
        ({}, {"people": 45}, 40, 240),
        ({}, {"of_a_body": True}, 40, 240),
    ],
)
def test_a_part_of_a_visit_is_no_second_journey(
    sides: list[City], whole: dict[str, Any], part: dict[str, Any], trips: int, nights: int
) -> None:
    perm, oxford, duisburg = sides
    trip = _journey(perm, oxford, **{"when": "2018-05-01/2018-05-07"} | whole)
    day = {"when": "2018-05-02/2018-05-04", "kind": ActivityKind.DELEGATION, "part_of": trip}
    _journey(duisburg, oxford, **day | part)

    counted = figures(["I05-out", "I06", "I07-balance"], year=2018, city=oxford, today=TODAY)
    by_page = sum_of(journeys(of={oxford.pk}, year=2018))

    assert [one.value for one in counted.values()] == [trips, nights, 0]
    assert [len(list(parts(one))) for one in counted.values()] == [
        one.records.count() for one in counted.values()
    ]
    assert (by_page.people, by_page.nights) == (trips, nights)
    assert value("I05-in", city=duisburg) == part.get("people", 40)


# --- years that are not over, and years to come ---


def test_a_year_to_come_is_not_recorded(client: Client, sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    ledger.partnership(perm, oxford, since="1995")
    ledger.activity(oxford, host=perm, when="2015/..", status=ActivityStatus.ONGOING)
    line(perm, "100", activity=ledger.activity(oxford, host=perm, when="2020"), stage="planned",
         currency="RUB")  # fmt: skip

    found = figures(indicators(), year=2020, city=perm, today=TODAY)
    page = client.get("/en/figures/I11/?city=perm&year=2500")

    assert {c: one.value for c, one in found.items() if one.value is not None} == {
        "I19-planned": 100
    }
    assert [one.records.count() for one in found.values() if one.code in ("I01", "I11")] == [0, 0]
    assert page.context["figure"].value == "not recorded"
    assert page.context["gaps"] == "this year is still to come"


def test_a_year_that_is_not_over_counts_until_today(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    for when in ("2019-05", "2019", "2015/..", "2019-06-02", "2019-12"):
        ledger.activity(oxford, host=perm, when=when)
    ledger.partnership(perm, oxford, since="2019-09")

    told = value("I11", 2019, city=perm), value("I01", 2019, city=perm)

    assert told == (3, 0)


@pytest.mark.parametrize(
    ("valid", "signed", "years"),
    [
        ("../2030", "", [2017, 2018, 2019]),
        ("../2030", "2018-02", [2018, 2019]),
        ("../2017", "2010", [2017]),
        ("", "2018", [2018, 2019]),
        ("", "", []),
        ("2018/2019-07", "2016", [2018, 2019]),
        ("2018/2019-05", "2016", [2018]),
    ],
)
def test_agreements_are_in_force_by_what_is_known_of_their_term(
    sides: list[City], valid: str, signed: str, years: list[int]
) -> None:
    perm, oxford, _duisburg = sides
    ledger.agreement(ledger.partnership(perm, oxford), valid=valid, signed=signed)

    found = [year for year in (2017, 2018, 2019) if value("I02", year, city=perm)]

    assert found == years


@pytest.mark.parametrize(
    ("state", "settled", "years"),
    [
        ("open", "", [2018, 2019]),
        ("kept", "2019-03", [2018]),
        ("withdrawn", "2019-03", [2018]),
        ("withdrawn", "../2019", [2018, 2019]),
        ("withdrawn", "../2019-05", [2018]),
        ("kept", "2018", []),
    ],
)
def test_a_promise_was_open_until_it_was_kept_or_withdrawn(
    sides: list[City], state: str, settled: str, years: list[int]
) -> None:
    perm, oxford, _duisburg = sides
    promise(perm, oxford, is_public=True, state=state, settled=settled, when="2018-06")

    found = [year for year in (2017, 2018, 2019) if value("I28-open", year, city=perm)]

    assert found == years


def test_a_city_is_not_compared_with_itself(client: Client, sides: list[City]) -> None:
    page = client.get("/en/figures/I11/?city=perm&other=perm")

    assert page.status_code == 400
    assert "Ask for two different cities, or for one alone." in page.text


def _attended(
    host: City, attendance: int | None, heads: dict[City, int | None], **values: Any
) -> Activity:
    """An activity with so many present, and groups of guests."""
    record = ledger.activity(host=host, attendance=attendance, **{"when": "2018"} | values)
    for guest, people in heads.items():
        ledger.participation(record, guest, people=people, role="guest")
    return record


def _journey(host: City, guest: City, **values: Any) -> Activity:
    """A visit of guests to a city."""
    people, of_a_body = values.pop("people", 40), values.pop("of_a_body", False)
    record = ledger.activity(host=host, **{"kind": ActivityKind.VISIT} | values)
    body = organisation(city=guest) if of_a_body else None
    ledger.participation(record, guest, people=people, role="guest", organisation=body)
    return record


def test_what_was_given_in_kind_is_no_money_that_was_paid(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    trip = ledger.activity(oxford, host=perm)
    open_books(perm, ledger.partnership(perm, oxford))
    line(perm, "100", activity=trip, currency="RUB")
    line(perm, "5000", activity=trip, currency="RUB", is_in_kind=True)

    assert (value("I19", city=perm), value("I19-city", city=perm)) == (Decimal(100), Decimal(100))


@pytest.mark.parametrize(
    ("when", "of_activity", "running"),
    [("", "2024", 0), ("", "2017", 1), ("", "", 1), ("2024", "", 0), ("../2020", "2024", 1)],
)
def test_an_undated_practice_runs_from_the_day_of_its_activity_on(
    sides: list[City], when: str, of_activity: str, running: int
) -> None:
    perm, oxford, _duisburg = sides
    activity = ledger.activity(oxford, host=perm, when=of_activity)
    ledger.practice(oxford, perm, when=when, activity=activity, still_running="yes")

    assert value("I18-running", city=perm) == running


def test_records_without_a_day_stand_at_the_end_of_a_list_in_every_database(
    sides: list[City],
) -> None:
    perm, oxford, duisburg = sides
    undated = ledger.partnership(perm, oxford, since="")
    dated = ledger.partnership(perm, duisburg, since="1995")

    assert list(shown(Partnership.objects.all())) == [dated, undated]


def test_a_figure_of_two_kinds_keeps_both_in_its_filter_and_address(client: Client) -> None:
    answer = client.get("/en/figures/I11/?year=2018&kind=festival,visit")

    page = BeautifulSoup(answer.content, "html.parser")
    (chosen,) = page.select("select[name=kind] option[selected]")
    assert (chosen["value"], chosen.text) == ("festival,visit", "Festival, Visit")
