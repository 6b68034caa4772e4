"""Partnerships and their agreements, in the admin."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.cities.models import City
from citytocity.dates.edtf import parse
from citytocity.ledger import filters
from citytocity.ledger.admin.forms import NamedRecordForm, RecordForm
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.admin.viewset import RecordViewSet
from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated, in_a_row, shown, states_in_words
from citytocity.ledger.models import NO_SIDE, WITH_ITSELF, Agreement, Partnership
from citytocity.ledger.panels import NamedBy, Rows
from citytocity.ledger.presentation import when_in_words

STATUS = shown(_("Status"), states_in_words, name="status")


class PartnershipForm(NamedRecordForm):
    """Two different cities or more; every state belongs to one of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = self.formsets["sides"]
        sides.error_messages["too_few_forms"] = gettext("A partnership needs two cities or more.")

    def _named(self, cleaned: dict[str, Any]) -> str:
        cities = [
            str(form.cleaned_data["city"].slug)
            for form in self.formsets["sides"].forms
            if form.is_valid() and form.cleaned_data.get("city")
        ]
        return "-".join(cities) or super()._named(cleaned)

    def clean(self) -> dict[str, Any]:
        """The database knows of no rule between rows that come together, so they are looked at
        here, whatever else is wrong with them."""
        cleaned = super().clean()
        sides: set[City] = set()
        for row in self.rows("sides"):
            if (city := row.cleaned_data["city"]) in sides:
                row.add_error("city", WITH_ITSELF)
            sides.add(city)
        for row in self.rows("states"):
            if (city := row.cleaned_data["city"]) not in sides:
                row.add_error("city", NO_SIDE % {"cities": city})
        return cleaned


class AgreementForm(RecordForm):
    """One without a title is called by its partnership and the year it was signed in."""

    def _named(self, cleaned: dict[str, Any]) -> str:
        if cleaned.get("title") or not cleaned.get("partnership"):
            return super()._named(cleaned)
        signed = parse(cleaned["signed"]).first if cleaned.get("signed") else None
        return f"{cleaned['partnership'].slug} {signed.year if signed else ''}"


class PartnershipViewSet(RecordViewSet):
    model = Partnership
    record_form = PartnershipForm
    icon = "link"
    filterset_class = filters.PartnershipFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("Since"), "since"),
        STATUS,
    ]
    list_export = [
        "slug",
        "kind",
        shown(_("Cities"), lambda record: in_a_row(record.cities), name="cities"),
        STATUS,
        "since",
        "first_contact",
        "base_date",
    ]
    panels = [
        FieldPanel("kind"),
        Rows(
            "sides",
            heading=_("Sides"),
            label=_("side"),
            add=_("Add a side"),
            min_num=2,
            panels=[
                FieldRowPanel([Choice("city"), FieldPanel("recognised")]),
                FieldRowPanel([Choice("office"), Choice("association")]),
            ],
        ),
        FieldRowPanel([FieldPanel("since"), FieldPanel("first_contact"), FieldPanel("base_date")]),
        Rows(
            "states",
            heading=_("Status history, side by side"),
            label=_("state"),
            add=_("Add a state"),
            panels=[
                FieldRowPanel([Choice("city"), FieldPanel("state"), FieldPanel("when")]),
                FieldPanel("decision"),
                Choice("source"),
            ],
        ),
        Rows(
            "milestones",
            heading=_("Milestones"),
            label=_("milestone"),
            add=_("Add a milestone"),
            panels=[FieldPanel("when"), FieldPanel("what"), Choice("source")],
        ),
        NamedBy(
            "agreements",
            heading=_("Agreements"),
            told=lambda agreement: when_in_words(agreement.signed),
            add=_("Add an agreement"),
        ),
        NamedBy(
            "results",
            heading=_("Results"),
            told=lambda result: result.state.label,
            add=_("Add a result"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("summary"),
                FieldPanel("origin"),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
            ],
            heading=_("In words"),
        ),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Partnership.objects.shown()

    def hint(self, record: Any) -> Any:
        return record.get_kind_display()


class AgreementViewSet(RecordViewSet):
    model = Agreement
    record_form = AgreementForm
    icon = "doc-full"
    filterset_class = filters.AgreementFilterSet
    list_display = [
        "__str__",
        "kind",
        dated(_("Signed"), "signed"),
    ]
    list_export = ["slug", "title", "kind", "partnership", "signed", "place", "valid"]
    panels = [
        Choice("partnership"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("signed"), FieldPanel("valid")]),
        FieldPanel("title"),
        FieldPanel("place"),
        FieldPanel("occasion"),
        Rows(
            "signatories",
            heading=_("Signatories"),
            label=_("signatory"),
            add=_("Add a signatory"),
            panels=[FieldRowPanel([FieldPanel("name"), Choice("city")]), FieldPanel("office")],
        ),
        FieldRowPanel([FieldPanel("languages"), FieldPanel("document")]),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Agreement.objects.select_related("partnership").prefetch_related(
            "partnership__sides__city"
        )
