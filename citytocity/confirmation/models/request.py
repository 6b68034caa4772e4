import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.cities.models import City
from citytocity.confirmation.models.statement import Statement
from citytocity.languages.plain_text import validate_plain
from citytocity.mail.links import signed

LONGEST = 90  # days


class Request(models.Model):
    """A letter that asks somebody of the other city to confirm records, by a signed link.

    `sendings` counts how often it was sent: the link of a later letter makes the earlier void.
    """

    PURPOSE = "confirmation"

    by_city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("asks")
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, related_name="+", verbose_name=_("is asked")
    )
    statements = models.ManyToManyField(Statement, related_name="requests")
    name = models.CharField(
        pgettext_lazy("of a person", "name"), max_length=150, validators=[validate_plain]
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of the letter"), max_length=12)
    message = models.TextField(
        _("a word of your own"), max_length=1_000, blank=True, validators=[validate_plain]
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    sent = models.DateTimeField(_("sent"), default=timezone.now)
    sendings = models.PositiveSmallIntegerField(default=1)
    until = models.DateTimeField(_("link holds until"))
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for confirmation")
        verbose_name_plural = _("requests for confirmation")
        ordering = ["-sent", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(city=F("by_city")), name="confirmation_request_to_another"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("sent")), name="confirmation_request_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_city} → {self.city}"

    @property
    def token(self) -> str:
        """What the link carries."""
        return signed([self.pk, self.sendings], purpose=self.PURPOSE)

    @property
    def holds(self) -> bool:
        return self.revoked is None and self.until > timezone.now()

    @classmethod
    def end_of(cls, days: int) -> datetime.datetime:
        return timezone.now() + datetime.timedelta(days=min(days, LONGEST))
