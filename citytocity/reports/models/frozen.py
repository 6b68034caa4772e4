import hashlib
from typing import Any, NoReturn

import rfc8785
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.languages.plain_text import validate_plain
from citytocity.reports.models.report import Report
from citytocity.reports.told import Annual

NEVER_CHANGES = _("A report that was handed in never changes. Hand in another one.")


class Frozen(models.Model):
    """A report as it was handed in: `told` holds all of it, and the keys of its records.

    It is written once. The digest (SHA-256 of the canonical JSON, RFC 8785) shows if the row was
    changed by other means than this site.
    """

    wagtail_reference_index_ignore = True

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="frozen", verbose_name=_("annual report")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    to = models.CharField(
        _("handed in to"),
        max_length=200,
        validators=[validate_plain],
        help_text=_("The council, the ministry, the association."),
    )
    handed_in = models.DateTimeField(_("handed in"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    told = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["report", "-number"]
        verbose_name = _("report handed in")
        verbose_name_plural = _("reports handed in")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_frozen_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(digest="") & ~Q(to=""),
                name="reports_frozen_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ValidationError(NEVER_CHANGES)
        self.digest = digest_of(self.told)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reports:frozen", args=[self.report.slug, self.number])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(NEVER_CHANGES)

    @property
    def annual(self) -> Annual:
        return Annual.model_validate(self.told)

    @property
    def is_as_it_was(self) -> bool:
        return self.digest == digest_of(self.told)


def digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()
