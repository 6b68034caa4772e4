from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.search import index

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import ProgrammeKind
from citytocity.sources.models import Citation, Record


class Programme(Record):
    """What groups activities: a cross-year, or a festival with its editions."""

    kind = models.CharField(_("kind"), max_length=20, choices=ProgrammeKind)
    title = I18nCharField(_("title"), max_length=300)
    summary = I18nTextField(_("summary"), blank=True)
    when = EDTFField(_("when"), blank=True, help_text=_("Empty for one that comes again."))
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    every_years = models.PositiveSmallIntegerField(
        _("comes every … years"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    website = models.URLField(_("website"), blank=True)

    citable = ("title", "when", "every_years")

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_years__range=(1, 100)),
                name="ledger_programme_interval_is_possible",
                violation_error_message=_("It comes every year, or every 100 years at most."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("ledger:programme", args=[self.slug])

    def search_terms(self) -> str:
        return f"{search_terms(self.title)} {search_terms(self.summary)}"


class ProgrammeCitation(Citation):
    record = ParentalKey(Programme, on_delete=models.CASCADE, related_name="citations")
