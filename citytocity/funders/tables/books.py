"""The books of the city, in the year of a sheet."""

from typing import Any

from citytocity.funders.subjects import Subject
from citytocity.money.models import MoneyLine


def paid_by(subject: Subject) -> Any:
    """What was paid in money in the year, out of the books of the city."""
    found: Any = MoneyLine.objects.paid()
    return found.of_city(subject.city).in_year(subject.year).filter(is_in_kind=False)
