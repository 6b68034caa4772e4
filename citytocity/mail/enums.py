"""Why no more letters go to an address, and what came back of one."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why an address is written to no more; the later stands before the earlier."""

    BOUNCED = "bounced", _("there is no such mailbox")
    COMPLAINED = "complained", _("its owner called a letter spam")
    ASKED = "asked", _("its owner asked for no more letters")

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)


class Returned(StrEnum):
    """What a letter was answered with after it had been taken."""

    BOUNCED = "bounced"
    """There is no such mailbox."""
    COMPLAINED = "complained"
    """Its reader called it spam."""
    ASKED = "asked"
    """Its reader asked for no more, where the provider asks."""
    FAILED = "failed"
    """It was not delivered, though the mailbox may be there."""
