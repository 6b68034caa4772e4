from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.languages.plain_text import validate_plain
from citytocity.languages.stems import search_terms
from citytocity.ledger.models import Activity
from citytocity.money.models.books import OfAPeriod
from citytocity.money.querysets import HoursQuerySet

MOST_HOURS = 10_000_000
MOST_VOLUNTEERS = 200_000  # times the hours of a year is a number that PostgreSQL counts with
HOURS_OF_A_YEAR = 8_784


class Hours(OfAPeriod):
    """The hours that a city's volunteers gave to an activity, all of them together."""

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", verbose_name=_("volunteers of the city")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="+", verbose_name=_("activity")
    )
    people = models.PositiveIntegerField(
        _("volunteers"), validators=[MinValueValidator(1), MaxValueValidator(MOST_VOLUNTEERS)]
    )
    hours = models.DecimalField(
        _("hours, all together"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MOST_HOURS)],
    )
    note = models.CharField(
        _("what they did"),
        max_length=500,
        blank=True,
        validators=[validate_plain],
        help_text=_("Without names. For the office alone."),
    )

    objects = HoursQuerySet.as_manager()

    blamed: ClassVar = {
        "money_hours_people_are_possible": "people",
        "money_hours_are_possible": "hours",
        "money_hours_fit_the_people": "hours",
    }

    class Meta(OfAPeriod.Meta):
        verbose_name = _("hours of volunteers")
        verbose_name_plural = _("hours of volunteers")
        constraints = [
            models.CheckConstraint(
                condition=Q(people__range=(1, MOST_VOLUNTEERS)),
                name="money_hours_people_are_possible",
                violation_error_message=_("Volunteers are counted from 1 to 200,000."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS),
                name="money_hours_are_possible",
                violation_error_message=_("Hours are more than 0, and not over ten million."),
            ),
            models.CheckConstraint(
                condition=Q(hours__lte=F("people") * HOURS_OF_A_YEAR),
                name="money_hours_fit_the_people",
                violation_error_message=_(
                    "So few people cannot have given so many hours in a year."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.city}"

    def search_terms(self) -> str:
        return search_terms(self.activity.title)
