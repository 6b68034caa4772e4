from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City
from citytocity.ledger.models import Partnership


class Openness(models.Model):
    """A side of a partnership wants the seven answers to be public. Without a row it does not."""

    wagtail_reference_index_ignore = True

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="+", verbose_name=_("partnership")
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("side")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("open accounts")
        verbose_name_plural = _("open accounts")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "city"], name="links_side_is_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.city}"
