import datetime
import zoneinfo
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.languages.plain_text import validate_plain
from citytocity.sources.models import ToldBesideFields
from citytocity.visits.models.visit import Visit

EARLIEST, LATEST = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (1900, 2200))
"""Before and after these nobody counts on clocks, and at the ends of the calendar they break."""
OF_OUR_TIME = _("Write a day between the years 1900 and 2199.")
ENDS_FIRST = _("It must end after it begins.")


def validate_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(zone)s” is no time zone.") % {"zone": name})


def validate_of_our_time(moment: datetime.datetime) -> None:
    if not EARLIEST <= moment < LATEST:
        raise ValidationError(OF_OUR_TIME)


class ProgrammeItem(ToldBesideFields, models.Model):
    """What happens from when to when, by the clocks of its place."""

    wagtail_reference_index_ignore = True

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="items")
    starts = models.DateTimeField(_("begins"), validators=[validate_of_our_time])
    ends = models.DateTimeField(_("ends"), null=True, blank=True, validators=[validate_of_our_time])
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        validators=[validate_zone],
        help_text=_("By whose clocks, such as Asia/Yekaterinburg."),
    )
    title = I18nCharField(_("what"), max_length=200)
    place = I18nCharField(_("place"), max_length=200, blank=True)
    note = I18nTextField(
        _("note"), max_length=2000, blank=True, help_text=_("Dress, what to bring; it is printed.")
    )
    attends = models.CharField(
        _("who attends"), max_length=300, blank=True, validators=[validate_plain]
    )
    transport = models.CharField(
        _("transport"), max_length=200, blank=True, validators=[validate_plain]
    )
    interpreter = models.BooleanField(_("interpreter"), default=False)
    sight = models.BooleanField(_("sight"), default=False)
    public = models.BooleanField(_("public"), default=False)

    blamed: ClassVar = {
        "visits_item_ends_after_it_begins": "ends",
        "visits_item_is_of_our_time": "starts",
    }

    class Meta:
        verbose_name = _("item of the programme")
        verbose_name_plural = _("items of the programme")
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="visits_item_ends_after_it_begins",
                violation_error_message=ENDS_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(starts__gte=EARLIEST, starts__lt=LATEST)
                & (Q(ends__isnull=True) | Q(ends__lt=LATEST)),
                name="visits_item_is_of_our_time",
                violation_error_message=OF_OUR_TIME,
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def clocks(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def begins(self) -> datetime.datetime:
        """When it begins by the clocks of the place."""
        return self.starts.astimezone(self.clocks)

    @property
    def finishes(self) -> datetime.datetime | None:
        """When it ends by the clocks of the place; None if that is open."""
        return self.ends.astimezone(self.clocks) if self.ends else None
