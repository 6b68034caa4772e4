"""What the lists and forms of the protocol have in common."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from citytocity.ledger.admin.closed import ClosedViewSet
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.listing import shown
from citytocity.ledger.presentation import when_in_words

PUBLIC = shown(
    _("Seen by"),
    lambda record: gettext("everybody") if record.is_public else gettext("the office"),
    name="is_public",
    sort_key="is_public",
)
ENDING = [FieldPanel("is_public"), SOURCES, IDENTITY]
"""The last panels of a form."""


class ProtocolViewSet(ClosedViewSet):
    """Among suggestions a record is told by its day."""

    def hint(self, record: Any) -> Any:
        return when_in_words(record.when)


def between(first: str, second: str) -> Column:
    """From which city to which."""
    return shown(
        _("Cities"),
        lambda record: " → ".join(
            str(city) for city in (getattr(record, first), getattr(record, second)) if city
        ),
        name="cities",
    )
