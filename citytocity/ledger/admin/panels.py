"""What the forms of several kinds have in common."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.choosing import Choice, CitedFact
from citytocity.ledger.panels import Rows

SOURCES = Rows(
    "citations",
    heading=_("Sources"),
    label=_("source"),
    add=_("Add a source"),
    panels=[
        Choice("source"),
        FieldRowPanel([CitedFact("about"), FieldPanel("states")]),
        FieldPanel("note"),
    ],
)
IDENTITY = MultiFieldPanel(
    [FieldPanel("slug")], heading=_("Id in addresses and files"), classname="collapsed"
)
