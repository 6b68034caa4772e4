"""What lines come to: the sum of what is shown of each, to the cent."""

import datetime
from decimal import Decimal

import pytest

from citytocity.money.models import MoneyLine
from citytocity.money.queries import paid_by_year, sums
from tests.factories import ledger, money
from tests.factories.cities import cities

pytestmark = pytest.mark.django_db


def test_what_lines_are_worth_together_is_the_sum_of_what_each_is_shown_to_be_worth() -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford)
    rate = {
        "rate": Decimal("73.335"),
        "rate_currency": "RUB",
        "rate_day": datetime.date(2018, 9, 14),
        "rate_source": "Central bank",
    }
    for amount in ("0.10", "0.10", "0.30"):
        money.line(perm, amount, partnership=twins, when="2018", **rate)

    together = sums(MoneyLine.objects.all())["actual"]

    shown = [line.worth[0] for line in MoneyLine.objects.all() if line.worth]
    assert shown == [Decimal("22.00"), Decimal("7.33"), Decimal("7.33")]
    assert together.worth == {"RUB": sum(shown)}
    assert (together.paid, together.lines) == ({"EUR": Decimal("0.50")}, 3)


def test_large_sums_keep_their_cents() -> None:
    perm, oxford = cities("Perm", "Oxford")
    twins = ledger.partnership(perm, oxford)
    for amount in ["999999999999.99"] * 20 + ["0.03"]:
        money.line(perm, amount, partnership=twins, when="2018")
    exact = Decimal("19999999999999.83")

    (paid,) = paid_by_year(MoneyLine.objects.all())

    assert paid.amount == exact
    assert sums(MoneyLine.objects.all())["actual"].paid == {"EUR": exact}
