"""What cities promised each other, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from citytocity.design.components import Fact, Link, Pagination
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
from citytocity.protocol.enums import PromiseState
from citytocity.protocol.forms import PromiseFilter
from citytocity.protocol.models import Promise
from citytocity.protocol.presentation import holder, promise_row, promise_state
from citytocity.protocol.views.lists import (
    about,
    activity_link,
    crumbs,
    fact,
    filter_of,
    narrow_to,
    unknown,
)


def promise_list(request: HttpRequest) -> HttpResponse:
    asked = PromiseFilter.asked(request)
    page = page_of(request, narrow_to(Promise.objects.seen_by_all(), asked).shown())
    of = about(asked)
    title = sentence(_("Promises: %(about)s"), about=of) if of else _("Promises")
    states = choice_field("state", _("State"), PromiseState.choices, asked)
    return render(
        request,
        "protocol/list.html",
        {
            "crumbs": crumbs(_("Promises"), "promise_list"),
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("What cities promised each other, and what became of it."),
            ),
            "filter": filter_of(request, asked, states),
            "rows": [promise_row(promise) for promise in page],
            "empty": _("No promise is shown here yet."),
            "pagination": Pagination.of(page, request.GET),
        },
    )


def promise(request: HttpRequest, slug: str) -> HttpResponse:
    records = Promise.objects.seen_by_all().shown().with_document()
    record = get_object_or_404(records.prefetch_related("citations__source"), slug=slug)
    return render(
        request,
        "protocol/record.html",
        {
            "record": record,
            "kind": _("Promise"),
            "crumbs": crumbs(_("Promises"), "promise_list", said(record.title)),
            "meta": page_meta(
                request,
                title=wording(record.title).text,
                description=wording(record.summary).text,
            ),
            "state": promise_state(record),
            "facts": _facts(record),
            "activity_term": _("Promised at"),
            "activity": activity_link(record.activity),
            "papers": _papers(record),
            "knowledge": knowledge(record, "promises"),
        },
    )


def _facts(promise: Promise) -> list[Fact]:
    from_body = said(promise.from_body.name) if promise.from_body else ""
    by = joined([from_body, holder(promise.person, promise.office)], between="; ")
    to = said(promise.to_body.name) if promise.to_body else ""
    return [
        Fact(_("Promised by"), by, city_marks([promise.from_city])),
        Fact(_("Promised to"), to, city_marks([promise.to_city])),
        Fact(_("When"), when_in_words(promise.when) or unknown()),
        *fact(_("Due"), when_in_words(promise.due)),
        *fact(_("What proves it"), said(promise.proof)),
    ]


def _papers(promise: Promise) -> list[Link]:
    page = Link(_("Where it is proved"), promise.proof_url) if promise.proof_url else None
    return [link for link in (page, document_link(promise)) if link]
