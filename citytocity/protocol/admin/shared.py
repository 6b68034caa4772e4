"""What the lists of the protocol have in common."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from citytocity.ledger.listing import shown

PUBLIC = shown(
    _("Seen by"),
    lambda record: gettext("everybody") if record.is_public else gettext("the office"),
    name="is_public",
    sort_key="is_public",
)


def between(first: str, second: str) -> Column:
    """From which city to which."""
    return shown(
        _("Cities"),
        lambda record: " → ".join(
            str(city) for city in (getattr(record, first), getattr(record, second)) if city
        ),
        name="cities",
    )
