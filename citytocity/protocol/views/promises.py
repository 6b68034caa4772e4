"""What cities promised each other, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.design.components import Fact, Link
from citytocity.ledger.presentation import (
    city_marks,
    document_link,
    joined,
    said,
    when_in_words,
)
from citytocity.protocol.enums import PromiseState
from citytocity.protocol.forms import PromiseFilter
from citytocity.protocol.models import Promise
from citytocity.protocol.presentation import holder, promise_row, promise_state
from citytocity.protocol.views.lists import (
    PublicList,
    fact,
    list_context,
    record_context,
    unknown,
)

PROMISES = PublicList(
    view="promise_list",
    noun="promises",
    records=lambda: Promise.objects.seen_by_all().shown(),
    name=gettext_lazy("Promises"),
    title=gettext_lazy("Promises"),
    of=gettext_lazy("Promises: %(about)s"),
    description=gettext_lazy("What cities promised each other, and what became of it."),
    empty=gettext_lazy("No promise is shown here yet."),
    form=PromiseFilter,
    choice=("state", gettext_lazy("State"), PromiseState),
)


def promise_list(request: HttpRequest) -> HttpResponse:
    page, context = list_context(request, PROMISES)
    rows = [promise_row(promise) for promise in page]
    return render(request, "protocol/list.html", context | {"rows": rows})


def promise(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Promise.objects.for_a_page().with_document(), slug=slug)
    context = record_context(request, record, PROMISES, facts=_facts(record))
    own = {
        "kind": _("Promise"),
        "state": promise_state(record),
        "activity_term": _("Promised at"),
        "papers": _papers(record),
    }
    return render(request, "protocol/record.html", context | own)


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
