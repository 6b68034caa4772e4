from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.newsroom.enums import Rhythm


class Reminder(models.Model):
    """How often a person is told by letter what waits, and when that was done last."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("person"),
    )
    rhythm = models.CharField(
        _("tell me what waits"), max_length=8, choices=Rhythm, default=Rhythm.WEEKLY
    )
    sent = models.DateField(_("last letter"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return self.get_rhythm_display()
