from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.figures.scope import Scope
from citytocity.languages.fields import I18nTextField
from citytocity.ledger.models import Partnership
from citytocity.sources.models import ToldBesideFields

LAST_YEAR = 2200
THERE_ALREADY = _("This report is there already.")


class Report(ToldBesideFields, models.Model):
    """The annual report of a city, of two cities together, or of a partnership.

    It is made out of the register whenever it is opened; typed in are only a word before it and
    the plan. Readers see it once it is published.
    """

    wagtail_reference_index_ignore = True

    slug = models.SlugField(_("id"), max_length=200, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1), MaxValueValidator(LAST_YEAR)]
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city"),
        help_text=_("Whose report it is."),
    )
    other = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("together with the city"),
        help_text=_("For a joint report: only what both did together counts, each once."),
    )
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("or of the partnership"),
    )
    foreword = I18nTextField(
        _("a word before it"), blank=True, help_text=_("Numbers belong into the register.")
    )
    outlook = I18nTextField(_("plan for the next year, in words"), blank=True)
    published = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    changed = models.DateTimeField(auto_now=True)

    blamed: ClassVar = {
        "reports_report_is_of_somebody": "city",
        "reports_report_is_of_two": "other",
        "reports_report_of_a_city_once": "year",
        "reports_report_of_two_once": "year",
        "reports_report_of_a_partnership_once": "year",
        "reports_report_year_is_possible": "year",
    }

    class Meta:
        ordering = ["-year", "slug"]
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, partnership__isnull=True)
                | Q(city__isnull=True, other__isnull=True, partnership__isnull=False),
                name="reports_report_is_of_somebody",
                violation_error_message=_("Choose a city, or else a partnership."),
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("city")),
                name="reports_report_is_of_two",
                violation_error_message=_("A joint report is of two different cities."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1, LAST_YEAR)),
                name="reports_report_year_is_possible",
                violation_error_message=_("There is no such year."),
            ),
            models.UniqueConstraint(
                fields=["year", "city"],
                condition=Q(other__isnull=True, city__isnull=False),
                name="reports_report_of_a_city_once",
                violation_error_message=THERE_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["year", "city", "other"],
                condition=Q(other__isnull=False),
                name="reports_report_of_two_once",
                violation_error_message=THERE_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["year", "partnership"],
                condition=Q(partnership__isnull=False),
                name="reports_report_of_a_partnership_once",
                violation_error_message=THERE_ALREADY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.of}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.other_id and not self.city_id:
            raise ValidationError({"other": _("Choose the city whose report it is as well.")})

    @property
    def of(self) -> str:
        """Whom it is of."""
        if self.partnership is not None:
            return str(self.partnership)
        return " – ".join(str(city) for city in (self.city, self.other) if city)

    @property
    def scope(self) -> Scope:
        return Scope(self.city, self.other, self.partnership)

    @property
    def own_slug(self) -> str:
        """The id that it has in addresses."""
        if self.partnership is not None:
            return f"{self.year}-with-{self.partnership.slug}"
        of = "-and-".join(city.slug for city in (self.city, self.other) if city)
        return f"{self.year}-{of}"
