"""What happens by protocol between cities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(TextChoices):
    """Seen from the city whose record it is."""

    GIVEN = "given", pgettext_lazy("a gift", "given")
    RECEIVED = "received", pgettext_lazy("a gift", "received")


class PromiseState(TextChoices):
    OPEN = "open", pgettext_lazy("of a promise", "open")
    KEPT = "kept", pgettext_lazy("of a promise", "kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a promise", "withdrawn")


class HonourKind(TextChoices):
    CITIZEN = "honorary-citizen", _("honorary citizen")
    MERIT = "certificate-of-merit", _("certificate of merit")
    THANKS = "letter-of-thanks", _("letter of thanks")
    MEDAL = "medal", _("medal or badge")
    NAME = "name", _("a place or prize named after them")
    OTHER = "other", _("other honour")
