from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin
from wagtail.search import index

from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.sources.models import ToldBesideFields


class InBooks(ToldBesideFields, RevisionMixin, index.Indexed, models.Model):
    """A row in the books of a city, with its history; found by its `search_terms`."""

    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [index.SearchField("search_terms"), index.AutocompleteField("search_terms")]

    class Meta:
        abstract = True


class OfAPeriod(InBooks):
    """A row for a time: its own, or that of the activity it is for; newest first."""

    when = EDTFField(
        _("period"),
        blank=True,
        help_text=_("2018, 2018-09, 2018-09-14. Empty: that of the activity."),
    )
    when_first = FirstDayField("when")
    when_last = LastDayField("when")

    class Meta:
        abstract = True
        ordering = [F("when_first").desc(nulls_last=True), "-pk"]
