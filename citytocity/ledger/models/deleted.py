from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citytocity.cities.models import City


class DeletedRecord(models.Model):
    """A record that was deleted, as it stood then, so that it can be brought back.

    `facts` holds it and its rows as revisions keep them. Its earlier states went with it.
    """

    kind = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    title = models.CharField(_("record"), max_length=400)
    cities = models.ManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    facts = models.JSONField(editable=False)
    deleted = models.DateTimeField(_("deleted"), auto_now_add=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    brought_back = models.DateTimeField(_("brought back"), null=True)

    class Meta:
        verbose_name = _("deleted record")
        verbose_name_plural = _("deleted records")
        ordering = ["-deleted", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(brought_back__isnull=True) | Q(brought_back__gte=models.F("deleted")),
                name="ledger_deleted_before_brought_back",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is looked at and brought back."""
        return reverse("deletedrecord:inspect", args=[self.pk])

    @property
    def model(self) -> Any:
        """The kind of record it is."""
        return self.kind.model_class()
