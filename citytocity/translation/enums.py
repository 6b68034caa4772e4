from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """How far a text is in one language. Whether its original changed since is worked out."""

    OPEN = "open", _("open")
    CLAIMED = "claimed", _("being translated")
    TRANSLATED = "translated", _("translated")
    IN_REVIEW = "review", _("in review")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")


DONE = frozenset({JobState.APPROVED, JobState.PUBLISHED})
"""Nobody has to do anything, unless the original changes."""
