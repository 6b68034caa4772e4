"""Honours in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated, shown
from citytocity.protocol.admin.filters import HonourFilterSet
from citytocity.protocol.admin.shared import ENDING, PUBLIC, ProtocolViewSet
from citytocity.protocol.models import Honour
from citytocity.protocol.presentation import TO, honoured

RECEIVER = shown(TO, honoured, name="honoured")


class HonourViewSet(ProtocolViewSet):
    model = Honour
    icon = "success"
    filterset_class = HonourFilterSet
    list_display = ["__str__", "kind", "city", RECEIVER, dated(_("When"), "when"), PUBLIC]
    list_export = ["slug", "title", "kind", "city", RECEIVER, "when", "activity", "is_public"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when")]),
        FieldRowPanel([Choice("city"), Choice("of_city")]),
        MultiFieldPanel(
            [Choice("body"), FieldPanel("person"), FieldPanel("office"), FieldPanel("consent")],
            heading=_("To whom"),
        ),
        FieldPanel("summary"),
        Choice("activity"),
        FieldPanel("document"),
        *ENDING,
    ]
