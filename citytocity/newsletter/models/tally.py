import datetime

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.newsletter.enums import Turn


class Tally(models.Model):
    """How many readers came or went in a month: a number, which stays when they are forgotten."""

    wagtail_reference_index_ignore = True

    month = models.DateField()
    turn = models.CharField(max_length=8, choices=Turn)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("coming and going of readers")
        verbose_name_plural = _("coming and going of readers")
        constraints = [
            models.UniqueConstraint(fields=["month", "turn"], name="newsletter_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.turn}: {self.number}"

    @classmethod
    def add(cls, turn: Turn, number: int = 1) -> None:
        """So many more this month, in the transaction that makes it so."""
        month: datetime.date = timezone.localdate().replace(day=1)
        if number:
            row, _is_new = cls.objects.get_or_create(month=month, turn=turn)
            cls.objects.filter(pk=row.pk).update(number=F("number") + number)
