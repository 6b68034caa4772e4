"""Activities and who took part, in the admin."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger import filters
from citytocity.ledger.admin.forms import RecordForm
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.admin.viewset import RecordViewSet
from citytocity.ledger.choosing import Choice, ChoosingForm
from citytocity.ledger.listing import dated, in_a_row, shown
from citytocity.ledger.models import Activity, Participation, repeated_groups
from citytocity.ledger.panels import NamedBy, Rows
from citytocity.ledger.presentation import cities_of, people, when_in_words

CITIES = shown(_("Cities"), lambda record: in_a_row(cities_of(record)), name="cities")


class ActivityForm(RecordForm):
    """Every group of people stands in it once."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = self.rows("participations")
        groups = [(row.cleaned_data["city"], row.cleaned_data.get("organisation")) for row in rows]
        for place, message in repeated_groups(groups).items():
            rows[place].add_error("organisation" if groups[place][1] else "city", message)
        return cleaned


class ActivityViewSet(RecordViewSet):
    model = Activity
    record_form = ActivityForm
    icon = "date"
    filterset_class = filters.ActivityFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("When"), "when"),
        CITIES,
        "status",
    ]
    list_export = [
        "slug",
        "title",
        "kind",
        "when",
        shown(_("First day"), lambda record: record.when_first, name="when_first"),
        shown(_("Last day"), lambda record: record.when_last, name="when_last"),
        "status",
        CITIES,
        "host",
        "programme",
        "edition",
        "attendance",
        "attendance_certainty",
    ]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when"), FieldPanel("status")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([Choice("host"), FieldPanel("country")]),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("take_part_until"), FieldPanel("take_part_at")]),
                FieldPanel("take_part_how"),
            ],
            heading=_("Who wants to take part"),
        ),
        Rows(
            "participations",
            heading=_("Who took part"),
            label=_("city's group"),
            add=_("Add a city's group"),
            panels=[
                FieldRowPanel([Choice("city"), Choice("organisation")]),
                FieldRowPanel([FieldPanel("role"), FieldPanel("mode"), FieldPanel("certainty")]),
                FieldRowPanel([FieldPanel("people"), FieldPanel("youth")]),
                FieldRowPanel([FieldPanel("women"), FieldPanel("men"), FieldPanel("nonbinary")]),
                FieldPanel("head_name"),
                FieldPanel("head_office"),
                FieldPanel("detail"),
                Choice("source"),
            ],
        ),
        FieldRowPanel([FieldPanel("attendance"), FieldPanel("attendance_certainty")]),
        MultiFieldPanel(
            [
                FieldRowPanel([Choice("programme"), FieldPanel("edition")]),
                Choice("part_of"),
                FieldPanel("occasion"),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                Choice("organisers"),
                Choice("supporters"),
                FieldRowPanel([FieldPanel("covers"), FieldPanel("recurring")]),
            ],
            heading=_("What it belongs to"),
        ),
        NamedBy(
            "results",
            heading=_("Results"),
            told=lambda result: result.state.label,
            add=_("Add a result"),
        ),
        Rows(
            "inspired_by",
            heading=_("Works it was inspired by"),
            label=_("work"),
            add=_("Add a work"),
        ),
        Rows(
            "credits",
            heading=_("Credits"),
            label=_("credit"),
            add=_("Add a credit"),
            panels=[
                FieldPanel("role"),
                FieldRowPanel([FieldPanel("name"), Choice("organisation")]),
            ],
        ),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Activity.objects.shown().select_related("programme")

    def hint(self, record: Any) -> Any:
        return when_in_words(record.when)


class ParticipationViewSet(RecordViewSet):
    model = Participation
    record_form = ChoosingForm
    icon = "user"
    filterset_class = filters.ParticipationFilterSet
    list_display = [
        "__str__",
        "role",
        shown(_("People"), people, name="people", sort_key="people"),
        dated(_("When"), "activity__when"),
    ]
    list_export = [
        "activity",
        "city",
        "organisation",
        "role",
        "mode",
        "people",
        "youth",
        "women",
        "men",
        "nonbinary",
        "certainty",
    ]
    panels = [
        Choice("activity"),
        FieldRowPanel([Choice("city"), Choice("organisation")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("mode"), FieldPanel("certainty")]),
        FieldRowPanel([FieldPanel("people"), FieldPanel("youth")]),
        FieldRowPanel([FieldPanel("women"), FieldPanel("men"), FieldPanel("nonbinary")]),
        FieldPanel("head_name"),
        FieldPanel("head_office"),
        FieldPanel("detail"),
        Choice("source"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Participation.objects.shown()
