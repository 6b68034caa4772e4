"""Honours: honorary citizens, certificates, medals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.design.components import Fact, Pagination
from citytocity.design.heads import page_meta
from citytocity.ledger.forms import page_of
from citytocity.ledger.presentation import (
    city_marks,
    document_link,
    joined,
    knowledge,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.ledger.views.lists import choice_field, list_meta
from citytocity.protocol.enums import HonourKind
from citytocity.protocol.forms import HonourFilter
from citytocity.protocol.models import Honour
from citytocity.protocol.presentation import holder, honour_row
from citytocity.protocol.views.lists import (
    about,
    activity_link,
    crumbs,
    filter_of,
    narrow_to,
    unknown,
)


def honour_list(request: HttpRequest) -> HttpResponse:
    asked = HonourFilter.asked(request)
    page = page_of(request, narrow_to(Honour.objects.seen_by_all(), asked).shown())
    of = about(asked)
    title = sentence(_("Honours: %(about)s"), about=of) if of else _("Honours")
    kinds = choice_field("kind", _("Kind"), HonourKind.choices, asked)
    return render(
        request,
        "protocol/list.html",
        {
            "crumbs": crumbs(_("Honours"), "honour_list"),
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("Whom cities made honorary citizens or awarded otherwise."),
            ),
            "filter": filter_of(request, asked, kinds),
            "rows": [honour_row(honour) for honour in page],
            "empty": _("No honour is shown here yet."),
            "pagination": Pagination.of(page, request.GET),
        },
    )


def honour(request: HttpRequest, slug: str) -> HttpResponse:
    records = Honour.objects.seen_by_all().shown().with_document()
    record = get_object_or_404(records.prefetch_related("citations__source"), slug=slug)
    paper = document_link(record)
    return render(
        request,
        "protocol/record.html",
        {
            "record": record,
            "kind": capfirst(str(record.get_kind_display())),
            "crumbs": crumbs(_("Honours"), "honour_list", said(record.title)),
            "meta": page_meta(
                request,
                title=wording(record.title).text,
                description=wording(record.summary).text,
            ),
            "facts": _facts(record),
            "activity_term": _("Given at"),
            "activity": activity_link(record.activity),
            "papers": [paper] if paper else [],
            "knowledge": knowledge(record, "honours"),
        },
    )


def _facts(honour: Honour) -> list[Fact]:
    body = said(honour.body.name) if honour.body else ""
    receiver = joined([body, holder(honour.person, honour.office)], between="; ")
    return [
        Fact(_("Given by"), "", city_marks([honour.city])),
        Fact(_("Given to"), receiver, city_marks([honour.of_city] if honour.of_city else [])),
        Fact(_("When"), when_in_words(honour.when) or unknown()),
    ]
