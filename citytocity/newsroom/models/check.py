from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.newsroom.enums import CheckKind, CheckState
from citytocity.stories.models import StoryPage


class Check(models.Model):
    """Somebody in the city written about confirms one kind of thing about a story, or objects."""

    story = models.ForeignKey(
        StoryPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )
    kind = models.CharField(_("what"), max_length=12, choices=CheckKind)
    state = models.CharField(
        _("state"), max_length=12, choices=CheckState, default=CheckState.ASKED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    content = models.CharField(max_length=32, blank=True)
    """Which words and pictures were confirmed, as `queries.fingerprint` tells them."""

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["asked"]
        constraints = [
            models.UniqueConstraint(fields=["story", "kind"], name="newsroom_check_once"),
            models.CheckConstraint(
                condition=Q(state=CheckState.ASKED, decided__isnull=True)
                | (~Q(state=CheckState.ASKED) & Q(decided__isnull=False)),
                name="newsroom_check_decided_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.story}"
