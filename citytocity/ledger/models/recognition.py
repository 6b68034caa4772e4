from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.search import index

from citytocity.cities.models import City, Organisation
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, NameField
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import RecognitionKind
from citytocity.ledger.models.activity import Activity
from citytocity.ledger.models.partnership import Partnership
from citytocity.ledger.querysets import RecognitionQuerySet
from citytocity.sources.models import Citation, Record

LAST_RANK = 10_000


class Recognition(Record):
    """An award, a certificate or a rank in a rating, given to a city, a partnership or a body."""

    kind = models.CharField(_("kind"), max_length=12, choices=RecognitionKind)
    title = I18nCharField(_("title"), max_length=300)
    issuer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions_given",
        verbose_name=_("given by"),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=pgettext_lazy("given", "to the city"),
    )
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=_("to the partnership"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions_received",
        verbose_name=_("to the organisation"),
    )
    when = EDTFField(_("when"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    rank = models.PositiveSmallIntegerField(
        _("rank"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_RANK)],
    )
    category = I18nCharField(_("category"), max_length=200, blank=True)
    presented_by = NameField(_("presented by"), max_length=200, blank=True)
    received_by = NameField(_("received by"), max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=_("given at"),
    )

    objects = RecognitionQuerySet.as_manager()

    citable = ("title", "when", "rank", "category")
    blamed: ClassVar = {"ledger_recognition_has_receiver": "city"}

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = [models.F("when_first").desc(nulls_last=True), "slug"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False)
                | Q(partnership__isnull=False)
                | Q(organisation__isnull=False),
                name="ledger_recognition_has_receiver",
                violation_error_message=_("Say which city, partnership or body received it."),
            ),
            models.CheckConstraint(
                condition=Q(rank__range=(1, LAST_RANK)),
                name="ledger_recognition_rank_is_possible",
                violation_error_message=_("Ranks are counted from 1 to 10,000."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("ledger:recognition", args=[self.slug])

    def search_terms(self) -> str:
        return f"{search_terms(self.title)} {search_terms(self.category)}"


class RecognitionCitation(Citation):
    record = ParentalKey(Recognition, on_delete=models.CASCADE, related_name="citations")
