from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.contacts.enums import Cause
from citytocity.contacts.models.contact import ContactPoint


class Handover(models.Model):
    """An office that somebody leaves, until somebody else holds it or nobody is to."""

    wagtail_reference_index_ignore = True

    contact = models.OneToOneField(ContactPoint, on_delete=models.CASCADE, related_name="handover")
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    opened = models.DateTimeField(_("opened"), default=timezone.now)
    successor = models.ForeignKey(
        ContactPoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("successor"),
    )
    written = models.DateTimeField(_("partner told"), null=True, blank=True)
    done = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = [F("done").asc(nulls_first=True), "-opened"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done=None) | Q(done__gte=F("opened")),
                name="contacts_handover_is_done_after_it_opened",
            )
        ]

    def __str__(self) -> str:
        return str(self.contact)
