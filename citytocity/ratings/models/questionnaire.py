from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import MOST_INHABITANTS, City
from citytocity.languages.plain_text import validate_plain

FIRST_YEAR, LAST_YEAR = 1900, 2200


class Questionnaire(models.Model):
    """A rating that a city fills in for a year. `rating` is the code of a definition.

    What the register can answer is not kept here: it is counted whenever somebody looks, until the
    entry is frozen.
    """

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    rating = models.CharField(_("rating"), max_length=60)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    population = models.PositiveIntegerField(
        _("inhabitants"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_INHABITANTS)],
    )
    population_source = models.CharField(
        _("source of the number of inhabitants"),
        max_length=300,
        blank=True,
        validators=[validate_plain],
    )

    class Meta:
        ordering = ["-year", "rating", "city__slug"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "rating", "year"],
                name="ratings_questionnaire_once",
                violation_error_message=_("This city fills in this rating for the year already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="ratings_questionnaire_year_is_possible",
                violation_error_message=_("Years are from 1900 to 2200."),
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True)
                | Q(population__range=(1, MOST_INHABITANTS)) & ~Q(population_source=""),
                name="ratings_questionnaire_inhabitants_have_a_source",
                violation_error_message=_("Say where the number of inhabitants is known from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} {self.year}: {self.city}"

    @property
    def is_of_a_past_year(self) -> bool:
        """Whether the register can have all that it asks for."""
        return self.year < timezone.localdate().year
