"""Results and recognitions in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger import filters
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.admin.viewset import RecordViewSet
from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated, shown
from citytocity.ledger.models import Recognition, Result
from citytocity.ledger.panels import Rows
from citytocity.ledger.presentation import amount

CARD = MultiFieldPanel(
    [
        FieldPanel("problem"),
        FieldPanel("done"),
        FieldPanel("done_by"),
        FieldPanel("cost"),
        FieldPanel("changed"),
        FieldPanel("how_to_copy"),
        Choice("contact"),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ],
    heading=_("For other cities: how it works and where to see it"),
    classname="collapsed",
)
STATE = shown(_("State"), lambda record: record.state.label, name="state")


class ResultViewSet(RecordViewSet):
    model = Result
    icon = "pick"
    filterset_class = filters.ResultFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("When"), "when"),
        STATE,
        shown(_("How much"), amount, name="amount"),
    ]
    list_export = [
        "slug",
        "title",
        "kind",
        "when",
        STATE,
        "from_city",
        "to_city",
        "activity",
        "value",
        "unit",
        "certainty",
        "still_running",
        "contact",
        "place",
    ]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when")]),
        FieldRowPanel([Choice("from_city"), Choice("to_city")]),
        FieldRowPanel([Choice("activity"), Choice("partnership")]),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("certainty")]),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("still_running"), FieldPanel("checked_on")]),
        CARD,
        Rows(
            "evidence",
            heading=_("Evidence"),
            label=_("piece of evidence"),
            add=_("Add a piece of evidence"),
        ),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        joined = ("from_city", "to_city", "activity", "contact")
        return Result.objects.select_related(*joined).prefetch_related("evidence")


class RecognitionViewSet(RecordViewSet):
    model = Recognition
    icon = "success"
    filterset_class = filters.RecognitionFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("When"), "when"),
    ]
    list_export = ["slug", "title", "kind", "issuer", "city", "partnership", "when", "rank"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when"), FieldPanel("rank")]),
        FieldPanel("category"),
        Choice("issuer"),
        FieldRowPanel([Choice("city"), Choice("partnership")]),
        Choice("organisation"),
        FieldRowPanel([FieldPanel("presented_by"), FieldPanel("received_by")]),
        Choice("activity"),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Recognition.objects.with_cities()
