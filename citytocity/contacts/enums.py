"""What may be said of a contact: to whom it is shown, what it answered, how well it speaks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sharing(TextChoices):
    """What the other cities of the partnership may see, as the person has agreed."""

    NOTHING = "nothing", _("nothing: for our own office only")
    NAMED = "named", _("name and office")
    REACHABLE = "reachable", _("name, office, and how to reach the person")


class Level(TextChoices):
    """How well a language is spoken, by the Common European Framework of Reference."""

    A1 = "a1", "A1"
    A2 = "a2", "A2"
    B1 = "b1", "B1"
    B2 = "b2", "B2"
    C1 = "c1", "C1"
    C2 = "c2", "C2"
    NATIVE = "native", _("native")


class Answer(TextChoices):
    """What a contact said when asked by letter."""

    SAME = "same", _("That is still me")
    GONE = "gone", _("No longer")
    CHANGED = "changed", _("Something is different")


class Cause(TextChoices):
    """Why an office is handed over."""

    TERM_OVER = "term-over", _("the term is over")
    SAID_SO = "said-so", _("the person says: no longer")
