from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """Whether somebody gets Monday's letter, and which signs the last one told of."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("person"),
    )
    is_on = models.BooleanField(_("write to me on Mondays"), default=True)
    sent = models.DateField(_("last looked at"), null=True, blank=True)
    told = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return str(self.pk)
