"""What may be asked of a figure's page."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from citytocity.cities.models import City
from citytocity.figures.definitions import Indicator
from citytocity.figures.scope import Scope
from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.ledger.forms import ListFilter, QueryNotUnderstoodError, RecordField
from citytocity.ledger.models import Partnership, Theme


class FigureFilter(ListFilter):
    """Whose figure, and of which year."""

    year = forms.IntegerField(
        min_value=1, max_value=9990, required=False, label=gettext_lazy("Year")
    )
    other = RecordField(City.objects.all(), label=gettext_lazy("The other city"))
    partnership = RecordField(Partnership.objects.with_sides(), label=gettext_lazy("Partnership"))
    home = RecordField(City.objects.all(), label=gettext_lazy("Seen from"))

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if asked.get("other") and not asked.get("city"):
            self.add_error("other", _("Say which city the other one is compared with."))
        if asked.get("other") and asked["other"] == asked.get("city"):
            self.add_error("other", _("Ask for two different cities, or for one alone."))
        if asked.get("partnership") and asked.get("city"):
            self.add_error("partnership", _("Ask for a partnership or for a city, not for both."))
        if asked.get("home") and not _is_side(asked["home"], asked.get("partnership")):
            self.add_error("home", _("A partnership is seen from one of its own cities."))
        return asked


def _is_side(city: City, partnership: Partnership | None) -> bool:
    return partnership is not None and city in partnership.cities


def scope_asked(asked: Mapping[str, Any]) -> Scope:
    """Whose figures they are, out of what the filter understood."""
    return Scope(*(asked.get(name) for name in ("city", "other", "partnership", "home")))


def asked_where(request: HttpRequest, indicator: Indicator) -> dict[str, list[str]]:
    """How the address narrows the figure; QueryNotUnderstoodError names an unknown value."""
    where = {}
    for name in indicator.by:
        if not (values := list(filter(None, request.GET.get(name, "").split(",")))):
            continue
        known = indicator.measure.kind.filters[name].values if indicator.measure else ()
        if known is not None and (unknown := [value for value in values if value not in known]):
            message = _("“%(value)s” is none of: %(known)s.")
            words = {"value": unknown[0][:LONGEST], "known": ", ".join(known)}
            raise QueryNotUnderstoodError(message % words, {name: [message % words]})
        if known is None:
            _check_there(name, values)
        where[name] = values
    return where


def _check_there(name: str, values: list[str]) -> None:
    """Countries and languages of the standards, themes of the register; nothing else, and nothing
    that a database refuses, is asked for."""
    unknown = [value for value in values if len(value) > LONGEST or not value.isprintable()]
    if not unknown:
        there = KNOWN[name](values)
        unknown = [value for value in values if value not in there]
    if unknown:
        value = "".join(filter(str.isprintable, unknown[0][:LONGEST]))
        message = _("“%(value)s” is not known.") % {"value": value}
        raise QueryNotUnderstoodError(message, {name: [message]})


def _countries(values: list[str]) -> set[str]:
    return {value for value in values if value.upper() in countries}


def _languages(values: list[str]) -> set[str]:
    return {value for value in values if value in CONTENT_LANGUAGES}


def _themes(values: list[str]) -> set[str]:
    return set(Theme.objects.filter(slug__in=values).values_list("slug", flat=True))


LONGEST = 60
KNOWN: Mapping[str, Callable[[list[str]], set[str]]] = {
    "country": _countries,
    "language": _languages,
    "theme": _themes,
}
"""Which of the values there are, of what a definition cannot list."""
