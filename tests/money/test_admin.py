"""The books in the admin: their sums, and whom they are open to."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from citytocity.cities.models import City
from citytocity.money.admin import RECORDS
from citytocity.money.models import MoneyLine
from citytocity.people.enums import Role
from tests.factories import ledger, money
from tests.factories.cities import cities, city
from tests.factories.people import member

pytestmark = pytest.mark.django_db
LINES = "/admin/snippets/money/moneyline/"
KINDS = [viewset.model._meta.model_name for viewset in RECORDS]


@pytest.fixture
def registrar(client: Client) -> Client:
    """Somebody who keeps the register of Perm."""
    client.force_login(member(Role.REGISTRAR, city("Perm")))
    return client


def books_of(owner: City, guest: City) -> Any:
    """A row of each kind in the books of the city, about a thing with a word of its own."""
    twins = ledger.partnership(owner, guest, name={"en": "Zebrafish"})
    visit = ledger.activity(guest, host=owner, title={"en": "Zebrafish"})
    return {
        "moneyline": money.line(owner, activity=visit, note="Zebrafish"),
        "hours": money.hours(owner, visit),
        "openbooks": money.open_books(owner, twins),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_registrar_keeps_the_books_of_her_city(registrar: Client, kind: str) -> None:
    row = books_of(City.objects.get(), city("Oxford"))[kind]
    base = f"/admin/snippets/money/{kind}/"
    paths = ["", "?q=zebra", "?export=csv", "add/", f"edit/{row.pk}/", f"history/{row.pk}/"]

    answers = [registrar.get(base + path) for path in paths]

    assert [answer.status_code for answer in answers] == [200] * len(paths)
    assert b"Zebrafish" in answers[0].content
    assert b"Zebrafish" in answers[2].getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_side_of_a_visit_does_not_see_what_it_cost(registrar: Client, kind: str) -> None:
    row = books_of(city("Oxford"), City.objects.get(slug="perm"))[kind]
    base = f"/admin/snippets/money/{kind}/"
    pages = [f"{page}/{row.pk}/" for page in ("edit", "history", "usage", "delete")]

    listed = [registrar.get(base + path).getvalue() for path in ("", "?q=zebra", "?export=csv")]
    refused = [registrar.get(base + path).headers.get("Location") for path in pages]

    assert [b"Zebrafish" in words for words in listed] == [False] * 3
    assert refused == ["/admin/"] * len(pages)


def test_the_list_says_what_its_lines_come_to(registrar: Client) -> None:
    perm, oxford = City.objects.get(), city("Oxford")
    visit = ledger.activity(oxford, host=perm)
    rate = {"rate": Decimal(70), "rate_currency": "RUB", "rate_day": "2018-09-14",
            "rate_source": "Central bank"}  # fmt: skip
    money.line(perm, "100.50", activity=visit, **rate)
    money.line(perm, "500", activity=visit, currency="RUB", is_in_kind=True)
    money.line(perm, "7", activity=visit, currency="GBP", category="lodging")
    money.line(perm, "900", activity=visit, currency="RUB", stage="planned")

    page = registrar.get(LINES)
    only_lodging = registrar.get(f"{LINES}?category=lodging")

    assert page.context["sums"] == [
        {"stage": "Planned", "sum": "RUB\xa0900"},
        {
            "stage": "Paid",
            "sum": "€100.50, £7, RUB\xa0500, of it in kind: RUB\xa0500"
            " · in the office’s currency: RUB\xa07,535"
            " · 1 line has no rate and is not in this sum.",
        },
    ]
    assert "of it in kind: RUB\xa0500 · in the office" in page.text
    assert [row["sum"] for row in only_lodging.context["sums"]] == ["£7"]


def sent(**values: Any) -> dict[str, Any]:
    return {
        "stage": "actual", "category": "travel", "payer": "city", "amount": "12.50",
        "currency": "EUR",
    } | values  # fmt: skip


def test_a_line_is_written_into_the_books_of_her_own_city_alone(registrar: Client) -> None:
    perm, oxford = City.objects.get(), city("Oxford")
    visit = ledger.activity(oxford, host=perm)

    others = registrar.post(f"{LINES}add/", sent(city=oxford.pk, activity=visit.pk))
    own = registrar.post(f"{LINES}add/", sent(city=perm.pk, activity=visit.pk))

    assert (others.status_code, own.status_code) == (200, 302)
    assert "A record must touch a city whose register you keep." in others.text
    assert [(line.city, line.amount) for line in MoneyLine.objects.all()] == [
        (perm, Decimal("12.50"))
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"currency": ""}, "This field is required."),
        ({"amount": "1000000000000"}, "Ensure that there are no more than 12 digits"),
        ({"rate": "0"}, "A rate is more than 0."),
        ({"activity": ""}, "Say which activity or which partnership it is for."),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(
    registrar: Client, values: Any, told: str
) -> None:
    perm = City.objects.get()
    visit = ledger.activity(city("Oxford"), host=perm)

    page = registrar.post(f"{LINES}add/", sent(city=perm.pk, activity=visit.pk) | values)

    assert page.status_code == 200
    assert told in page.text
    assert not MoneyLine.objects.exists()


def test_a_list_of_three_lines_asks_no_more_than_one_of_one(
    registrar: Client, django_assert_max_num_queries: Any
) -> None:
    perm, oxford, _duisburg = City.objects.get(), *cities("Oxford", "Duisburg")
    twins = ledger.partnership(perm, oxford)
    money.line(perm, partnership=twins, when="2018")
    registrar.get(LINES)
    with django_assert_max_num_queries(40) as for_one:
        registrar.get(LINES)

    for number in range(2):
        money.line(perm, activity=ledger.activity(oxford, host=perm), amount=str(number))

    with django_assert_max_num_queries(len(for_one)):
        registrar.get(LINES)
