"""Programmes: what groups activities, with its editions."""

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.design.components import Pagination, Row, State
from citytocity.design.furniture import Crumb
from citytocity.ledger.forms import page_of
from citytocity.ledger.models import Activity, Programme, ProgrammeCitation, Result
from citytocity.ledger.presentation import (
    activity_row,
    figure,
    foreign,
    knowledge,
    list_url,
    result_row,
    said,
    when_in_words,
    wording,
)
from citytocity.ledger.sections import sections
from citytocity.ledger.views.lists import cut, home_crumb, list_meta

RESULTS = 30


def programme_list(request: HttpRequest) -> HttpResponse:
    programmes = Programme.objects.annotate(editions=Count("activities"))
    page = page_of(request, programmes.order_by("slug"))
    return render(
        request,
        "ledger/programme_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Programmes"))],
            "meta": list_meta(
                request,
                {},
                page,
                title=_("Programmes"),
                description=_("Festivals, forums, camps and cross-years with their editions."),
            ),
            "rows": [_row(record) for record in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Programme.objects.prefetch_related(
            Prefetch("citations", ProgrammeCitation.objects.select_related("source"))
        ),
        slug=slug,
    )
    page = page_of(request, Activity.objects.filter(programme=record).newest_first().shown())
    results = list(Result.objects.filter(activity__programme=record).shown()[: RESULTS + 1])
    title = wording(record.title).text
    count = page.paginator.count
    return render(
        request,
        "ledger/programme.html",
        {
            "programme": record,
            "crumbs": [
                home_crumb(),
                Crumb(_("Programmes"), reverse("ledger:programme_list")),
                Crumb(said(record.title)),
            ],
            "meta": list_meta(
                request, {}, page, title=title, description=wording(record.summary).text
            ),
            "figures": [
                figure(
                    count,
                    ngettext("activity on record", "activities on record", count),
                    list_url("activity_list", programme=record.slug),
                )
            ],
            "rows": [_edition(activity) for activity in page],
            "pagination": Pagination.of(page, request.GET),
            "results": [result_row(r) for r in results[:RESULTS]],
            "cut": cut(
                results,
                at_most=RESULTS,
                url=list_url("result_list", programme=record.slug),
                link=_("All results"),
            ),
            "knowledge": knowledge(record, "programmes"),
            "sections": sections("programme", request, record),
        },
    )


def _row(record: Programme) -> Row:
    editions = record.editions
    return Row(
        title=wording(record.title).text,
        url=record.get_absolute_url(),
        when=when_in_words(record.when) or _("comes again"),
        state=State(record.get_kind_display()),
        detail=ngettext("%(number)d activity", "%(number)d activities", editions)
        % {"number": editions},
        lang=foreign(record.title),
    )


def _edition(activity: Activity) -> Row:
    row = activity_row(activity)
    if activity.edition is None:
        return row
    words = _("edition %(number)d") % {"number": activity.edition}
    return Row(**{**row.__dict__, "detail": words})
