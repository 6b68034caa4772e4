from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(StrEnum):
    """Where the answer to an indicator comes from."""

    FIGURE = "figure"
    """Counted over the register by an indicator of the room of figures."""
    TYPED = "typed"
    """Given by a person, with its source."""
    FORMULA = "formula"
    """Worked out from other answers."""


class Scale(TextChoices):
    """How an answer becomes points from 0 to 100."""

    MIN_MAX = "min-max", _("between the least and the most")
    RANK = "rank", _("by rank")
    SHARE = "share", _("share of the sum of all cities")
