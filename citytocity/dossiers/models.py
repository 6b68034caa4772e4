"""A dossier on practices of a city and its twins, for a competition: what was chosen, and words."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.dossiers.enums import Part
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.text import Words
from citytocity.ledger.models import Partnership
from citytocity.sources.models import ToldBesideFields

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_YEARS = 12
YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class Dossier(ToldBesideFields, models.Model):
    """What is told of it is counted and read from the register whenever somebody looks; kept are
    what was chosen, and the words that an officer put in the place of the register's."""

    wagtail_reference_index_ignore = True

    title = I18nCharField(_("title"), max_length=200)
    competition = I18nCharField(
        _("made for"),
        max_length=200,
        blank=True,
        help_text=_("The competition or the body that asks for it, as it calls itself."),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("city"),
        help_text=_("Whose dossier it is."),
    )
    partnerships = models.ManyToManyField(
        Partnership,
        through="Between",
        related_name="+",
        verbose_name=_("partnerships"),
        help_text=_("Those of the city with whom it was done."),
    )
    first_year = models.PositiveSmallIntegerField(_("from the year"), validators=YEARS)
    last_year = models.PositiveSmallIntegerField(_("to the year"), validators=YEARS)
    language = models.CharField(_("language"), max_length=12)
    beside = models.CharField(
        _("beside it, in"),
        max_length=12,
        blank=True,
        help_text=_("A second language that stands side by side with the first."),
    )
    context = I18nTextField(Part.CONTEXT.label, blank=True)
    aim = I18nTextField(Part.AIM.label, blank=True)
    actions = I18nTextField(Part.ACTIONS.label, blank=True)
    resources = I18nTextField(Part.RESOURCES.label, blank=True)
    outcome = I18nTextField(Part.OUTCOME.label, blank=True)
    replicability = I18nTextField(Part.REPLICABILITY.label, blank=True)
    annexes = I18nTextField(Part.ANNEXES.label, blank=True)
    changed = models.DateTimeField(auto_now=True)

    blamed: ClassVar = {
        "dossiers_dossier_ends_after_it_began": "last_year",
        "dossiers_dossier_is_short_enough": "last_year",
        "dossiers_dossier_years_are_possible": "first_year",
        "dossiers_dossier_languages_differ": "beside",
    }

    class Meta:
        ordering = ["-changed", "pk"]
        verbose_name = _("practice dossier")
        verbose_name_plural = _("practice dossiers")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="dossiers_dossier_ends_after_it_began",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__lt=F("first_year") + MOST_YEARS),
                name="dossiers_dossier_is_short_enough",
                violation_error_message=_("A dossier is of at most 12 years."),
            ),
            models.CheckConstraint(
                condition=Q(first_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="dossiers_dossier_years_are_possible",
                violation_error_message=_("Years are from 1900 to 2200."),
            ),
            models.CheckConstraint(
                condition=~Q(beside=F("language")) & ~Q(language=""),
                name="dossiers_dossier_languages_differ",
                violation_error_message=_("These are the same language: choose another, or none."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of its one or two languages, in their order."""
        return (self.language, self.beside) if self.beside else (self.language,)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    def words_of(self, part: str) -> Words:
        """What an officer wrote of the part."""
        return getattr(self, part)


class Between(models.Model):
    """A partnership that a dossier is about."""

    wagtail_reference_index_ignore = True

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="between")
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("partnership"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("partnership of a dossier")
        verbose_name_plural = _("partnerships of dossiers")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "partnership"], name="dossiers_partnership_once"
            )
        ]

    def __str__(self) -> str:
        """Without the title, which is for the city's own office: this is told to whoever wants to
        delete the partnership."""
        return str(_("a practice dossier of %(city)s") % {"city": self.dossier.city})


class Chosen(models.Model):
    """A result that a dossier tells of, by its key: it may be deleted from the register, and that
    is to be said, not lost. Brought back it has its old key. `title` is what it was called."""

    wagtail_reference_index_ignore = True

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="chosen")
    result_key = models.PositiveBigIntegerField()
    title = I18nCharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("result of a dossier")
        verbose_name_plural = _("results of dossiers")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "result_key"], name="dossiers_result_once")
        ]

    def __str__(self) -> str:
        return str(self.title)
