"""What the forms of several kinds have in common."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from citytocity.ledger.choosing import Choice, CitedFact

SOURCES = InlinePanel(
    "citations",
    heading=_("Sources"),
    label=_("source"),
    panels=[
        Choice("source"),
        FieldRowPanel([CitedFact("about"), FieldPanel("states")]),
        FieldPanel("note"),
    ],
)
IDENTITY = MultiFieldPanel(
    [FieldPanel("slug")], heading=_("Id in addresses and files"), classname="collapsed"
)
