from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.languages.fields import I18nCharField
from citytocity.planning.enums import Weekday, Which
from citytocity.planning.rules import Rule

ONE_OF_BOTH = _("Give the day of the month; or which one, and the day of the week.")
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class DayToKnow(models.Model):
    """A day of every year that the host office adds to those everybody knows (`days.yaml`)."""

    name = I18nCharField(_("name"), max_length=200)
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("day of the month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    which = models.SmallIntegerField(_("which one"), null=True, blank=True, choices=Which)
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), null=True, blank=True, choices=Weekday
    )
    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city"),
        help_text=_("Empty: a day for all cities."),
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("day to know")
        verbose_name_plural = _("days to know")
        ordering = ["month", "day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day__range=(1, 31), which__isnull=True, weekday__isnull=True)
                | Q(day__isnull=True, which__in=Which.values, weekday__range=(0, 6)),
                name="planning_day_has_one_rule",
                violation_error_message=ONE_OF_BOTH,
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)), name="planning_day_is_in_a_month"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        by_weekday = self.which is not None and self.weekday is not None
        has_none = self.which is None and self.weekday is None
        if not (has_none if self.day else by_weekday):
            raise ValidationError({"day": ONE_OF_BOTH})
        if self.day and 1 <= (self.month or 0) <= 12 and self.day > LONGEST[self.month - 1]:
            raise ValidationError({"day": _("This month has no such day.")})

    @property
    def rule(self) -> Rule:
        return Rule(self.month, self.day, self.which, self.weekday)
