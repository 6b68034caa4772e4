"""What belongs to all cities in the admin: programmes, sources, themes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from citytocity.ledger import filters
from citytocity.ledger.admin.forms import NamedRecordForm
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.admin.viewset import RecordViewSet
from citytocity.ledger.listing import dated
from citytocity.ledger.models import Programme, Theme
from citytocity.ledger.presentation import when_in_words
from citytocity.sources.models import Source


class ProgrammeViewSet(RecordViewSet):
    model = Programme
    icon = "folder-open-inverse"
    filterset_class = filters.ProgrammeFilterSet
    list_display = ["__str__", "kind"]
    list_export = ["slug", "title", "kind", "when", "every_years"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("when"), FieldPanel("every_years")]),
        FieldPanel("summary"),
        FieldPanel("website"),
        SOURCES,
        IDENTITY,
    ]

    def hint(self, record: Any) -> Any:
        return record.get_kind_display()


class SourceViewSet(RecordViewSet):
    model = Source
    icon = "doc-full-inverse"
    filterset_class = filters.SourceFilterSet
    list_display = [
        "title",
        "publisher",
        dated(_("Published"), "published"),
    ]
    list_export = ["slug", "title", "language", "publisher", "published", "url", "accessed"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("language")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("published"), FieldPanel("accessed")]),
        FieldPanel("photo_credit"),
        IDENTITY,
    ]

    def hint(self, record: Any) -> Any:
        return when_in_words(record.published)


class ThemeViewSet(RecordViewSet):
    model = Theme
    record_form = NamedRecordForm
    icon = "tag"
    list_export = ["slug", "name"]
    panels = [FieldPanel("name"), IDENTITY]
