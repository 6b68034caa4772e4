"""Every figure equals its list, says what is not recorded, and counts what is shared once."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from citytocity.cities.models import City
from citytocity.figures import counting
from citytocity.figures.catalogue import UnknownIndicatorError, indicators
from citytocity.figures.measuring import Figure, breakdown, figure, figures, of_years
from citytocity.figures.presentation import in_words, rows, shown
from citytocity.figures.scope import Scope
from citytocity.ledger.enums import (
    ActivityKind,
    ActivityStatus,
    Certainty,
    ParticipationRole,
    ResultKind,
)
from citytocity.ledger.models import Activity, Recognition, Result
from citytocity.people.enums import Role
from citytocity.readings.models import Reading
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.figures import some_of_everything
from tests.factories.money import hours, line, open_books
from tests.factories.people import member
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2019, 6, 1)


@pytest.fixture
def sides() -> list[City]:
    return cities("Perm", "Oxford", "Duisburg")


def test_every_figure_equals_its_list(sides: list[City]) -> None:
    partnership = some_of_everything(sides)
    perm, oxford, _duisburg = sides
    scopes: list[dict[str, Any]] = [
        {},
        {"city": perm},
        {"city": oxford},
        {"city": perm, "other": oxford},
        {"partnership": partnership},
    ]

    wrong, recorded = [], set()
    for scope in scopes:
        for code, found in figures(indicators(), year=2018, today=TODAY, **scope).items():
            if found.records is None or not _is_known(found):
                continue
            recorded |= {code} if found.value else set()
            if _added_up(found) != (found.value, found.number_of_records, found.certainty):
                wrong.append((code, scope, found.counted, _added_up(found)))

    assert wrong == []
    assert {"I04-in", "I05-in", "I06", "I08", "I09-young", "I17", "I19", "I21", "R01"} <= recorded


def test_the_lists_of_pages_have_year_by_year_what_the_catalogue_counts(
    sides: list[City],
) -> None:
    partnership = some_of_everything(sides)
    scopes = [Scope(), Scope(sides[0]), Scope(sides[1]), Scope(partnership=partnership)]
    years = range(2016, 2020)

    wrong, listed = [], 0
    for scope in scopes:
        counted = of_years(["I11", "I17", "I18", "I17-evidenced", "R01"], years, scope, today=TODAY)
        for code, days in _lists(scope).items():
            for year in years:
                number = sum(_is_of(year, first, last) for first, last in days)
                listed += number
                if counted[year][code].value != number:
                    wrong.append((scope, code, year, counted[year][code].value, number))

    assert wrong == []
    assert listed > 50


@pytest.mark.parametrize(
    ("perm_says", "oxford_says", "counts"),
    [
        ([("ended", "2005")], [("ended", "2005")], 0),
        ([("ended", "2005"), ("renewed", "2012")], [("ended", "2005"), ("renewed", "2012")], 1),
        ([("ended", "2005")], [("active", "2000")], 1),
        ([("ended", "2005")], [], 0),
        ([("ended", "2018-03")], [("ended", "2018-03")], 1),
        ([("active", "1990"), ("ended", "")], [("ended", "2005")], 1),
        ([("ended", "")], [("ended", "2005")], 0),
        ([("ended", "2005"), ("renewed", "2019")], [("ended", "2005")], 0),
    ],
)
def test_a_partnership_stands_until_its_sides_have_ended_it(
    sides: list[City], perm_says: list[Any], oxford_says: list[Any], counts: int
) -> None:
    partnership = ledger.partnership(*sides[:2], since="1995")
    for side, says in ((sides[0], perm_says), (sides[1], oxford_says)):
        for state, when in says:
            ledger.state(partnership, side, state, when=when)

    assert figure("I01", year=2018, city=sides[0], today=TODAY).value == counts


@pytest.mark.parametrize(
    ("year", "active", "at_rest"),
    [(2006, 0, 0), (2016, 1, 0), (2017, 1, 1), (2018, 0, 1), (2019, 1, 1)],
)
def test_partnerships_are_active_or_at_rest_as_their_sides_saw_them_at_the_end_of_the_year(
    sides: list[City], year: int, active: int, at_rest: int
) -> None:
    partnership = ledger.partnership(*sides[:2], since="1995")
    perm_saw = {"active": "2007", "suspended": "2018", "renewed": "2019-05", "ended": "2019-09"}
    oxford_saw = {"active": "2007", "dormant": "2017-12"}
    for side, saw in zip(sides, (perm_saw, oxford_saw), strict=False):
        for state, when in saw.items():
            ledger.state(partnership, side, state, when=when)

    found = figures(["I01-active", "I01-suspended"], year=year, city=sides[0], today=TODAY)

    assert [one.value for one in found.values()] == [active, at_rest]


def test_the_balance_is_of_journeys_to_the_home_city_and_from_it(sides: list[City]) -> None:
    perm, oxford, duisburg = sides
    partnership = ledger.partnership(perm, oxford, duisburg)
    visit(duisburg, to=oxford)

    elsewhere = figure("I07-balance", year=2018, partnership=partnership, today=TODAY)
    visit(oxford, to=perm)
    visit(perm, to=duisburg)
    ours = figure("I07-balance", year=2018, partnership=partnership, today=TODAY)
    of_all = figure("I07-balance", year=2018, today=TODAY)

    assert (elsewhere.value, elsewhere.number_of_records) == (None, 0)
    assert (ours.value, ours.number_of_records, ours.records.count()) == (50, 2, 2)
    assert (in_words(of_all), of_all.records.count()) == ("not recorded", 0)


def test_a_visit_between_two_cities_counts_once_for_both_together(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    visit(perm, to=oxford)

    out = figure("I04-out", year=2018, city=perm, today=TODAY).value
    came = figure("I04-in", year=2018, city=oxford, today=TODAY).value
    together = figure("I11", year=2018, city=perm, other=oxford, today=TODAY).value

    assert (out, came, together) == (1, 1, 1)


def test_a_missing_head_count_makes_the_sum_at_least_the_others(sides: list[City]) -> None:
    perm, oxford, duisburg = sides
    record = ledger.activity(host=perm)
    ledger.participation(record, oxford, people=12, role=ParticipationRole.GUEST)
    ledger.participation(record, duisburg, people=None, role=ParticipationRole.GUEST)

    found = figure("I10-international", year=2018, city=perm, today=TODAY)

    assert (found.value, found.unknown, in_words(found)) == (12, 1, "at least 12")


@pytest.mark.parametrize(
    ("sure", "told"),
    [
        (Certainty.COUNTED, ("counted", "50%", "100")),
        (Certainty.ESTIMATED, ("estimated", "estimated 50%", "estimated 100")),
        (Certainty.ABOUT, ("about", "about 50%", "about 100")),
        (Certainty.AT_LEAST, ("about", "about 50%", "about 100")),
    ],
)
def test_shares_and_means_are_no_surer_than_their_parts(
    sides: list[City], sure: Certainty, told: tuple[str, ...]
) -> None:
    perm, oxford, duisburg = sides
    record = ledger.activity(host=perm)
    ledger.participation(record, oxford, people=50, youth=25, certainty=sure)
    ledger.participation(record, duisburg, people=50, youth=25, certainty=Certainty.COUNTED)

    found = figures(["I09-young", "I10"], year=2018, city=perm, today=TODAY)
    share, mean = found.values()

    assert share.certainty == mean.certainty == told[0]
    assert (in_words(share), in_words(mean)) == told[1:]


def test_what_nobody_recorded_is_not_zero(sides: list[City]) -> None:
    ledger.activity(sides[1], host=sides[0])

    unknown = figure("I08", year=2018, city=sides[0], today=TODAY)
    never_held = figure("I14", year=2018, city=sides[0], today=TODAY)
    none = figure("I08", year=2017, city=sides[0], today=TODAY)

    assert [in_words(f) for f in (unknown, never_held, none)] == [
        "not recorded",
        "not recorded",
        "0",
    ]


def test_money_counts_only_as_far_as_the_city_opens_its_books(sides: list[City]) -> None:
    perm, oxford, _duisburg = sides
    partnership = ledger.partnership(perm, oxford)
    trip = ledger.activity(oxford, host=perm)
    line(perm, "1000", activity=trip, currency="RUB")

    closed = figure("I19", year=2018, city=perm, today=TODAY)
    open_books(perm, partnership)
    opened = figure("I19", year=2018, city=perm, today=TODAY)
    nothing = figure("I19", year=2017, city=perm, today=TODAY)

    assert (in_words(closed), nothing.value) == ("not recorded", 0)
    assert (opened.value, opened.currency) == (Decimal(1000), "RUB")


@pytest.mark.parametrize("code", ["I13", "I13-hours", "I19", "I19-city"])
def test_closed_books_are_not_recorded_and_never_zero(sides: list[City], code: str) -> None:
    perm, oxford, _duisburg = sides
    trip = ledger.activity(oxford, host=perm)
    line(perm, "1000", activity=trip, currency="RUB")
    hours(perm, trip)
    open_books(oxford, ledger.partnership(perm, oxford))

    found = [
        figure(code, year=2018, today=TODAY, **scope).value
        for scope in ({}, {"city": perm}, {"city": perm, "other": oxford}, {"city": oxford})
    ]

    assert found == [None, None, None, 0]


def test_page_views_before_they_were_kept_are_not_recorded(sides: list[City]) -> None:
    day = datetime.date(2018, 5, 1)
    Reading.objects.create(day=day, language="en", path="cities/oxford/", times=3)

    found = [
        figure("I24", year=year, city=city, today=TODAY).value
        for year, city in ((2017, sides[0]), (2018, sides[0]), (2018, sides[1]))
    ]

    assert found == [None, 0, 3]


def test_parts_of_a_figure_add_up_to_it(sides: list[City]) -> None:
    ledger.activity(sides[1], host=sides[0], kind=ActivityKind.FORUM)
    ledger.activity(sides[1], host=sides[0], kind=ActivityKind.FORUM)
    ledger.activity(sides[1], host=sides[0])

    parts = breakdown("I11", by="kind", year=2018, city=sides[0], today=TODAY)

    assert {value: found.value for value, found in parts.items()} == {"forum": 2, "festival": 1}
    assert all("kind=" in found.address for found in parts.values())


def test_no_figure_without_a_known_code() -> None:
    with pytest.raises(UnknownIndicatorError):
        figure("I99", year=2018)


@pytest.mark.parametrize("number", [1, 3])
def test_all_figures_ask_one_question_of_each_kind_of_record(
    sides: list[City], number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(number):
        visit(sides[1], to=sides[0])

    with django_assert_max_num_queries(32):
        figures(indicators(), year=2018, city=sides[0], today=TODAY)


@pytest.mark.parametrize("at_once", [100, 2])
def test_years_that_are_counted_together_equal_their_lists_also_the_one_that_goes_on(
    sides: list[City], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(counting, "AT_ONCE", at_once)
    scope = Scope(partnership=some_of_everything(sides))

    together = of_years(indicators(), [2016, 2017, 2018, 2019], scope, today=TODAY)

    wrong = [
        (year, code, one.counted, _added_up(one))
        for year, found in together.items()
        for code, one in found.items()
        if one.records is not None and _is_known(one)
        if _added_up(one) != (one.value, one.number_of_records, one.certainty)
    ]
    assert wrong == []
    assert together[2018]["I11"].value != together[2016]["I11"].value


# --- pages ---


def test_the_page_of_a_figure_lists_its_records(client: Client, sides: list[City]) -> None:
    visit(sides[1], to=sides[0], title={"en": "Mayors meet"})
    found = figure("I04-in", year=2018, city=sides[0], today=TODAY)

    page = client.get(found.address)

    assert page.context["figure"].value == "1"
    assert [row.title for row in page.context["rows"]] == ["Mayors meet"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_no_more_for_more_records(
    client: Client,
    sides: list[City],
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(number):
        visit(sides[1], to=sides[0])

    with django_assert_max_num_queries(12):
        client.get("/en/figures/I05-in/?year=2018&city=perm")


@pytest.mark.parametrize("code", ["I11", "I08", "I09-young", "I03-contact", "I06", "I01", "I27"])
def test_pages_open_for_each_kind_of_figure(client: Client, sides: list[City], code: str) -> None:
    some_of_everything(sides)

    answers = [
        client.get(f"/{language}/figures/{code}/?year=2018&city=perm").status_code
        for language in ("en", "ru")
    ]

    assert answers == [200, 200]


def test_the_catalogue_tells_every_public_indicator(client: Client) -> None:
    page = client.get("/ru/figures/").text

    assert [c for c, one in indicators().items() if f'id="{c}"' not in page and one.is_public] == []
    assert "I29" not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("year=0", 400),
        ("city=nowhere", 400),
        ("other=perm", 400),
        ("kind=nothing", 400),
        ("year=2018&page=9", 404),
    ],
)
def test_what_cannot_be_asked_is_told(
    client: Client, sides: list[City], query: str, status: int
) -> None:
    assert client.get(f"/en/figures/I11/?{query}").status_code == status


@pytest.mark.parametrize(
    ("code", "name", "known"),
    [("I08", "country", "gb"), ("I21", "language", "ru"), ("I11", "theme", "music")],
)
def test_only_what_there_is_can_be_asked_for(
    client: Client, code: str, name: str, known: str
) -> None:
    ledger.theme("music")
    wrong = ["%00", "a%00b", "Any+text+in+the+title", "x" * 61, f"{known},%00"]

    answers = [
        client.get(f"/en/figures/{code}/?year=2018&{name}={value}").status_code
        for value in (known, *wrong)
    ]

    assert answers == [200, 400, 400, 400, 400, 400]


def test_figures_of_the_office_are_for_those_who_keep_the_register(
    client: Client, sides: list[City]
) -> None:
    answers = []
    for user in (None, member(Role.REGISTRAR, sides[1]), member(Role.REGISTRAR, sides[0])):
        if user:
            client.force_login(user)
        page = client.get("/en/figures/I29/?city=perm&year=2018")
        answers.append((page.status_code, page.headers.get("Cache-Control")))

    assert answers == [(404, None), (404, None), (200, "private, no-store")]


def _added_up(found: Figure) -> tuple[Any, int, Certainty]:
    """The figure once more, out of the records that its page lists."""
    measure = found.indicator.measure
    assert measure is not None
    reduction = measure.reduction.at(found.period.until)
    records = list(shown(found.records))
    rows(found, records)
    counted = reduction.together(reduction.part(record) for record in records)
    return counted.value, len(records), counted.certainty


def _is_known(found: Figure) -> bool:
    measure = found.indicator.measure
    return measure is not None and measure.kind.is_known(found.scope, found.period)


def _lists(scope: Scope) -> dict[str, list[Any]]:
    """The days of what the pages of the register list, by the code of its figure; without
    activities that are planned or called off, which lists have as well."""
    activities, results, recognitions = (
        _as_pages_ask(model.objects.all(), scope) for model in (Activity, Result, Recognition)
    )
    held = activities.filter(status__in=(ActivityStatus.HELD, ActivityStatus.ONGOING))
    practices = results.filter(kind=ResultKind.PRACTICE_ADOPTED)
    return {
        "I11": [(one.when_first, one.when_last) for one in held],
        "I17": [_days(one) for one in results],
        "I18": [_days(one) for one in practices],
        "I17-evidenced": [_days(one) for one in results.evidenced()],
        "R01": [(one.when_first, one.when_last) for one in recognitions],
    }


def _as_pages_ask(rows: Any, scope: Scope) -> Any:
    if scope.partnership is not None:
        return rows.of_partnership(scope.partnership)
    if scope.city is None:
        return rows
    return rows.with_city(scope.city) if rows.model is Activity else rows.of_city(scope.city)


def _days(result: Result) -> tuple[Any, Any]:
    of = result if result.when or not result.activity else result.activity
    return of.when_first, of.when_last


def _is_of(year: int, first: datetime.date | None, last: datetime.date | None) -> bool:
    """Whether the days fall into the year, as far as it has come."""
    if first is None:
        return last is not None and last.year == year
    return first <= TODAY and first.year <= year and (last is None or last.year >= year)


def test_heads_of_a_part_and_its_whole_break_down_as_the_figure_of_each_value_counts(
    sides: list[City],
) -> None:
    festival = ledger.activity()
    concert = ledger.activity(part_of=festival)
    ledger.participation(festival, sides[1], role="partner", people=5)
    ledger.participation(concert, sides[1], role="guest", people=40)

    parts = breakdown("I08", by="role", year=2018, today=TODAY)
    apart = {
        role: figure("I08", year=2018, where={"role": [role]}, today=TODAY)
        for role in ("partner", "guest")
    }

    assert {role: one.value for role, one in parts.items()} == {"guest": 40, "partner": 5}
    assert [(one.value, len(one.records)) for one in apart.values()] == [(5, 1), (40, 1)]
