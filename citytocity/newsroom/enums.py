from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckKind(TextChoices):
    """What somebody confirms before a story is out."""

    FACTS = "facts", _("facts")
    PICTURES = "pictures", _("rights of the pictures")
    CONSENT = "consent", _("consent of the people shown")
    MINORS = "minors", _("young people under 18")


class CheckState(TextChoices):
    ASKED = "asked", _("asked")
    CONFIRMED = "confirmed", _("confirmed")
    OBJECTED = "objected", _("objection")


class Stage(TextChoices):
    """Where a story stands on the board; worked out, never stored."""

    WRITING = "writing", _("being written")
    CHECKING = "checking", _("being checked")
    READY = "ready", _("ready")
    PLANNED = "planned", _("has its day")
    OUT = "out", _("published")


class Rhythm(TextChoices):
    """How often somebody is told what waits."""

    DAILY = "daily", _("every working day")
    WEEKLY = "weekly", _("on Mondays")
    NEVER = "never", _("never")


class Matter(Enum):
    """What may wait for a person."""

    CHECKS = auto()
    TRANSLATIONS = auto()
    PROPOSALS = auto()
