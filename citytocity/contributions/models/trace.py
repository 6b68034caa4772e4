from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citytocity.contributions.models.contribution import Contribution
from citytocity.stories.models import StoryPage


class Trace(models.Model):
    """One of the marks of a text, by which another text that says the same is found.

    What the marks are, `contributions.likeness` says. A trace is of a contribution or of a story.
    """

    mark = models.BigIntegerField(db_index=True)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, related_name="traces"
    )
    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=True) ^ Q(story__isnull=True),
                name="contributions_trace_of_one_text",
            )
        ]

    def __str__(self) -> str:
        return str(self.mark)
