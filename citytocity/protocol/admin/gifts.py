"""Gifts in the admin: what was given and received, and whether it was given before."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from citytocity.ledger.admin.forms import RecordForm
from citytocity.ledger.admin.panels import IDENTITY, SOURCES
from citytocity.ledger.choosing import Choice
from citytocity.ledger.listing import dated, shown
from citytocity.ledger.permissions import kept_by
from citytocity.ledger.presentation import when_in_words
from citytocity.protocol.admin.filters import GiftFilterSet
from citytocity.protocol.admin.shared import PUBLIC, ProtocolViewSet
from citytocity.protocol.enums import Direction
from citytocity.protocol.models import Gift
from citytocity.protocol.presentation import FROM, TO, giver, receiver
from citytocity.protocol.queries import given_before

DECIDES = {"title", "direction", "city", "body", "person"}
"""What makes it another gift, or somebody else's."""


class GiftForm(RecordForm):
    """Asks before the same thing goes to the same body or person once more."""

    again = forms.BooleanField(
        required=False,
        label=_("Give it once more"),
        help_text=_("Tick it if you are told that it was given before, and mean it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_given = cleaned.get("direction") == Direction.GIVEN
        if is_given and not self.errors and not cleaned.get("again") and self._is_another():
            self._warn(Gift(pk=self.instance.pk, **{name: cleaned[name] for name in DECIDES}))
        return cleaned

    def _is_another(self) -> bool:
        return self.instance.pk is None or bool(DECIDES & set(self.changed_data))

    def _warn(self, gift: Gift) -> None:
        own = kept_by(self.for_user, Gift.objects.all())
        if (earlier := given_before(gift, among=own)) is None:
            return
        link = format_html(
            '<a href="{}">{}</a>',
            reverse(GiftViewSet().get_url_name("edit"), args=[earlier.pk]),
            ", ".join(filter(None, (str(earlier), when_in_words(earlier.when)))),
        )
        words = gettext("The same was given there before: {gift}. Choose something else, or tick.")
        self.add_error("again", format_html(words, gift=link))


class GiftViewSet(ProtocolViewSet):
    model = Gift
    record_form = GiftForm
    icon = "pick"
    filterset_class = GiftFilterSet
    list_display = [
        "__str__",
        "direction",
        shown(FROM, giver, name="giver"),
        shown(TO, receiver, name="receiver"),
        dated(_("When"), "when"),
        PUBLIC,
    ]
    list_export = [
        "slug",
        "title",
        "direction",
        shown(FROM, giver, name="giver"),
        shown(TO, receiver, name="receiver"),
        "when",
        "activity",
        "material",
        "size",
        "value",
        "currency",
        "owner",
        "place",
        "is_on_show",
        "inventory",
        "is_public",
    ]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("direction"), FieldPanel("when")]),
        FieldRowPanel([Choice("city"), Choice("partner")]),
        MultiFieldPanel(
            [Choice("body"), FieldPanel("person"), FieldPanel("office"), FieldPanel("again")],
            heading=_("Who gave it, or got it"),
        ),
        Choice("activity"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("material"),
                FieldPanel("size"),
                FieldRowPanel([FieldPanel("value"), FieldPanel("currency")]),
            ],
            heading=_("The thing itself"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel("picture_alt"),
                FieldRowPanel([FieldPanel("picture_credit"), FieldPanel("picture_rights")]),
            ],
            heading=_("Picture"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("owner"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("inventory"), FieldPanel("is_on_show")]),
                FieldPanel("is_public"),
            ],
            heading=_("Where it is"),
        ),
        SOURCES,
        IDENTITY,
    ]
