"""What may be asked of the open data: all that the pages of figures know, and how much of it."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.figures.counting import Where
from citytocity.figures.definitions import Indicator
from citytocity.figures.forms import FigureFilter, asked_where, scope_asked
from citytocity.figures.measures import MEASURES
from citytocity.figures.scope import Scope
from citytocity.ledger.forms import (
    Asked,
    PartnershipFilter,
    PeriodFilter,
    QueryNotUnderstoodError,
)
from citytocity.ledger.queries import latest_year
from citytocity.opendata.paging import AT_MOST, USUAL
from citytocity.opendata.wishes import FORM, LANGUAGE

YEAR = "year"
YEARS_AT_MOST = 30
USUAL_YEARS = 10
LAST_YEAR = 9990
WAYS = sorted(
    {name for one in MEASURES.values() for name, way in one.kind.filters.items() if way.path}
)


class FiguresAsked(FigureFilter):
    """The figures of all indicators in one year."""


class Paged(Asked):
    """Which part of a list."""

    page = forms.IntegerField(min_value=1, required=False, label=gettext_lazy("Page"))
    limit = forms.IntegerField(
        min_value=1, max_value=AT_MOST, required=False, label=gettext_lazy("Records a page")
    )


class RecordsAsked(Paged, FigureFilter):
    """One figure, and a page of its records."""


class CitiesAsked(Paged):
    """A page of the cities."""


class PartnershipsAsked(Paged, PartnershipFilter):
    """Partnerships, those of a city or of a kind; of no year, as on their page."""

    year = None  # type: ignore[assignment]  # Django leaves the field out


class FigureAsked(PeriodFilter, FigureFilter):
    """One figure, or one for each year or for each value of a filter."""

    from_year = forms.IntegerField(
        min_value=1, max_value=LAST_YEAR, required=False, label=gettext_lazy("From the year")
    )
    to_year = forms.IntegerField(
        min_value=1, max_value=LAST_YEAR, required=False, label=gettext_lazy("To the year")
    )
    by = forms.ChoiceField(
        choices=[(name, name) for name in (YEAR, *WAYS)], required=False, label=gettext_lazy("By")
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        years = [name for name in ("from_year", "to_year") if asked.get(name)]
        if years and asked.get("by") != YEAR:
            self.add_error(years[0], _("A series of years is asked for by “by=year”."))
        if asked.get("by") == YEAR and asked.get("year"):
            self.add_error("year", _("Of a series say the first and the last year."))
        first, last = asked.get("from_year"), asked.get("to_year")
        if first and last and last - first >= YEARS_AT_MOST:
            too_many = _("A series has %(number)d years at most.") % {"number": YEARS_AT_MOST}
            self.add_error("to_year", too_many)
        return asked


@dataclass(frozen=True)
class Question:
    """What was asked for. `years` has more than one for a series; `by` is a way, if not."""

    scope: Scope
    years: list[int]
    where: Where = field(default_factory=dict)
    by: str = ""
    page: int = 1
    limit: int = USUAL

    @property
    def year(self) -> int:
        return self.years[-1]


def asked(request: HttpRequest, form: type[Asked], found: Indicator | None = None) -> Question:
    """The question; QueryNotUnderstoodError has a message for each field that is wrong.

    What is not asked here is refused as well: a slip in a filter would else give the number of
    everything.
    """
    check_names(request, *form.base_fields, *(found.by if found else ()))
    told = form.asked(request)
    by = told.get("by", "")
    if by not in ("", YEAR) and (found is None or by not in found.by):
        _refuse("by", _("This figure is not broken down so."))
    where = asked_where(request, found) if found else {}
    if by not in ("", YEAR) and where:
        _refuse("by", _("Ask for the figure of one value, or of each; not for both."))
    scope = scope_asked(told)
    paging = {name: told[name] for name in ("page", "limit") if name in told}
    return Question(scope, _years(told), where, "" if by == YEAR else by, **paging)


def check_names(request: HttpRequest, *names: str) -> None:
    """QueryNotUnderstoodError if the address has a name that means nothing here, or one twice."""
    known = [*names, LANGUAGE, FORM]
    faults: dict[str, list[str]] = {}
    for name, values in request.GET.lists():
        if name not in known:
            message = _("Nothing is asked by this name here; there are: %(known)s.")
            faults[name[:60]] = [message % {"known": ", ".join(known)}]
        elif len(values) > 1:
            faults[name] = [_("Say it once; several values stand with commas between.")]
    if faults:
        words = (f"“{name}”: {messages[0]}" for name, messages in faults.items())
        raise QueryNotUnderstoodError(" ".join(words), faults)


def _years(told: dict[str, Any]) -> list[int]:
    if told.get("by") != YEAR:
        return [told.get("year") or latest_year(today=datetime.date.today())]
    first, last = told.get("from_year"), told.get("to_year")
    if last is None:
        now = datetime.date.today().year
        last = now if first is None or first <= now else first
        last = last if first is None else min(last, first + YEARS_AT_MOST - 1)
    if first is None:
        first = max(last - USUAL_YEARS + 1, 1)
    return list(range(first, last + 1))


def _refuse(name: str, message: str) -> None:
    raise QueryNotUnderstoodError(message, {name: [message]})
