from django.db import models
from django.db.models import Q


class Reading(models.Model):
    """How often a public page was asked for on a day; nothing about who asked.

    `path` stands without its language, as in `cities/perm/`.
    """

    day = models.DateField()
    language = models.CharField(max_length=12)
    path = models.CharField(max_length=300)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "path"], name="readings_reading_once_a_day"
            ),
            models.CheckConstraint(condition=Q(times__gt=0), name="readings_reading_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language}/{self.path}: {self.times}"
