import hashlib
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from citytocity.languages.fields import KeptJSONField, as_kept
from citytocity.languages.plain_text import validate_plain
from citytocity.reports.models.report import Report
from citytocity.reports.told import Annual

NEVER_CHANGES = _("A report that was handed in never changes. Hand in another one.")


class Frozen(models.Model):
    """A report as it was handed in: `told` holds all that its page says.

    It is written once, with the records behind its figures. The digest (SHA-256 of what is kept)
    shows if the row was changed by other means than this site, the marks in it if a record was.
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
    told = KeptJSONField()
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

    @cached_property
    def annual(self) -> Annual:
        return Annual.model_validate(self.told)

    @property
    def is_as_it_was(self) -> bool:
        """Whether what its page says is; the records are looked at where they are listed."""
        return self.digest == digest_of(self.told)


class FrozenFigure(models.Model):
    """The records behind a figure of what was handed in: of which kind, and of each its key and
    its part. `parts` are in the order in which they were listed. Where it is not that of the whole
    year, `narrowed` says so as its address does: `year=2015`, `theme=sport`."""

    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField(max_length=60)
    narrowed = models.CharField(max_length=300, blank=True)
    model = models.CharField(max_length=60)
    parts = KeptJSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "code", "narrowed"], name="reports_frozen_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.frozen}: {self.code} {self.narrowed}".rstrip()


class FrozenRecord(models.Model):
    """A record that a report counted when it was handed in, called as it was then."""

    frozen = models.ForeignKey(
        Frozen, on_delete=models.PROTECT, related_name="records", db_index=False
    )
    model = models.CharField(max_length=60)
    key = models.BigIntegerField()
    title = KeptJSONField()
    path = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "model", "key"], name="reports_frozen_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.frozen}: {self.model} {self.key}"


def digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(as_kept(told).encode()).hexdigest()
