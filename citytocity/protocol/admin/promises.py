"""Promises in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated
from citytocity.protocol.admin.filters import PromiseFilterSet
from citytocity.protocol.admin.shared import ENDING, PUBLIC, ProtocolViewSet, between
from citytocity.protocol.models import Promise


class PromiseViewSet(ProtocolViewSet):
    model = Promise
    icon = "check"
    filterset_class = PromiseFilterSet
    list_display = [
        "__str__",
        between("from_city", "to_city"),
        dated(_("Promised"), "when"),
        dated(_("Due"), "due"),
        "state",
        PUBLIC,
    ]
    list_export = [
        "slug",
        "title",
        "from_city",
        "to_city",
        "when",
        "activity",
        "due",
        "state",
        "settled",
        "proof",
        "is_public",
    ]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([Choice("from_city"), Choice("to_city")]),
        FieldRowPanel([FieldPanel("when"), FieldPanel("due")]),
        Choice("activity"),
        MultiFieldPanel(
            [
                FieldRowPanel([Choice("from_body"), Choice("to_body")]),
                FieldPanel("person"),
                FieldPanel("office"),
            ],
            heading=_("Who promised it"),
        ),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("state"), FieldPanel("settled")]),
                FieldPanel("proof"),
                FieldPanel("proof_url"),
                FieldPanel("document"),
            ],
            heading=_("What became of it"),
        ),
        *ENDING,
    ]
