"""Participations: the records behind every number of people and journeys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.design.components import Pagination
from citytocity.design.furniture import Crumb
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import ParticipationRole
from citytocity.ledger.forms import ParticipationFilter, page_of
from citytocity.ledger.models import Activity, Participation
from citytocity.ledger.presentation import participation_row, people_on_record, sentence
from citytocity.ledger.queries import Heads, heads
from citytocity.ledger.views.lists import (
    choice_field,
    city_field,
    home_crumb,
    list_filter,
    list_meta,
    narrowed,
    year_field,
    years_asked,
)


def participation_list(request: HttpRequest) -> HttpResponse:
    asked = ParticipationFilter.asked(request)
    records = Participation.objects.all()
    if "city" in asked:
        records = records.filter(city=asked["city"])
    if "year" in asked:
        records = records.in_year(asked["year"])
    if years := years_asked(asked):
        records = records.in_years(*years)
    if "status" in asked:
        records = records.that_took_place()
    if "role" in asked:
        records = records.filter(role=asked["role"])
    if "partnership" in asked:
        activities = Activity.objects.of_partnership(asked["partnership"])
        cities = asked["partnership"].sides.values("city")
        records = records.filter(activity__in=activities, city__in=cities)
    page = page_of(request, records.shown().newest_first())
    about = narrowed(asked)
    title = sentence(_("Who took part: %(about)s"), about=about) if about else _("Who took part")
    return render(
        request,
        "ledger/participation_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Who took part"))],
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("Groups from each city, with heads as far as they are on record."),
            ),
            "filter": list_filter(
                request,
                asked,
                city_field(asked),
                year_field(asked),
                choice_field("role", _("Role"), ParticipationRole.choices, asked),
            ),
            "summary": _summary(page.paginator.count, heads(records)),
            "rows": [participation_row(record) for record in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def _summary(groups: int, found: Heads) -> str:
    """How many groups and people, and of how many groups no head count is on record."""
    words = [
        ngettext("%(number)s group", "%(number)s groups", groups)
        % {"number": number_in_words(groups)}
    ]
    if found.number:
        words.append(people_on_record(found.number, found.certainty))
    if found.unknown:
        words.append(
            ngettext(
                "of %(number)s group no head count is recorded",
                "of %(number)s groups no head count is recorded",
                found.unknown,
            )
            % {"number": number_in_words(found.unknown)}
        )
    return " · ".join(words)
