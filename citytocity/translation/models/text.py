import datetime
import math
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import TranslationSource

from citytocity.cities.models import City

WORTH = datetime.timedelta(days=3)


def rank(changed: datetime.datetime, readings: int) -> datetime.datetime:
    """Newest and most read first: each time the readings double, a text counts as three days
    newer. A page read 1,000 times in a month goes before one of last month that nobody read."""
    return changed + WORTH * math.log2(1 + readings)


class Text(models.Model):
    """Something to translate: a story's page, or the words of a record of the register.

    `version` grows with each change of the original that its translations should follow.
    `readings` are those of the last 30 days; `rank` is when it changed, the later the more it is
    read.
    """

    page = models.OneToOneField(
        TranslationSource,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
    )
    kind = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    record_key = models.PositiveBigIntegerField(null=True, blank=True)
    record = GenericForeignKey("kind", "record_key")
    language = models.CharField(_("language of the original"), max_length=12)
    title = models.CharField(_("title"), max_length=300)
    city = models.ForeignKey(
        City,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city"),
    )
    version = models.PositiveIntegerField(default=1)
    fingerprint = models.CharField(max_length=64, blank=True)
    is_out = models.BooleanField(_("published"), default=False)
    changed = models.DateTimeField(_("changed"))
    readings = models.PositiveIntegerField(_("readings"), default=0)
    rank = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        indexes = [models.Index(fields=["-rank"], name="translation_text_wanted")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_key"], name="translation_text_of_one_record"
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=True) ^ Q(record_key__isnull=True),
                name="translation_text_of_page_or_record",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def note_change(self, when: datetime.datetime) -> None:
        """Its original is another one since then."""
        self.changed, self.rank = when, rank(when, self.readings)

    @property
    def kind_in_words(self) -> Any:
        model = self.kind.model_class()
        return model._meta.verbose_name if model else self.kind.name
