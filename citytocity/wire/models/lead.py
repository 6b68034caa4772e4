from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from citytocity.cities.models import City
from citytocity.wire.enums import LeadState
from citytocity.wire.models.feed import Feed


class Lead(models.Model):
    """Something a partner has published: its title, the beginning of its summary, its address.

    `mark` is the address without what follows readers around, so that an article that comes by two
    feeds is shown once to a city, but to each that follows it. `city` is the feed's when it came.
    `words` has what a machine made of title and summary, by language.
    """

    feed = models.ForeignKey(
        Feed, on_delete=models.CASCADE, related_name="leads", verbose_name=_("feed")
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("city")
    )
    key = models.CharField(max_length=500)
    mark = models.CharField(max_length=64)
    url = models.URLField(_("address"), max_length=1000)
    title = models.CharField(_("title"), max_length=300)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    published = models.DateTimeField(_("published"))
    state = models.CharField(_("state"), max_length=12, choices=LeadState, default=LeadState.NEW)
    words = models.JSONField(default=dict, blank=True)
    story = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("draft"),
    )

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-published"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="wire_lead_once_in_its_feed"),
            models.UniqueConstraint(fields=["city", "mark"], name="wire_lead_once_for_its_city"),
        ]

    def __str__(self) -> str:
        return self.title
