"""Honours in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.admin.closed import ClosedViewSet
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated, shown
from citytocity.ledger.presentation import when_in_words
from citytocity.protocol.admin.filters import HonourFilterSet
from citytocity.protocol.admin.shared import PUBLIC
from citytocity.protocol.models import Honour
from citytocity.protocol.presentation import honoured

TO = shown(_("To"), honoured, name="honoured")


class HonourViewSet(ClosedViewSet):
    model = Honour
    icon = "success"
    filterset_class = HonourFilterSet
    list_display = ["__str__", "kind", "city", TO, dated(_("When"), "when"), PUBLIC]
    list_export = ["slug", "title", "kind", "city", TO, "when", "activity", "is_public"]
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
        FieldPanel("is_public"),
        SOURCES,
        IDENTITY,
    ]

    def records(self) -> QuerySet:
        return Honour.objects.shown()

    def hint(self, record: Any) -> Any:
        return when_in_words(record.when)
