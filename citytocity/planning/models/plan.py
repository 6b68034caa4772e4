from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.models import Activity, Partnership, Recognition, Result, Theme
from citytocity.stories.models import StoryPage


class Plan(models.Model):
    """A story that a city means to tell, and the draft of it once it is begun.

    `key` is that of the suggestion it came from (`queries.Suggestion`); empty where somebody wrote
    it. So nothing is begun twice.
    """

    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("city")
    )
    key = models.CharField(max_length=200, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=255, validators=[validate_plain])
    when = EDTFField(_("when it should be out"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who writes it"),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    topics = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("topics"))
    cities = models.ManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="+", verbose_name=_("activities")
    )
    partnerships = models.ManyToManyField(
        Partnership, blank=True, related_name="+", verbose_name=_("partnerships")
    )
    results = models.ManyToManyField(
        Result, blank=True, related_name="+", verbose_name=_("results")
    )
    recognitions = models.ManyToManyField(
        Recognition, blank=True, related_name="+", verbose_name=_("recognitions")
    )
    story = models.ForeignKey(
        StoryPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("draft"),
    )

    class Meta:
        verbose_name = _("planned story")
        verbose_name_plural = _("planned stories")
        ordering = [models.F("when_first").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "key"], condition=~Q(key=""), name="planning_plan_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
