"""Honours: honorary citizens, certificates, medals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citytocity.design.components import Fact
from citytocity.ledger.presentation import (
    city_marks,
    document_link,
    joined,
    said,
    when_in_words,
)
from citytocity.protocol.enums import HonourKind
from citytocity.protocol.forms import HonourFilter
from citytocity.protocol.models import Honour
from citytocity.protocol.presentation import holder, honour_row, there
from citytocity.protocol.views.lists import PublicList, list_context, record_context, unknown

HONOURS = PublicList(
    view="honour_list",
    noun="honours",
    records=lambda: Honour.objects.seen_by_all().shown(),
    name=gettext_lazy("Honours"),
    title=gettext_lazy("Honours"),
    of=gettext_lazy("Honours: %(about)s"),
    description=gettext_lazy("Whom cities made honorary citizens or awarded otherwise."),
    empty=gettext_lazy("No honour is shown here yet."),
    form=HonourFilter,
    choice=("kind", gettext_lazy("Kind"), HonourKind),
)


def honour_list(request: HttpRequest) -> HttpResponse:
    page, context = list_context(request, HONOURS)
    rows = [honour_row(honour) for honour in page]
    return render(request, "protocol/list.html", context | {"rows": rows})


def honour(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Honour.objects.for_a_page().with_document(), slug=slug)
    paper = document_link(record)
    context = record_context(request, record, HONOURS, facts=_facts(record))
    own = {
        "kind": capfirst(str(record.get_kind_display())),
        "activity_term": _("Given at"),
        "papers": [paper] if paper else [],
    }
    return render(request, "protocol/record.html", context | own)


def _facts(honour: Honour) -> list[Fact]:
    body = said(honour.body.name) if honour.body else ""
    receiver = joined([body, holder(honour.person, honour.office)], between="; ")
    return [
        Fact(_("Given by"), "", city_marks([honour.city])),
        Fact(_("Given to"), receiver, city_marks(there(honour.of_city))),
        Fact(_("When"), when_in_words(honour.when) or unknown()),
    ]
