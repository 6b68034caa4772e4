"""What a city may say of a record that another city's register has, and by which way."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatementState(TextChoices):
    """How a city stands to a record: asked, or as it answered last. What it confirmed may be
    outdated: the facts are others since."""

    WAITING = "waiting", _("waiting for an answer")
    CONFIRMED = "confirmed", _("confirmed")
    OUTDATED = "outdated", _("confirmed, changed since")
    CORRECTED = "corrected", _("says otherwise")
    DECLINED = "declined", _("not confirmed")


class Verdict(TextChoices):
    """What one answer says."""

    CONFIRMED = "confirmed", _("It is so")
    CORRECTED = "corrected", _("Something is different: I correct it below")
    DECLINED = "declined", _("We cannot confirm it")


class Way(TextChoices):
    """How an answer came."""

    LINK = "link", _("by the link of a letter")
    ACCOUNT = "account", _("by an account")
    FILE = "file", _("by a signed file")


DISPUTED = (StatementState.CORRECTED, StatementState.DECLINED)
