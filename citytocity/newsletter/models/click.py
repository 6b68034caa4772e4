from django.db import models
from django.utils.translation import gettext_lazy as _

from citytocity.newsletter.models.issue import Issue, Item


class Clicks(models.Model):
    """How often an item of an issue was opened from letters in a language on a day.

    A number, of which nobody can tell who is in it.
    """

    wagtail_reference_index_ignore = True

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="clicks")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="clicks")
    language = models.CharField(max_length=12)
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number of clicks")
        verbose_name_plural = _("numbers of clicks")
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "item", "language", "day"], name="newsletter_clicks_of_a_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.number}"
