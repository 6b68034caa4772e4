"""Public pages of visits: the journeys behind the figures, and a programme for calendars."""

from typing import Any

from django import forms
from django.db.models import F, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citytocity.cities.models import City
from citytocity.design.components import Pagination, Row
from citytocity.design.furniture import Crumb
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.forms import ListFilter, RecordField, page_of
from citytocity.ledger.models import Activity, Participation, Partnership
from citytocity.ledger.presentation import (
    activity_row,
    counted,
    joined,
    named,
    participation_row,
    sentence,
)
from citytocity.ledger.views.lists import (
    home_crumb,
    list_filter,
    list_meta,
    narrowed,
    year_field,
)
from citytocity.visits.calendars import calendar
from citytocity.visits.models import Visit
from citytocity.visits.presentation import nights_in_words
from citytocity.visits.queries import Trips, journeys, nights_of, sum_of, visits_owed
from citytocity.visits.sections import reciprocity

TITLES: dict[tuple[bool | str, ...], Any] = {
    (False,): gettext_lazy("Visits"),
    (False, "of"): gettext_lazy("Visits from %(of)s"),
    (False, "to"): gettext_lazy("Visits to %(to)s"),
    (False, "of", "to"): gettext_lazy("Visits from %(of)s to %(to)s"),
    (True,): gettext_lazy("Visits owed in return"),
    (True, "of"): gettext_lazy("Visits owed in return to %(of)s"),
    (True, "to"): gettext_lazy("Visits owed in return by %(to)s"),
    (True, "of", "to"): gettext_lazy("Visits owed in return to %(of)s by %(to)s"),
}
"""By whether they are owed, and which ends of them are given."""


class JourneyFilter(ListFilter):
    partnership = RecordField(Partnership.objects.all(), label=gettext_lazy("Partnership"))
    to = RecordField(City.objects.all(), label=gettext_lazy("Visited"))
    of = RecordField(City.objects.all(), label=gettext_lazy("Guests from"))
    dated = forms.ChoiceField(
        choices=[("no", gettext_lazy("year not recorded"))],
        required=False,
        label=gettext_lazy("Year"),
    )
    owed = forms.BooleanField(required=False, label=gettext_lazy("Owed"))


def visit_list(request: HttpRequest) -> HttpResponse:
    """Who went where, group by group; or the visits for which one in return is owed."""
    asked = {name: value for name, value in JourneyFilter.asked(request).items() if value}
    asked.pop("city", None)
    if "partnership" in asked:
        prefetch_related_objects([asked["partnership"]], "sides__city")
    shown = _owed(request, asked) if "owed" in asked else _journeys(request, asked)
    title = _title(asked)
    return render(
        request,
        "visits/visit_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Visits"))],
            "title": title,
            "meta": list_meta(
                request,
                asked,
                shown["page"],
                title=title,
                description=_("Who visited whom, with people and nights as far as on record."),
            ),
            "filter": list_filter(request, asked, year_field(asked)),
            "reciprocity": reciprocity(asked["partnership"]) if [*asked] == ["partnership"] else {},
            **shown,
        },
    )


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The public hours of a visit for calendars; Http404 where there are none."""
    visit: Visit = get_object_or_404(
        Visit.objects.select_related("activity"), activity=get_object_or_404(Activity, slug=slug)
    )
    items = list(visit.items.filter(public=True))
    if not items:
        raise Http404(_("No programme of this visit is public."))
    response = HttpResponse(calendar(visit, items), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _title(asked: dict[str, Any]) -> str:
    """Which visits they are, which way they went, and of which partnership and year."""
    ways = {name: named(asked[name]) for name in ("of", "to") if name in asked}
    title = sentence(str(TITLES["owed" in asked, *ways]), **ways)
    rest = {name: value for name, value in asked.items() if name not in ways}
    undated = _("year not recorded") if "dated" in asked else ""
    about = joined([narrowed(rest), undated], between=", ")
    return sentence(_("%(what)s: %(about)s"), what=title, about=about) if about else title


def _journeys(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        name: asked[name] for name in ("partnership", "to", "year") if name in asked
    }
    if "of" in asked:
        chosen["of"] = {asked["of"].pk}
    records = journeys(**chosen).select_related("activity__host", "city", "organisation")
    if "dated" in asked:
        records = records.filter(activity__when_first__isnull=True)
    newest = F("activity__when_first").desc(nulls_last=True)
    page = page_of(request, records.order_by(newest, "pk"))
    return {
        "page": page,
        "rows": [_row(row) for row in page],
        "pagination": Pagination.of(page, request.GET),
        "summary": _summary(sum_of(records)),
    }


def _owed(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    chosen = {name: asked[name] for name in ("partnership", "to", "of") if name in asked}
    keys = visits_owed(**chosen).order_by().values("activity")
    records = Activity.objects.filter(pk__in=keys)
    if "year" in asked:
        records = records.in_year(asked["year"])
    if "dated" in asked:
        records = records.filter(when_first__isnull=True)
    page = page_of(request, records.newest_first().shown())
    count = page.paginator.count
    words = ngettext("%(number)s visit", "%(number)s visits", count)
    return {
        "page": page,
        "rows": [activity_row(activity) for activity in page],
        "pagination": Pagination.of(page, request.GET),
        "summary": words % {"number": number_in_words(count)},
    }


def _row(row: Participation) -> Row:
    """The group with its nights."""
    kept = nights_of(row.activity, row.nights_kept)
    made = participation_row(row)
    nights = nights_in_words(kept) if kept else ""
    return Row(**{**vars(made), "detail": joined([made.detail, nights])})


def _summary(trips: Trips) -> str:
    visits = ngettext("%(number)s visit", "%(number)s visits", trips.visits)
    words = [visits % {"number": number_in_words(trips.visits)}]
    if trips.people:
        number = counted(trips.people, trips.people_certainty)
        words.append(_("person-trips: %(number)s") % {"number": number})
    if trips.nights:
        number = counted(trips.nights, trips.nights_certainty)
        words.append(_("guest-nights: %(number)s") % {"number": number})
    return " · ".join(words)
