"""What may be asked of a figure's page."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.cities.models import City
from citytocity.figures.definitions import Indicator
from citytocity.ledger.forms import ListFilter, QueryNotUnderstoodError, RecordField
from citytocity.ledger.models import Partnership


class FigureFilter(ListFilter):
    """Whose figure, and of which year."""

    year = forms.IntegerField(
        min_value=1, max_value=9990, required=False, label=gettext_lazy("Year")
    )
    other = RecordField(City.objects.all(), label=gettext_lazy("The other city"))
    partnership = RecordField(Partnership.objects.with_sides(), label=gettext_lazy("Partnership"))

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if asked.get("other") and not asked.get("city"):
            self.add_error("other", _("Say which city the other one is compared with."))
        if asked.get("partnership") and asked.get("city"):
            self.add_error("partnership", _("Ask for a partnership or for a city, not for both."))
        return asked


def asked_where(request: HttpRequest, indicator: Indicator) -> dict[str, list[str]]:
    """How the address narrows the figure; QueryNotUnderstoodError names an unknown value."""
    where = {}
    for name in indicator.by:
        if not (values := list(filter(None, request.GET.get(name, "").split(",")))):
            continue
        known = indicator.measure.kind.filters[name].values if indicator.measure else ()
        if known is not None and (unknown := [value for value in values if value not in known]):
            message = _("“%(value)s” is none of: %(known)s.")
            words = {"value": unknown[0][:60], "known": ", ".join(known)}
            raise QueryNotUnderstoodError(message % words)
        where[name] = values
    return where
