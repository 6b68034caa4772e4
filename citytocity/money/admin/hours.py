"""Hours of volunteers in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from citytocity.ledger.admin.closed import ClosedViewSet
from citytocity.ledger.choosing import Choice, ChoosingForm
from citytocity.ledger.listing import dated
from citytocity.money.admin.filters import HoursFilterSet
from citytocity.money.models import Hours


class HoursViewSet(ClosedViewSet):
    model = Hours
    record_form = ChoosingForm
    icon = "time"
    filterset_class = HoursFilterSet
    list_display = ["activity", "city", "people", "hours", dated(_("Period"), "when")]
    list_export = ["city", "activity", "when", "people", "hours", "note"]
    panels = [
        FieldRowPanel([Choice("activity"), Choice("city")]),
        FieldRowPanel([FieldPanel("people"), FieldPanel("hours")]),
        FieldPanel("when"),
        FieldPanel("note"),
    ]
