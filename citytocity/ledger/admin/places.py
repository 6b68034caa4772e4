"""Cities and organisations in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.cities.models import City, Organisation
from citytocity.ledger import filters
from citytocity.ledger.admin.forms import NamedRecordForm
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.admin.viewset import RecordViewSet
from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import shown

COUNTRY = shown(_("Country"), lambda city: city.country.name, name="country", sort_key="country")


class CityViewSet(RecordViewSet):
    model = City
    record_form = NamedRecordForm
    icon = "site"
    filterset_class = filters.CityFilterSet
    list_display = [
        "__str__",
        COUNTRY,
        shown(
            _("Population"),
            lambda city: city.population or "",
            name="population",
            sort_key="population",
        ),
    ]
    list_export = ["slug", "name", COUNTRY, "latitude", "longitude", "population", "wikidata"]
    panels = [
        FieldPanel("name"),
        FieldPanel("other_names"),
        FieldRowPanel([FieldPanel("country"), FieldPanel("time_zone")]),
        FieldPanel("region"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldRowPanel(
            [FieldPanel("population"), FieldPanel("population_year"), FieldPanel("area_km2")]
        ),
        FieldRowPanel([FieldPanel("founded"), FieldPanel("wikidata")]),
        FieldPanel("website"),
        MultiFieldPanel(
            [FieldPanel("ink"), FieldPanel("sign"), FieldPanel("is_host")],
            heading=_("How it looks here"),
        ),
        SOURCES,
        IDENTITY,
    ]

    def hint(self, record: Any) -> Any:
        return record.country.name


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    record_form = NamedRecordForm
    icon = "group"
    filterset_class = filters.OrganisationFilterSet
    list_display = ["__str__", "kind", "city"]
    list_export = ["slug", "name", "kind", "city", "website"]
    panels = [
        FieldPanel("name"),
        FieldPanel("other_names"),
        FieldRowPanel([FieldPanel("kind"), Choice("city")]),
        FieldPanel("website"),
        SOURCES,
        IDENTITY,
    ]

    def get_queryset(self, request: Any) -> Any:
        return Organisation.objects.select_related("city")

    def hint(self, record: Any) -> Any:
        return record.city or ""
