import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.mail.links import signed
from citytocity.people.models.membership import RoleInCity

DAYS = 14


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor too old."""
        return self.filter(accepted=None, sent__gt=timezone.now() - datetime.timedelta(days=DAYS))


class Invitation(RoleInCity):
    """A role that waits for the person behind an e-mail address; its link holds two weeks."""

    PURPOSE = "invitation"

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language of the letter"), max_length=12, default=settings.LANGUAGE_CODE
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    sent = models.DateTimeField(_("sent"), default=timezone.now)
    accepted = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta(RoleInCity.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent"]
        constraints = [
            *RoleInCity.Meta.constraints,
            models.UniqueConstraint(
                Lower("email"),
                "role",
                Coalesce("city", 0),
                "from_language",
                "to_language",
                condition=Q(accepted__isnull=True),
                name="people_invitation_once",
                violation_error_message=_("This address is invited to this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.in_words}"

    @property
    def url(self) -> str:
        """The address in the letter. A second letter makes the link of the first one void."""
        token = signed([self.pk, int(self.sent.timestamp())], purpose=self.PURPOSE)
        return f"{settings.BASE_URL}{reverse('people:invitation', args=[token])}"
