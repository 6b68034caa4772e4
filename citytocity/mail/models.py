from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citytocity.mail.addresses import KEY_LENGTH
from citytocity.mail.enums import Reason


class Suppression(models.Model):
    """That an address is written to no more. Who has it can look it up; nobody can read it here.

    Once lifted it stays, so that an old notice, told again, does not bring it back.
    """

    key = models.CharField(_("key of the address"), max_length=KEY_LENGTH, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    since = models.DateTimeField(_("since"))
    lifted = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("address written to no more")
        verbose_name_plural = _("addresses written to no more")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="mail_suppression_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(lifted__isnull=True) | Q(lifted__gte=F("since")),
                name="mail_suppression_lifted_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.since:%Y-%m-%d})"


class SendingDay(models.Model):
    """How many letters were let go on a day, where the pace bounds them."""

    day = models.DateField(_("day"), unique=True)
    letters = models.PositiveIntegerField(_("letters"), default=0)

    class Meta:
        verbose_name = _("day of sending")
        verbose_name_plural = _("days of sending")

    def __str__(self) -> str:
        return f"{self.day}: {self.letters}"
