"""What readers see of money: what a city shows, and no more."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import ledger, money
from tests.factories.cities import cities, organisation

pytestmark = pytest.mark.django_db


def test_nothing_of_money_is_shown_until_a_city_opens_its_books(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    money.line(perm, partnership=twins, when="2018")
    money.hours(perm, ledger.activity(oxford, host=perm))

    page = client.get("/en/partnerships/twins/")
    doors = [client.get(f"/en/partnerships/twins/{door}/") for door in ("money", "hours")]

    assert "What it cost" not in page.text
    assert [door.status_code for door in doors] == [404, 404]


def test_each_sum_opens_the_lines_it_is_the_sum_of_and_those_of_others_stay_closed(
    client: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    visit = ledger.activity(oxford, host=perm, title={"en": "Visit"}, when="2018-09")
    money.open_books(perm, twins)
    money.line(perm, "100", activity=visit, note="Zebrafish", receipt="Zebrafish")
    money.line(perm, "20.50", activity=visit, category="lodging")
    money.line(perm, "7", partnership=twins, when="2017")
    money.line(perm, "888", activity=visit, stage="planned")
    money.line(oxford, "999", activity=visit)

    page = client.get("/en/partnerships/twins/").text
    query = "city=perm&year=2018&payer=city&currency=EUR&in_kind=no"
    behind = client.get(f"/en/partnerships/twins/money/?{query}").text

    door = f"/en/partnerships/twins/money/?{query}".replace("&", "&amp;")
    assert f'<a href="{door}">€120.50</a>' in page
    assert ("€7" in page, "€888" in page, "€999" in page) == (True, False, False)
    assert ("Together: €120.50" in behind, "€100" in behind, "€20.50" in behind) == (True,) * 3
    assert ("€7" in behind, "Zebrafish" in behind, "€999" in behind) == (False, False, False)


def test_a_sum_without_a_year_opens_lines_without_a_year_alone(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    money.open_books(perm, twins)
    money.line(perm, "7", activity=ledger.activity(oxford, host=perm, when=""))
    money.line(perm, "100", partnership=twins, when="2018")

    page = client.get("/en/partnerships/twins/").text
    query = "city=perm&dated=no&payer=city&currency=EUR&in_kind=no"
    behind = client.get(f"/en/partnerships/twins/money/?{query}").text

    assert f'?{query}">€7</a>'.replace("&", "&amp;") in page
    assert ("Together: €7<" in behind, "€100" in behind) == (True, False)


def test_what_was_given_in_kind_stands_by_itself(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    money.open_books(perm, twins)
    sponsor = organisation("Bus company", of=perm)
    for kind in (True, False):
        money.line(perm, "50", partnership=twins, when="2018", is_in_kind=kind, payer="sponsor",
                   payer_body=sponsor)  # fmt: skip

    page = client.get("/en/partnerships/twins/").text
    money_address = "/en/partnerships/twins/money/"
    in_kind, in_money, both = (
        client.get(money_address, query).text
        for query in ({"in_kind": "yes"}, {"in_kind": "no"}, {})
    )

    assert ("Sponsor, in kind" in page, page.count("€50")) == (True, 2)
    assert "Bus company" in in_kind
    assert "Together: €50, of it in kind: €50<" in in_kind
    assert "Together: €50<" in in_money
    assert "Together: €100, of it in kind: €50<" in both


def test_hours_of_volunteers_open_their_rows(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    money.open_books(perm, twins)
    visit = ledger.activity(oxford, host=perm, title={"en": "Visit"})
    money.hours(perm, visit, hours=Decimal("32.5"), note="Zebrafish")
    money.hours(oxford, visit, hours=Decimal(900))

    page = client.get("/en/partnerships/twins/").text
    behind = client.get("/en/partnerships/twins/hours/").text

    assert "<b>32.5</b><span>hours given by volunteers</span>" in page
    assert ("32.5" in behind, "900" in behind, "Zebrafish" in behind) == (True, False, False)


@pytest.mark.parametrize(
    ("query", "hours", "about"),
    [
        ({}, ["32.5", "900"], ""),
        ({"city": "perm"}, ["32.5"], " (Perm)"),
        ({"city": "oxford", "year": "2018"}, ["900"], " (Oxford, 2018)"),
        ({"year": "1990"}, [], " (1990)"),
        ({"payer": "sponsor"}, ["32.5", "900"], ""),
    ],
)
def test_hours_are_narrowed_by_city_and_year_and_the_title_says_so(
    client: Client, query: dict[str, str], hours: list[str], about: str
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    visit = ledger.activity(oxford, host=perm, when="2018-09")
    for side, given in ((perm, "32.5"), (oxford, "900")):
        money.open_books(side, twins)
        money.hours(side, visit, hours=Decimal(given), people=20)

    page = client.get("/en/partnerships/twins/hours/", query)

    table = page.context["table"]
    assert sorted(row[-1].text for row in table.rows) == hours if table else hours == []
    assert f"<h1>Hours of volunteers: Perm – Oxford{about}</h1>" in page.text
    assert [field.name for field in page.context["filter"].fields] == ["city"]
    assert ("noindex" in page.text) == bool(about)


def test_lines_of_many_cities_ask_no_more_questions(
    client: Client, django_assert_max_num_queries: object
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford, slug="twins")
    money.open_books(perm, twins)
    for _number in range(3):
        money.line(perm, activity=ledger.activity(oxford, host=perm))
    client.get("/en/partnerships/twins/money/")

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get("/en/partnerships/twins/money/").status_code == 200
