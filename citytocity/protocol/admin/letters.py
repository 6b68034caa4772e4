"""Letters in the admin: who wrote to whom, and which letter answers which."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.admin.forms import RecordForm
from citytocity.ledger.choosing import Choice, RecordSelect
from citytocity.ledger.listing import dated
from citytocity.ledger.permissions import kept_by
from citytocity.protocol.admin.filters import LetterFilterSet
from citytocity.protocol.admin.shared import ENDING, PUBLIC, ProtocolViewSet, between
from citytocity.protocol.models import Letter
from citytocity.protocol.presentation import FROM, TO


class LetterForm(RecordForm):
    """Another letter is chosen, and named, only among those the officer may see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answers"]
        field.queryset = own = kept_by(self.for_user, Letter.objects.all())
        if isinstance(field.widget, RecordSelect):
            keys = set(map(str, own.filter(pk__in=field.widget.names).values_list("pk", flat=True)))
            named = field.widget.names.items()
            field.widget.names = {key: name for key, name in named if key in keys}


class LetterViewSet(ProtocolViewSet):
    model = Letter
    record_form = LetterForm
    icon = "mail"
    filterset_class = LetterFilterSet
    list_display = ["__str__", between("from_city", "to_city"), dated(_("Date"), "when"), PUBLIC]
    list_export = [
        "slug",
        "title",
        "from_city",
        "to_city",
        "when",
        "language",
        "answers",
        "activity",
        "is_public",
    ]
    panels = [
        FieldPanel("title"),
        MultiFieldPanel(
            [Choice("from_city"), FieldPanel("from_person"), FieldPanel("from_office")],
            heading=FROM,
        ),
        MultiFieldPanel(
            [Choice("to_city"), FieldPanel("to_person"), FieldPanel("to_office")], heading=TO
        ),
        FieldRowPanel([FieldPanel("when"), FieldPanel("language")]),
        FieldPanel("text"),
        Choice("answers"),
        Choice("activity"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("document")], heading=_("The paper")),
        *ENDING,
    ]

    def records(self) -> QuerySet:
        return Letter.objects.shown().select_related("answers")
