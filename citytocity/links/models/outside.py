from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.models import Partnership

DEAD_AFTER = 2
"""A server may be down for a day: an address is dead when it has failed twice, a week apart."""


class OutsideLinkQuerySet(models.QuerySet):
    def dead(self) -> models.QuerySet:
        return self.filter(failures__gte=DEAD_AFTER)


class OutsideLink(models.Model):
    """A web address that the register names, and how it answered."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    checked = models.DateTimeField(_("last looked at"), null=True, blank=True, db_index=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    fault = models.CharField(_("what went wrong"), max_length=120, blank=True)
    failures = models.PositiveSmallIntegerField(_("failed in a row"), default=0)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0) | Q(checked__isnull=False),
                name="links_failed_when_looked_at",
            )
        ]

    def __str__(self) -> str:
        return self.url


class Place(models.Model):
    """Where in the register an address stands: a source or a result, and of which partnership."""

    link = models.ForeignKey(OutsideLink, on_delete=models.CASCADE, related_name="places")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    noun = models.CharField(max_length=20)
    key = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("place of a link")
        verbose_name_plural = _("places of links")
        constraints = [
            models.UniqueConstraint(
                fields=["link", "partnership", "noun", "key"], name="links_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.key}"
