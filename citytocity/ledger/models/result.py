from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index

from citytocity.cities.models import City, Organisation
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.stems import search_terms
from citytocity.ledger.enums import (
    Certainty,
    EvidenceKind,
    ResultKind,
    ResultState,
    StillRunning,
)
from citytocity.ledger.models.activity import Activity
from citytocity.ledger.models.partnership import Partnership
from citytocity.ledger.querysets import PaperQuerySet, ResultQuerySet
from citytocity.sources.models import Citation, Record


class Result(Record):
    """What came of it. Without evidence it is shown as claimed.

    What others need to know who would do the same: the problem, what was done and by whom, what it
    cost and what it changed, how to copy it and which office to ask. Never a person: who answers
    there is for `contacts` to know.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ResultKind)
    title = I18nCharField(_("statement"), max_length=300)
    summary = I18nTextField(_("summary"), blank=True)
    when = EDTFField(_("when"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        verbose_name=_("came of the activity"),
    )
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        verbose_name=_("came of the partnership"),
    )
    from_city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results_given",
        verbose_name=_("from the city"),
    )
    to_city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results_received",
        verbose_name=_("to the city"),
    )
    value = models.DecimalField(
        _("number"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = I18nCharField(_("unit"), max_length=80, blank=True)
    certainty = models.CharField(
        _("how sure"), max_length=10, choices=Certainty, default=Certainty.COUNTED
    )
    still_running = models.CharField(
        _("still running?"), max_length=8, choices=StillRunning, default=StillRunning.UNKNOWN
    )
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    problem = I18nTextField(
        _("the problem"), blank=True, help_text=_("What was wrong, or missing, before.")
    )
    done = I18nTextField(_("what was done"), blank=True)
    done_by = I18nCharField(
        _("by whom"),
        max_length=300,
        blank=True,
        help_text=_("Offices and bodies, no private persons: readers see it."),
    )
    cost = I18nCharField(
        _("what it cost"),
        max_length=200,
        blank=True,
        help_text=_("In words, with the currency and what is in it."),
    )
    changed = I18nTextField(
        _("what it changed"), blank=True, help_text=_("What is different for people since then.")
    )
    how_to_copy = I18nTextField(
        _("how to copy it"), blank=True, help_text=_("First steps, conditions, what to avoid.")
    )
    contact = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results_explained",
        verbose_name=_("whom to ask"),
        help_text=_("The office or body that answers questions of other cities."),
    )
    place = I18nCharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("Where one can see it: the hall, the park, the street."),
    )
    latitude = models.DecimalField(
        _("latitude of the place"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude of the place"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    objects = ResultQuerySet.as_manager()

    citable = ("title", "when", "value", "still_running", "cost", "changed")
    blamed: ClassVar = {
        "ledger_result_practice_travels": "to_city",
        "ledger_result_place_is_whole": "latitude",
    }

    search_fields = [
        index.SearchField("search_terms"),
        index.AutocompleteField("search_terms"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = [F("when_first").desc(nulls_last=True), "slug"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ResultKind.PRACTICE_ADOPTED)
                | (Q(from_city__isnull=False, to_city__isnull=False) & ~Q(from_city=F("to_city"))),
                name="ledger_result_practice_travels",
                violation_error_message=_("A practice is adopted from one city by another."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="ledger_result_value_is_possible",
                violation_error_message=_("The number cannot be less than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a check that comes to NULL is passed by databases
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="ledger_result_place_is_whole",
                violation_error_message=_(
                    "Give latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        if self.value is not None and not self.unit:
            raise ValidationError({"unit": _("Say what is counted.")})

    def get_absolute_url(self) -> str:
        return reverse("ledger:result", args=[self.slug])

    @property
    def state(self) -> ResultState:
        """Evidenced if a piece of evidence is on record, else claimed."""
        return ResultState.EVIDENCED if self.evidence.all() else ResultState.CLAIMED

    @property
    def position(self) -> tuple[float, float] | None:
        """Where one can see it, in degrees; None where that is not on record."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    def search_terms(self) -> str:
        words = (self.title, self.summary, self.problem, self.done, self.place)
        return " ".join(search_terms(word) for word in words)


class ResultCitation(Citation):
    record = ParentalKey(Result, on_delete=models.CASCADE, related_name="citations")


class Evidence(Orderable):
    """What proves a result: a link, a document or a picture."""

    result = ParentalKey(Result, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = I18nCharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    objects = PaperQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.LINK) & ~Q(url=""))
                | Q(kind=EvidenceKind.DOCUMENT, document__isnull=False)
                | Q(kind=EvidenceKind.PICTURE, picture__isnull=False),
                name="ledger_evidence_is_there",
                violation_error_message=_(
                    "A link needs its address, a document its file, a picture its image."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)
