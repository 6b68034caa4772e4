"""Questions on contributions alone."""

from typing import TYPE_CHECKING

from django.db import models

from citytocity.contributions.enums import OPEN, WITH_SENDER

if TYPE_CHECKING:
    from citytocity.contributions.models import Contribution  # noqa: F401


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def received(self) -> "ContributionQuerySet":
        """Those whose senders have confirmed their address."""
        return self.exclude(state__in=WITH_SENDER)

    def open(self) -> "ContributionQuerySet":
        """Those that an editor has still to decide on."""
        return self.filter(state__in=OPEN)
