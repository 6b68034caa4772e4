import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from citytocity.languages.money import money_in_words
from citytocity.money.models import MoneyLine, OpenBooks
from tests.factories import ledger, money
from tests.factories.cities import cities

pytestmark = pytest.mark.django_db
RATE = {"rate": Decimal("73.5"), "rate_currency": "RUB", "rate_day": datetime.date(2018, 9, 14)}
BY = {"rate_source": "Central bank"}


def is_kept(make: Any, *args: Any, **values: Any) -> bool:
    try:
        with transaction.atomic():
            make(*args, **values)
    except DatabaseError:  # PostgreSQL measures a number before it asks the constraint
        return False
    return True


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({}, True),
        ({"amount": "0"}, True),
        ({"amount": "-0.01"}, False),
        ({"amount": "1000000000000"}, False),
        ({"currency": ""}, False),
        ({"activity": None}, False),
        (RATE | BY, True),
        (RATE, False),
        (RATE | BY | {"rate": Decimal(0)}, False),
        (RATE | BY | {"rate_day": None}, False),
        ({"rate_source": "Central bank"}, False),
    ],
)
def test_a_line_is_kept_only_when_it_is_whole_and_possible(values: Any, kept: bool) -> None:
    perm, oxford = cities("Perm", "Oxford")
    visit = ledger.activity(oxford, host=perm)

    assert is_kept(money.line, perm, **{"activity": visit} | values) is kept


def test_a_line_of_a_partnership_has_a_period_and_no_activity() -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins, visit = ledger.partnership(perm, oxford), ledger.activity(oxford, host=perm)

    found = [
        is_kept(money.line, perm, partnership=twins, when="2018"),
        is_kept(money.line, perm, partnership=twins),
        is_kept(money.line, perm, partnership=twins, activity=visit, when="2018"),
    ]

    assert found == [True, False, False]


@pytest.mark.parametrize(
    ("people", "hours", "kept"),
    [(4, "32", True), (0, "1", False), (1, "0", False), (1, "8784.01", False), (1, "8784", True)],
)
def test_hours_are_those_that_people_have(people: int, hours: str, kept: bool) -> None:
    perm, oxford = cities("Perm", "Oxford")
    visit = ledger.activity(oxford, host=perm)

    given = is_kept(money.hours, perm, visit, people=people, hours=Decimal(hours))

    assert given is kept


def line(**values: Any) -> MoneyLine:
    perm, oxford = cities("Perm", "Oxford")
    values = {"activity": ledger.activity(oxford, host=perm), "currency": "EUR"} | values
    return MoneyLine(
        city=perm, amount=Decimal("100.10"), category="travel", stage="actual", **values
    )


def test_the_worth_of_a_line_is_counted_at_its_rate_and_rounded_as_the_currency_is() -> None:
    paid = line(**RATE, **BY)
    paid.full_clean()

    assert paid.worth == (Decimal("7357.35"), "RUB")


def test_what_was_paid_at_home_needs_no_rate_and_abroad_has_no_worth_without_one() -> None:
    home = line(currency="RUB")

    abroad = MoneyLine(city=home.city, amount=Decimal(5), currency="GBP")

    assert (home.worth, abroad.worth) == ((Decimal("100.10"), "RUB"), None)


def test_the_currency_of_the_office_is_that_of_its_country() -> None:
    paid = line(**RATE | {"rate_currency": ""}, **BY)

    paid.full_clean()

    assert paid.rate_currency == "RUB"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"currency": ""}, {"currency": ["This field cannot be blank."]}),
        (
            {"currency": "XYZ"},
            {"currency": ["“XYZ” is no currency. Write its three letters, such as EUR or RUB."]},
        ),
        (
            {"currency": "RUB"} | RATE | BY,
            {"rate": ["It is in the office’s currency already: no rate is needed."]},
        ),
        (
            RATE | BY | {"rate_day": datetime.date(2999, 1, 1)},
            {"rate_day": ["This day is still to come."]},
        ),
        (
            RATE,
            {
                "rate": [
                    "A rate needs its day, its currency and whose it is; or leave all that empty."
                ]
            },
        ),
        (
            {"activity": None, "when": "2018"},
            {"activity": ["Say which activity or which partnership it is for."]},
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_told_beside_its_field(values: Any, told: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        line(**values).full_clean()

    assert refused.value.message_dict == told


def test_books_are_opened_once_and_by_a_side_of_the_partnership() -> None:
    perm, oxford, duisburg = cities("Perm", "Oxford", "Duisburg")
    twins = ledger.partnership(perm, oxford)
    money.open_books(perm, twins)

    assert not is_kept(money.open_books, perm, twins)
    with pytest.raises(ValidationError) as refused:
        OpenBooks(city=duisburg, partnership=twins).full_clean()
    assert refused.value.message_dict == {"city": ["This city is no side of the partnership."]}


@pytest.mark.parametrize(
    ("amount", "language", "words"),
    [
        ("1200", "en", "€1,200"),
        ("1200.5", "en", "€1,200.50"),
        ("1200.5", "ru", "1\xa0200,50\xa0€"),
        ("0.07", "de", "0,07\xa0€"),
        ("1200", "zh-hans", "€1,200"),
    ],
)
def test_money_is_written_as_the_language_writes_it(amount: str, language: str, words: str) -> None:
    assert money_in_words(Decimal(amount), "EUR", language) == words
