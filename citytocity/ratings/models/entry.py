from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citytocity.languages.fields import KeptJSONField
from citytocity.ledger.models import Recognition
from citytocity.ratings.models.questionnaire import Questionnaire


class NeverChangedError(Exception):
    """Somebody tried to change what was handed in."""


class EntryQuerySet(models.QuerySet):
    def public(self) -> "EntryQuerySet":
        return self.filter(is_public=True)

    def shown(self) -> "EntryQuerySet":
        return self.select_related("questionnaire__city")


class Entry(models.Model):
    """A questionnaire as it was handed in: its definition, answers and points, for good.

    `told` is what `freezing` makes of it. Of an entry only these can change: whether all may read
    it, and which recognitions came of it.
    """

    CHANGES = frozenset({"is_public"})

    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.PROTECT, related_name="entry", editable=False
    )
    told = KeptJSONField(editable=False)
    frozen = models.DateTimeField(pgettext_lazy("questionnaire", "handed in"), editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    is_public = models.BooleanField(_("open to all"), default=False)
    recognitions = models.ManyToManyField(
        Recognition, blank=True, related_name="+", verbose_name=_("recognitions")
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-questionnaire__year", "questionnaire__rating", "pk"]
        verbose_name = _("entry for a rating")
        verbose_name_plural = _("entries for ratings")

    def __str__(self) -> str:
        return str(self.questionnaire)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """NeverChangedError for anything of an entry that is there, but what may change."""
        names = kwargs.get("update_fields")
        if not self._state.adding and (names is None or not self.CHANGES.issuperset(names)):
            raise NeverChangedError
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        asked = self.questionnaire
        return reverse("ratings:entry", args=[asked.rating, asked.year, asked.city.slug])
