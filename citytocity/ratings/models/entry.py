import hashlib
from typing import Any, NoReturn

import rfc8785
from django.conf import settings
from django.db import models
from django.db.models import Q
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

    def update(self, **values: Any) -> int:
        if not Entry.CHANGES.issuperset(values):
            raise NeverChangedError
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise NeverChangedError


class Entry(models.Model):
    """A questionnaire as it was handed in: its definition, answers and points, for good.

    Of an entry only these can change: whether all may read it, and which recognitions came of it.
    The digest (SHA-256 of the canonical JSON of `told`, RFC 8785) shows if the row was changed by
    other means than this site.
    """

    CHANGES = frozenset({"is_public"})

    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.PROTECT, related_name="entry", editable=False
    )
    told = KeptJSONField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
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
        constraints = [
            models.CheckConstraint(condition=~Q(digest=""), name="ratings_entry_has_a_digest")
        ]

    def __str__(self) -> str:
        return str(self.questionnaire)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """NeverChangedError for anything of an entry that is there, but what may change."""
        names = kwargs.get("update_fields")
        if not self._state.adding and (names is None or not self.CHANGES.issuperset(names)):
            raise NeverChangedError
        if self._state.adding:
            self.digest = digest_of(self.told)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        asked = self.questionnaire
        return reverse("ratings:entry", args=[asked.rating, asked.year, asked.city.slug])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChangedError

    @property
    def is_as_it_was(self) -> bool:
        return self.digest == digest_of(self.told)


def digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()
