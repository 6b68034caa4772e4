from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.contributions.models.contribution import Contribution


class Question(models.Model):
    """What an editor asked the sender, and what came back."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="questions"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked = models.DateTimeField(default=timezone.now)
    words = models.TextField(_("your question"), max_length=2_000)
    answer = models.TextField(_("your answer"), max_length=5_000, blank=True)
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words
