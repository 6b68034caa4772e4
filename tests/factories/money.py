"""Lines of money and hours."""

from decimal import Decimal
from typing import Any

from citytocity.cities.models import City
from citytocity.ledger.models import Activity, Partnership
from citytocity.money.enums import Category, Payer, Stage
from citytocity.money.models import Hours, MoneyLine, OpenBooks


def line(city: City, amount: str = "100", **values: Any) -> MoneyLine:
    """A hundred euros that the city paid for travel; what for is given by the test."""
    defaults = {
        "category": Category.TRAVEL,
        "stage": Stage.ACTUAL,
        "payer": Payer.CITY,
        "currency": "EUR",
    }
    return MoneyLine.objects.create(city=city, amount=Decimal(amount), **defaults | values)


def hours(city: City, activity: Activity, **values: Any) -> Hours:
    defaults = {"people": 4, "hours": Decimal(32)}
    return Hours.objects.create(city=city, activity=activity, **defaults | values)


def open_books(city: City, partnership: Partnership) -> OpenBooks:
    return OpenBooks.objects.create(city=city, partnership=partnership)
