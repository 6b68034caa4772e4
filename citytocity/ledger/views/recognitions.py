"""Recognitions: awards, certificates and ranks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from citytocity.cities.models import City, Organisation
from citytocity.design.components import Fact, Pagination
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import RecognitionKind
from citytocity.ledger.forms import RecognitionFilter, page_of
from citytocity.ledger.models import Recognition
from citytocity.ledger.presentation import (
    city_marks,
    knowledge,
    named,
    recognition_row,
    said,
    sentence,
    when_in_words,
    wording,
)
from citytocity.ledger.sections import sections
from citytocity.ledger.views.lists import (
    choice_field,
    city_field,
    home_crumb,
    list_filter,
    list_meta,
    narrow,
    narrowed,
    year_field,
)


def recognition_list(request: HttpRequest) -> HttpResponse:
    asked = RecognitionFilter.asked(request)
    page = page_of(request, narrow(Recognition.objects.all(), asked).with_cities())
    about = narrowed(asked)
    title = sentence(_("Recognitions: %(about)s"), about=about) if about else _("Recognitions")
    return render(
        request,
        "ledger/recognition_list.html",
        {
            "crumbs": [
                home_crumb(),
                Crumb(_("Results"), reverse("ledger:result_list")),
                Crumb(_("Recognitions")),
            ],
            "title": title,
            "meta": list_meta(
                request,
                asked,
                page,
                title=title,
                description=_("Awards, certificates and ranks in ratings, with their sources."),
            ),
            "filter": list_filter(
                request,
                asked,
                city_field(asked),
                year_field(asked),
                choice_field("kind", _("Kind"), RecognitionKind.choices, asked),
            ),
            "rows": [recognition_row(record, _sides(record)) for record in page],
            "pagination": Pagination.of(page, request.GET),
        },
    )


def recognition(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Recognition.objects.with_cities()
        .select_related("organisation")
        .prefetch_related("citations__source"),
        slug=slug,
    )
    title = wording(record.title).text
    return render(
        request,
        "ledger/recognition.html",
        {
            "recognition": record,
            "crumbs": [
                home_crumb(),
                Crumb(_("Recognitions"), reverse("ledger:recognition_list")),
                Crumb(said(record.title)),
            ],
            "meta": page_meta(request, title=title, description=wording(record.category).text),
            "facts": _facts(record),
            "partnership_name": named(record.partnership) if record.partnership else "",
            "knowledge": knowledge(record, "recognitions"),
            "sections": sections("recognition", request, record),
        },
    )


def _sides(record: Recognition) -> list[City]:
    return record.partnership.cities if record.partnership else []


def _facts(record: Recognition) -> list[Fact]:
    receivers = [*filter(None, [record.city]), *(c for c in _sides(record) if c != record.city)]
    facts = [
        Fact(_("Kind"), str(record.get_kind_display())),
        Fact(_("When"), when_in_words(record.when) or _("not recorded")),
        Fact(_("Given to"), _linked(record.organisation), city_marks(receivers)),
        Fact(_("Given by"), _linked(record.issuer) or _("not recorded")),
    ]
    if record.rank:
        facts.append(Fact(_("Rank"), number_in_words(record.rank)))
    if record.category:
        facts.append(Fact(_("Category"), said(record.category)))
    if record.presented_by:
        facts.append(Fact(_("Presented by"), wording(record.presented_by).text))
    if record.received_by:
        facts.append(Fact(_("Received by"), wording(record.received_by).text))
    return facts


def _linked(body: Organisation | None) -> str:
    """The name of an organisation, as a way to what else it is in; nothing for none."""
    if body is None:
        return ""
    return format_html('<a href="{}">{}</a>', body.get_absolute_url(), said(body.name))
