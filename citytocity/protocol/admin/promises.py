"""Promises in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.admin.closed import ClosedViewSet
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated
from citytocity.ledger.presentation import when_in_words
from citytocity.protocol.admin.filters import PromiseFilterSet
from citytocity.protocol.admin.shared import PUBLIC, between
from citytocity.protocol.models import Promise


class PromiseViewSet(ClosedViewSet):
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
        FieldPanel("is_public"),
        SOURCES,
        IDENTITY,
    ]

    def records(self) -> QuerySet:
        return Promise.objects.shown()

    def hint(self, record: Any) -> Any:
        return when_in_words(record.when)
